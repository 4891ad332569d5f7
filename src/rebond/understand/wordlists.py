"""Lists of words, written as people read them: separated by spaces."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """Return the words of ``text``.

    >>> sorted(word_set("ni pas"))
    ['ni', 'pas']
    """
    return frozenset(text.split())
