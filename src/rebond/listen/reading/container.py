"""The bytes of a file, unpacked as they are read, within bounds."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from rebond.errors import FileUnreadable
from rebond.listen.reading import limits
from rebond.vocabulary import Message

_SIGNATURES = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstandard"),
)
_BROKEN = (
    EOFError,
    OSError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    ValueError,
    RuntimeError,
    NotImplementedError,
)


@dataclass(frozen=True)
class Content:
    """One readable thing in a file: the file itself, or a member of the archive it is.

    ``name`` : of the file or the member, without the ending of its compression;
    ``open`` : opens its unpacked bytes from the first one; ``packing`` : "" when not packed.
    """

    name: str
    open: Callable[[], IO[bytes]]
    packing: str = ""

    def head(self, size: int) -> bytes:
        """Return the first ``size`` bytes, or all of them when there are fewer."""
        with self.open() as stream:
            return read_fully(stream, size)

    def whole(self, what: str) -> bytes:
        """Return all bytes of a thing that is read in memory; refuse it when it is too big."""
        data = self.head(limits.MAX_IN_MEMORY + 1)
        if len(data) > limits.MAX_IN_MEMORY:
            raise FileUnreadable(
                "{file} holds more than {size} MB, too much for {what}, which is read in memory. "
                "Save it as CSV, JSON lines (one object a line) or Parquet, which are read piece "
                "by piece.",
                file=self.name,
                size=limits.MAX_IN_MEMORY // 2**20,
                what=Message(what),
            )
        return data


class _Bounded(io.RawIOBase):
    """A stream of unpacked bytes that stops with a clear message instead of filling the machine."""

    def __init__(self, inner: IO[bytes], name: str, packed: int) -> None:
        self._inner, self._name, self._packed, self._count = inner, name, max(1, packed), 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with unpacking(self._name):
            data = self._inner.read(len(buffer))
        self._count += len(data)
        swollen = (
            self._count > limits.MAX_RATIO_FROM and self._count / self._packed > limits.MAX_RATIO
        )
        if swollen or self._count > limits.MAX_UNPACKED:
            raise FileUnreadable(
                "{file} unpacks to more than {ratio} times its size: it may be made to fill the "
                "disk. If you trust it, unpack it yourself and give the file inside.",
                file=self._name,
                ratio=limits.MAX_RATIO,
            )
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._inner.close()
        super().close()


@contextmanager
def unpacking(name: str) -> Iterator[None]:
    """Turn what a broken archive raises into a message."""
    try:
        yield
    except FileUnreadable:
        raise
    except _BROKEN as error:
        raise FileUnreadable(
            "{file} cannot be unpacked to its end: {error}. Download or copy it again; if it needs "
            "a password, unpack it yourself.",
            file=name,
            error=str(error) or type(error).__name__,
        ) from error


def read_fully(stream: IO[bytes], size: int) -> bytes:
    """Read ``size`` bytes, fewer only at the end of ``stream``."""
    pieces: list[bytes] = []
    left = size
    while left > 0:
        piece = stream.read(min(left, limits.CHUNK))
        if not piece:
            break
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def contents_of(path: Path) -> tuple[list[Content], Message | None]:
    """Return what ``path`` holds that can be read, and how it is packed.

    A zip archive gives its members, in the order of their names, without hidden files. A workbook
    (XLSX, ODS), which is also a zip archive, gives itself.
    """
    head = _head_of(path)
    if head.startswith(b"PK") and not _is_workbook(path):
        return _members(path)
    packing = next((name for signature, name in _SIGNATURES if head.startswith(signature)), "")
    if not packing:
        return [Content(path.name, lambda: cast(IO[bytes], path.open("rb")))], None
    name = (
        path.stem if path.suffix.lower() in {".gz", ".bz2", ".xz", ".zst", ".zstd"} else path.name
    )
    opened = Content(name, lambda: _unpacked(path, packing), packing)
    return [opened], Message("Compressed with {packing}", {"packing": packing})


def _head_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise FileUnreadable(
                "{file} is a folder. Give the files it holds, for instance {file}/*.csv.",
                file=str(path),
            )
        with path.open("rb") as stream:
            head = stream.read(8)
    except FileNotFoundError:
        raise FileUnreadable("There is no file {file}. Check its path.", file=str(path)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FileUnreadable(
            "{file} cannot be opened: {error}. Check that you may read it and that "
            "no other program "
            "holds it.",
            file=str(path),
            error=reason,
        ) from error
    if not head:
        raise FileUnreadable("{file} is empty. Export it again.", file=path.name)
    return head


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except _BROKEN:
        return path.suffix.lower() in {".xlsx", ".xlsm", ".xlsb", ".ods"}
    return bool(names & {"[Content_Types].xml", "content.xml", "mimetype"})


def _unpacked(path: Path, packing: str) -> IO[bytes]:
    packed = path.stat().st_size
    with unpacking(path.name):
        if packing == "gzip":
            inner: IO[bytes] = cast(IO[bytes], gzip.open(path, "rb"))  # noqa: SIM115
        elif packing == "bzip2":
            inner = bz2.open(path, "rb")  # noqa: SIM115
        elif packing == "xz":
            inner = lzma.open(path, "rb")  # noqa: SIM115
        else:
            import pyarrow as pa

            inner = pa.CompressedInputStream(pa.OSFile(str(path)), "zstd")
    return _buffered(inner, path.name, packed)


def _buffered(inner: IO[bytes], name: str, packed: int) -> IO[bytes]:
    return cast(IO[bytes], io.BufferedReader(_Bounded(inner, name, packed), 2**20))


def _members(path: Path) -> tuple[list[Content], Message | None]:
    with unpacking(path.name), zipfile.ZipFile(path) as archive:
        infos = [
            info
            for info in archive.infolist()
            if not info.is_dir()
            and not info.filename.startswith("__MACOSX/")
            and not Path(info.filename).name.startswith(".")
        ]
    if not infos:
        raise FileUnreadable(
            "{file} is an archive without any file inside. Make it again.", file=path.name
        )
    if len(infos) > limits.MAX_MEMBERS:
        raise FileUnreadable(
            "{file} holds {count} files, more than {limit}. Unpack it and give the files you want.",
            file=path.name,
            count=len(infos),
            limit=limits.MAX_MEMBERS,
        )
    if any(info.flag_bits & 1 for info in infos):
        raise FileUnreadable(
            "{file} is protected by a password. Unpack it yourself and give the file inside.",
            file=path.name,
        )
    infos.sort(key=lambda info: info.filename)

    def opener(info: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
        return lambda: _open_member(path, info)

    found = [Content(Path(info.filename).name, opener(info), "zip") for info in infos]
    names = ", ".join(content.name for content in found[:5]) + ("…" if len(found) > 5 else "")
    return found, Message("Zip archive holding {names}", {"names": names})


def _open_member(path: Path, info: zipfile.ZipInfo) -> IO[bytes]:
    with unpacking(path.name):
        archive = zipfile.ZipFile(path)
        inner = archive.open(info)
    return _buffered(inner, path.name, info.compress_size)
