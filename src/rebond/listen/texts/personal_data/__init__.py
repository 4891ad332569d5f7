"""Personal data masked in French and English, before anything is stored.

Marks are neutral codes (⟦email⟧, ⟦phone⟧…), the same in every language; see
docs/methods/text-care.md for what is found, what is left on purpose and the measured errors.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rebond.listen.texts.folding import as_strings, bytes_of
from rebond.listen.texts.personal_data import accounts, addresses, emails, names, phones, plates
from rebond.listen.texts.personal_data.spans import Finder, replaced

_BATCH = 65_536
_ROUNDS = 8

_NUMBERS: tuple[tuple[str, Finder], ...] = (
    ("⟦iban⟧", accounts.find_ibans),
    ("⟦card⟧", accounts.find_cards),
    ("⟦ssn⟧", accounts.find_social_security),
    ("⟦phone⟧", phones.find),
)


def mask(texts: Any, *, first_names: bool = False) -> tuple[pa.StringArray, pa.Int32Array]:
    """Replace personal data by marks.

    Parameters
    ----------
    texts : pa.StringArray, pa.ChunkedArray or sequence of str or None
        n texts.
    first_names : bool
        Also mask frequent French and English first names in the contexts where they name a person,
        and the surname after a title ("M. Dupont").

    Returns
    -------
    pa.StringArray
        n texts. Null stays null; a text without personal data is returned as it is. Masking a
        masked text changes nothing.
    pa.Int32Array
        How many pieces were masked in each text; marks that were already there do not count.

    >>> masked, count = mask(["Rappelez-moi au 06 12 34 56 78 (jean@free.fr)"])
    >>> masked.to_pylist(), count.to_pylist()
    (['Rappelez-moi au ⟦phone⟧ (⟦email⟧)'], [2])
    """
    strings = as_strings(texts)
    parts = [_mask(strings.slice(at, _BATCH), first_names) for at in range(0, len(strings), _BATCH)]
    if not parts:
        return strings, pa.array([], pa.int32())
    return pa.concat_arrays([part[0] for part in parts]), pa.concat_arrays(
        [part[1] for part in parts]
    )


def _mask(texts: pa.StringArray, first_names: bool) -> tuple[pa.StringArray, pa.Int32Array]:
    plans = _plans(texts, first_names)
    finders: list[list[tuple[str, Finder]]] = [[] for _ in range(len(texts))]
    candidates = np.zeros(len(texts), bool)
    for wanted, chosen in plans:
        candidates |= wanted
        for row in np.flatnonzero(wanted).tolist():
            finders[row] += chosen
    counts = np.zeros(len(texts), np.int32)
    rows, written = [], []
    for row in np.flatnonzero(candidates).tolist():
        text = texts[row].as_py()
        masked, count = _masked(text, finders[row])
        if count:
            counts[row] = count
            rows.append(row)
            written.append(masked)
    if rows:
        changed = np.zeros(len(texts), bool)
        changed[rows] = True
        texts = pc.replace_with_mask(texts, pa.array(changed), pa.array(written, pa.string()))
    return texts, pa.array(counts)


def _plans(
    texts: pa.StringArray, first_names: bool
) -> list[tuple[npt.NDArray[np.bool_], tuple[tuple[str, Finder], ...]]]:
    """Say which rows may hold which kinds of data, from signs that masking can only take away."""
    data, limits = bytes_of(texts)
    digit = (data - np.uint8(48)) < 10
    digits = np.diff(np.concatenate(([0], np.cumsum(digit)))[limits])
    plans = [
        (_match(texts, emails.PREFILTER), (("⟦email⟧", emails.find),)),
        (digits >= 6, _NUMBERS),
        (_match(texts, plates.PREFILTER, digits >= 2), (("⟦plate⟧", plates.find),)),
        (_match(texts, addresses.PREFILTER, digits >= 1), (("⟦address⟧", addresses.find),)),
    ]
    if first_names:
        plans.append((_match(texts, names.PREFILTER), (("⟦name⟧", names.find),)))
    return plans


def _match(
    texts: pa.StringArray, pattern: str, among: npt.NDArray[np.bool_] | None = None
) -> npt.NDArray[np.bool_]:
    """Return which texts match ``pattern``, looking only ``among`` some of them."""
    matched = np.zeros(len(texts), bool)
    rows = np.arange(len(texts)) if among is None else np.flatnonzero(among)
    chosen = texts if among is None else texts.take(pa.array(rows))
    found = pc.fill_null(pc.match_substring_regex(chosen, pattern, ignore_case=True), False)
    matched[rows] = found.to_numpy(zero_copy_only=False)
    return matched


def _masked(text: str, finders: list[tuple[str, Finder]]) -> tuple[str, int]:
    """Mask until nothing more is found, so that masking again changes nothing."""
    total = 0
    for _ in range(_ROUNDS):
        before = total
        for mark, find in finders:
            text, count = replaced(text, find(text), mark)
            total += count
        if total == before:
            break
    return text, total
