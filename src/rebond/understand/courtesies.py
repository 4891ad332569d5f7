"""What people write out of politeness: greetings, closings and signatures judge nothing.

"Cordialement" is no praise and "Élise Morel" no subject; read as opinions, they would be counted.
Thanks stay ("Merci !"): they may be praise. A formula that promises to come back stays as well.
"""

from __future__ import annotations

from collections.abc import Sequence

from rebond.understand.sentences import Clause
from rebond.understand.words import CODE, MARK, NUMBER, Words

_MOST_NAMES = 4  # words of a signature


def _formulas(listed: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(line.split()) for line in listed.strip().splitlines())


# Folded as words are; an apostrophe parts words ("d'avance").
_GREETINGS = _formulas(
    """
    bonjour
    bonsoir
    madame
    monsieur
    mesdames
    messieurs
    madame monsieur
    chere madame
    cher monsieur
    hello
    hi
    dear sir
    dear madam
    dear sir or madam
    good morning
    good afternoon
    good evening
    """
)
_CLOSINGS = _formulas(
    """
    cordialement
    bien cordialement
    tres cordialement
    cdt
    cdlt
    respectueusement
    salutations
    sinceres salutations
    meilleures salutations
    salutations distinguees
    bien a vous
    bonne journee
    bonne journee a vous
    bonne journee a tous
    bonne fin de journee
    bonne soiree
    bonne soiree a vous
    bonne reception
    belle journee
    merci d avance
    merci par avance
    d avance merci
    merci d avance pour votre reponse
    merci d avance pour votre retour
    merci de votre reponse
    merci de votre retour
    merci de votre attention
    merci de votre comprehension
    merci pour votre retour
    merci pour votre reponse
    merci pour votre attention
    merci pour votre comprehension
    dans l attente de votre reponse
    dans l attente de votre retour
    dans l attente de vous lire
    regards
    best regards
    kind regards
    warm regards
    sincerely
    yours sincerely
    yours faithfully
    best wishes
    have a nice day
    have a good day
    thanks in advance
    thank you in advance
    looking forward to your reply
    looking forward to hearing from you
    """
)
_FORMULAS = _GREETINGS | _CLOSINGS
_LONGEST = max(map(len, _FORMULAS))
# What opens a formula whose end varies ("veuillez agréer, Madame, l'expression de…").
_OPENINGS = _formulas(
    """
    veuillez agreer
    veuillez recevoir
    je vous prie d agreer
    je vous prie de croire
    """
)


def without_courtesies(text: str, words: Words, clauses: Sequence[Clause]) -> list[Clause]:
    """Return the clauses that are more than politeness; a signature is known by what it follows.

    >>> from rebond.understand.sentences import clauses_of
    >>> from rebond.understand.words import words_of
    >>> text = "Bonjour. Caisse lente. Merci d'avance. Élise Morel"
    >>> words = words_of(text)
    >>> kept = without_courtesies(text, words, clauses_of(text, words))
    >>> [text[words.starts[c.first]:words.ends[c.last - 1]] for c in kept]
    ['Caisse lente']
    """
    kept: list[Clause] = []
    closed = False
    for clause in clauses:
        tokens = [i for i in range(clause.first, clause.last) if words.kinds[i] != MARK]
        formula = _is_formula(text, words, tokens)
        if not formula and not (closed and _is_signature(text, words, tokens)):
            kept.append(clause)
            closed = False
        closed = closed or formula
    return kept


def _is_formula(text: str, words: Words, tokens: Sequence[int]) -> bool:
    """Tell whether tokens are formulas, and the names of who is greeted or greets."""
    folded = [words.folded[i] for i in tokens]
    if any(tuple(folded[: len(opening)]) == opening for opening in _OPENINGS):
        return True
    place = told = 0
    while place < len(tokens):
        length = _formula_at(folded, place)
        if length:
            told += 1
            place += length
        elif _is_name(text, words, tokens[place]):
            place += 1
        else:
            return False
    return told > 0


def _formula_at(folded: Sequence[str], place: int) -> int:
    for length in range(min(_LONGEST, len(folded) - place), 0, -1):
        if tuple(folded[place : place + length]) in _FORMULAS:
            return length
    return 0


def _is_signature(text: str, words: Words, tokens: Sequence[int]) -> bool:
    return len(tokens) <= _MOST_NAMES and all(_is_name(text, words, token) for token in tokens)


def _is_name(text: str, words: Words, token: int) -> bool:
    start, end = words.starts[token], words.ends[token]
    return words.kinds[token] in (CODE, NUMBER) or (
        text[start].isupper() and (end == start + 1 or not text[start:end].isupper())
    )
