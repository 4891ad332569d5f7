"""Pieces of bytes as one stream."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO, Any, cast


class PieceStream(io.RawIOBase):
    """A stream made of ``first`` and then of ``others``, taken when they are needed."""

    def __init__(self, first: bytes, others: Iterator[bytes]) -> None:
        self._rest, self._others = memoryview(first), others

    @classmethod
    def buffered(cls, first: bytes, others: Iterator[bytes]) -> IO[bytes]:
        """Return the stream, buffered."""
        return cast(IO[bytes], io.BufferedReader(cls(first, others), 2**20))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            piece = next(self._others, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size
