"""First names and surnames after a title, on option, in the contexts where they name a person."""

from __future__ import annotations

import re

from rebond.listen.texts.personal_data.first_names import FIRST_NAMES
from rebond.listen.texts.personal_data.spans import Span

_SURNAME = r"[A-ZÀ-ÖØ-Ý][\w'’]+(?:-[A-ZÀ-ÖØ-Ý]\w+)*"
_TITLE = re.compile(
    rf"\b(?:M\.|MM\.|Mr\.?|Mme\.?|Mlle\.?|[Mm]onsieur|[Mm]adame|[Mm]ademoiselle|Mrs\.?|Ms\.?|"
    rf"Miss|Mister|Dr\.?|"
    rf"[Dd]octeur|[Dd]octor|Ma[îi]tre|Pr\.|[Pp]rofesseur|Nurse)\s((?:[A-Z]\.\s?)?{_SURNAME}"
    rf"(?:[ ]{_SURNAME}){{0,2}})"
)
_FIRST_NAME = "|".join(sorted(set(FIRST_NAMES), key=lambda name: (-len(name), name)))
PREFILTER = (
    r"\b(?:M\.|MM\.|Mr|Mme|Mlle|monsieur|madame|mademoiselle|Mrs|Ms|Miss|Mister|Dr|docteur|"
    r"doctor|ma[îi]tre|"
    r"cordialement|cordlt|cdlt|cdt|bien à vous|salutations|regards|sincerely|"
    rf"Pr\.|professeur|Nurse|{_FIRST_NAME})"
)
_CONTEXT = re.compile(
    r"\b(?i:merci|thanks|thank you|thx|grâce|bravo|félicitations|à|a|par|avec|de|d'|d’|by|to|"
    r"from|with|m'appelle|"
    r"m’appelle|je suis|name is|i'm|i’m|named|called|appelée?|nommée?|prénommée?|"
    r"conseill[eè]re?|vendeu(?:r|se)|"
    r"agente?|hôtesse|serveu(?:r|se)|coiffeu(?:r|se)|livreu(?:r|se)|technicien(?:ne)?|"
    r"infirmi[eè]re?|cordialement|"
    r"regards|asked for|spoke to|helped|et|and|&|que|chez|pour|for)[\s,:]{1,3}"
    rf"((?:{_FIRST_NAME})(?:-(?:{_FIRST_NAME}))?(?:[ ]{_SURNAME})?)\b(?!-)"
)
_SUBJECT = re.compile(
    rf"(?:^|[.!?\n]\s*)((?:{_FIRST_NAME})(?:-(?:{_FIRST_NAME}))?)(?=\s(?:a|est|m'a|m’a|nous|"
    rf"était|was|is|has|helped|"
    r"did|went|gave|took|et|and|s'est|s’est|sait|très|the|au)\b)"
)
# A letter ends so, and then comes who wrote it.
_SIGNED = re.compile(
    r"\b(?i:cordialement|cordlt|cdlt|cdt|bien à vous|salutations|(?:best |kind )?regards|sincerely)"
    rf"[\s,.!:]{{1,4}}(?!(?i:distingu|cordial|sinc))({_SURNAME}(?:[ ]{_SURNAME}){{0,2}})"
    r"(?=[\s.]*(?:$|\n|⟦))"
)


def find(text: str) -> list[Span]:
    """Return the spans of names.

    >>> find("Merci à Julie et à M. Dupont")
    [(22, 28), (8, 13)]
    """
    spans = find_titled(text)
    spans += [found.span(1) for found in _SIGNED.finditer(text)]
    spans += [found.span(1) for found in _CONTEXT.finditer(text)]
    return spans + [found.span(1) for found in _SUBJECT.finditer(text)]


def find_titled(text: str) -> list[Span]:
    """Return the spans of the surnames that follow a title.

    >>> find_titled("Merci à Julie et à M. Dupont")
    [(22, 28)]
    """
    return [found.span(1) for found in _TITLE.finditer(text)]
