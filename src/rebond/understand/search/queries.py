"""What is looked for: words, phrases between quotation marks, words that must be absent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from rebond.errors import InputError
from rebond.understand.wordlists import word_set
from rebond.understand.words import FACE, NUMBER, WORD, words_of

Term = tuple[str, ...]

# Little words, looked for only inside a phrase or when the query holds nothing else.
_LITTLE = word_set(
    """
    a ai ait as au aux avais avait avec avez avoir avons c ca car ce ces cet cette ceux ci comme d
    dans de des donc dont du elle elles en es est et etait etaient ete etre eu eux il ils j je l la
    le les leur leurs lui m ma mais me mes moi mon n ne ni nos notre nous on ont ou par pas pour qu
    que qui s sa se ses si soi son sont sur t ta te tes toi ton tu un une vos votre vous y
    an and are as at be been but by did do does for from had has have he her his i in is it its me
    my of on or our she so that the their them they this to us was we were what when which who will
    with would you your gens people
    """
)
_PIECE = re.compile(
    r"(?P<minus>(?<!\S)[-−](?=\S))?"
    r"(?:\"(?P<straight>[^\"]*)\"|“(?P<curly>[^”]*)”|«(?P<french>[^»]*)»|(?P<plain>[^\s\"“«]+|[\"“«]))"
)
_TELLING = (WORD, NUMBER, FACE)
_QUOTED = ("straight", "curly", "french")
_MARKS = re.compile(r"[^\w]|_")


class Token(NamedTuple):
    """A word of a text as it is compared: its stem, and its code points (end exclusive)."""

    stem: str
    folded: str
    start: int
    end: int


@dataclass(frozen=True)
class Query:
    """A query, read.

    ``words`` are single words, ``phrases`` words that follow each other: all of these must be
    there, and none of ``without``. All are stems. ``said`` is what is looked for by meaning.
    """

    words: tuple[str, ...]
    phrases: tuple[Term, ...]
    without: tuple[Term, ...]
    said: str

    @property
    def has_words(self) -> bool:
        """Whether there is something to look for by words."""
        return bool(self.words or self.phrases)


def tokens_of(text: str) -> list[Token]:
    """Return the words and numbers of a text, as they are indexed and looked for.

    >>> [token.stem for token in tokens_of("Déçu : 2 vendeuses, don't come !")]
    ['decu', '2', 'vendeu', 'dont', 'come']
    """
    words = words_of(text)
    found = []
    for index, kind in enumerate(words.kinds):
        if kind not in (WORD, NUMBER):
            continue
        folded = words.folded[index]
        stem = _MARKS.sub("", words.stems[index] if kind == WORD else folded)
        if stem:
            found.append(Token(stem, folded, words.starts[index], words.ends[index]))
    return found


def parse(text: str) -> Query:
    """Read a query: words, "phrases" (also “ ” and « »), -words to leave out.

    Raises
    ------
    InputError
        When nothing is looked for.

    >>> parse('vendeuses "file d’attente" -prix')
    Query(words=('vendeu',), phrases=(('file', 'd', 'attent'),), without=(('prix',),), \
said='vendeuses file d’attente')
    """
    words: dict[str, bool] = {}
    phrases, without, said = [], [], []
    for piece in _PIECE.finditer(text):
        quoted = next((piece[name] for name in _QUOTED if piece[name] is not None), None)
        written = (piece["plain"] if quoted is None else quoted).strip()
        tokens = tokens_of(written)
        stems = tuple(token.stem for token in tokens)
        if piece["minus"]:
            without += [stems] if stems else []
            continue
        said += [written] if any(kind in _TELLING for kind in words_of(written).kinds) else []
        if len(stems) > 1 and (quoted is not None or "-" in written):
            phrases.append(stems)
        else:
            words |= {token.stem: token.folded in _LITTLE and quoted is None for token in tokens}
    if not said:
        raise InputError(
            "“{query}” holds nothing to look for. Write words or a sentence, as in: {example}",
            query=text.strip(),
            example="file d’attente -prix",
        )
    telling = tuple(stem for stem, little in words.items() if not little)
    if not telling and not phrases:
        telling = tuple(words)
    return Query(telling, tuple(phrases), tuple(without), " ".join(said))
