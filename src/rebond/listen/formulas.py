"""Texts that a spreadsheet would take for formulas: guarded when written, restored when read.

A text that begins as a formula does gets an apostrophe before it (OWASP, CSV injection); read back,
it loses it. A text that a person began by an apostrophe and such a sign loses the apostrophe too.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

_STARTS = r"=+\-@\t\r\n＝＋－＠"
_GUARDED = rf"^'([{_STARTS}])"
_RISKY = f"^[{_STARTS}]"


def guarded(texts: pa.StringArray) -> pa.StringArray:
    """Return texts that no spreadsheet takes for formulas; null stays null.

    >>> guarded(pa.array(["=1+1", "well", None])).to_pylist()
    ["'=1+1", 'well', None]
    """
    risky = pc.match_substring_regex(texts, _RISKY)
    return pc.if_else(risky, pc.binary_join_element_wise("'", texts, ""), texts)


def restored(texts: pa.StringArray) -> pa.StringArray:
    """Return texts as they were before `guarded`.

    >>> restored(pa.array(["'=1+1", "'twas well", None])).to_pylist()
    ['=1+1', "'twas well", None]
    """
    if not pc.any(pc.starts_with(texts, "'")).as_py():
        return texts
    return pc.replace_substring_regex(texts, _GUARDED, r"\1")
