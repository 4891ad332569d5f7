"""What every search of an index needs, kept in memory until the index changes.

A million voices of three parts each take about 150 MB.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from rebond.understand.search.meanings import Bits, words_of_bits
from rebond.understand.search.store import Index, reading

if TYPE_CHECKING:
    from rebond.workspace import Workspace

KEPT = 2  # indexes kept in memory at once
_SNAPSHOTS: OrderedDict[str, Snapshot] = OrderedDict()
_LOCK = threading.Lock()


@dataclass(frozen=True)
class Snapshot:
    """The voices and the signs of an index at one moment.

    ``voice_ids`` : sorted; ``numbers`` : the text of each; ``owners`` : the text of each part;
    ``signs`` : those of each part, in columns of 64 bits.
    """

    stamp: str
    voice_ids: pa.StringArray
    numbers: NDArray[np.int64]
    owners: NDArray[np.int64]
    signs: list[Bits]

    @cached_property
    def all_of_them(self) -> NDArray[np.bool_]:
        """Every voice."""
        return np.ones(len(self.voice_ids), dtype=bool)

    def among(self, voice_ids: pa.StringArray | None) -> NDArray[np.bool_]:
        """Return which voices are among these; all of them for None."""
        if voice_ids is None:
            return self.all_of_them
        found: NDArray[np.bool_] = pc.is_in(self.voice_ids, value_set=voice_ids).to_numpy(
            zero_copy_only=False
        )
        return found

    def texts_of(self, voices: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return which texts these voices say, by number."""
        said = np.zeros(1 + max(self.numbers.max(initial=0), self.owners.max(initial=0)), bool)
        said[self.numbers[voices]] = True
        return said

    def speakers(self, number: int, voices: NDArray[np.bool_]) -> list[str]:
        """Return the ids of those of ``voices`` that say a text, sorted."""
        rows = np.flatnonzero((self.numbers == number) & voices)
        found: list[str] = self.voice_ids.take(pa.array(rows)).to_pylist()
        return found


def snapshot_of(workspace: Workspace) -> Snapshot | None:
    """Return the index of a workspace as it is now; None when there is none."""
    name = str(workspace.path)
    with reading(workspace) as index:
        if index is None:
            return None
        stamp = index.told("stamp")
        with _LOCK:
            known = _SNAPSHOTS.get(name)
        if known is None or known.stamp != stamp:
            known = _taken(index)
            with _LOCK:
                _SNAPSHOTS[name] = known
                _SNAPSHOTS.move_to_end(name)
                while len(_SNAPSHOTS) > KEPT:
                    _SNAPSHOTS.popitem(last=False)
        return known


def _taken(index: Index) -> Snapshot:
    with index.connection:
        index.connection.execute("BEGIN")  # both tables at one moment
        stamp, voices, signs = index.told("stamp"), index.voices(), index.signs()
        width = int(index.told("width") or 8)
    ids = pa.array([voice for voice, _, _ in voices], pa.string())
    numbers = np.array([number for _, _, number in voices], dtype=np.int64)
    packed: Any = np.frombuffer(b"".join(bits for _, bits in signs), dtype=np.uint8)
    counts = [len(bits) // (width // 8) for _, bits in signs]
    owners = np.repeat(np.array([number for number, _ in signs], dtype=np.int64), counts)
    return Snapshot(stamp, ids, numbers, owners, words_of_bits(packed.reshape(-1, width // 8)))
