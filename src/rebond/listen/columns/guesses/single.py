"""Rules that need no other column: private data, languages, channels, answers of the company."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rebond.listen.columns import names
from rebond.listen.columns.guesses.base import Guess
from rebond.listen.columns.kinds import channels, stakeholders
from rebond.listen.columns.profiles import Profile
from rebond.vocabulary import Message, Role

_COMPANY = (
    r"(?:company|owner|business|developer|merchant|seller|vendor|host|brand|manager|support|agent"
    r"|advisor|entreprise|enseigne|proprietaire|marque|editeur|vendeur|commercant|conseillere?"
    r"|assureur|sav|service client)"
)
_ANSWER = r"(?:response|reply|replies|answer|reponse)"
_OWN_ANSWER = re.compile(
    rf"\b{_COMPANY}\b.*\b{_ANSWER}\b|\b{_ANSWER}\b.*\b{_COMPANY}\b"
    r"|\b(?:reply|replied)\b|\breponse (?:du|de l|de la|d un) (?:magasin|hotel|agence|boutique)\b"
)
_PERSON_NAME = re.compile(
    r"^(nom|prenom|noms|prenoms|first ?name|last ?name|surname|full ?name|"
    r"pseudo|pseudonyme|nickname|author|auteur|"
    r"reviewer|username|user name|author name|reviewer name|customer name|"
    r"client name|nom (du |de )?(client|auteur|"
    r"l auteur|prenom)|nom (et )?prenom|display name|recipient ?(first|"
    r"last) ?name|reviewer nickname|consumer name|"
    r"adresse|address|telephone|tel|phone|phone number|mobile|portable|numero de telephone)$"
)


_TECHNICAL = re.compile(
    r"\b(ip|ipaddress|ip address|user agent|useragent|latitude|longitude|"
    r"lat|lng|lon|referrer|refurl|browser|seed|"
    r"network id|link|url|lien|href|permalink|device id|session id)\b"
)


_LANGUAGE_CODE = (
    r"(?i)^([a-z]{2,3}([-_][a-z]{2,4})?|french|english|fran[çc]ais|anglais|"
    r"espa[ñn]ol|spanish|german|allemand|deutsch|italian|italien|dutch)$"
)


_CHANNEL_NAME = re.compile(
    r"^(canal|channel|canal (de|d) \w+|media|feedback channel|source channel|touchpoint type)$"
)


_STAKEHOLDER_NAME = re.compile(
    r"^(stakeholder|partie prenante|type de (repondant|partie prenante)|"
    r"respondent type|population)$"
)


def _empty(profile: Profile) -> Guess | None:
    return None if profile.count else Guess(Role.IGNORED, Message("no answer in it"))


def _own_answer(profile: Profile) -> Guess | None:
    name = names.spelled(profile.name)
    if not _OWN_ANSWER.search(name):
        return None
    if profile.long_share > 0.3:
        return Guess(
            Role.IGNORED, Message("the answer of the company itself, which is not a voice")
        )
    if profile.date_share > 0.8:
        return Guess(Role.IGNORED, Message("the date of the answer of the company"))
    return None


def _private(profile: Profile) -> Guess | None:
    if (
        _PERSON_NAME.match(names.spelled(profile.name)) and profile.number_share < 0.5
    ) or profile.is_phone:
        return Guess(
            Role.IGNORED,
            Message(
                "names or details of people: not needed, and they do not identify one "
                "person for sure"
            ),
        )
    if profile.is_address_of_machine:
        return Guess(
            Role.IGNORED, Message("addresses of machines: personal data that is not needed")
        )
    return None


def _person(profile: Profile) -> Guess | None:
    if profile.email_share > 0.8:
        return Guess(Role.PERSON, Message("e-mail addresses: kept only as a secret key"))
    words = set(names.words_of(profile.name))
    if (
        words & names.PERSON
        and words & (names.IDENTIFIER | names.EMAIL)
        and len(words) <= 5
        and profile.mean_words < 6
    ):
        return Guess(
            Role.PERSON, Message("its name identifies a person: kept only as a secret key")
        )
    if words & {"matricule", "userid", "customerid", "clientid", "externaldatareference"}:
        return Guess(
            Role.PERSON, Message("its name identifies a person: kept only as a secret key")
        )
    return None


def _language(profile: Profile) -> Guess | None:
    if (
        set(names.words_of(profile.name)) & names.LANGUAGE
        and profile.matching(_LANGUAGE_CODE) > 0.9
    ):
        return Guess(Role.LANGUAGE, Message("its name says language and it holds language codes"))
    return None


def _sort(profile: Profile) -> Guess | None:
    """Recognise columns that tell the channel or who speaks."""
    name = names.spelled(profile.name)
    known: tuple[tuple[re.Pattern[str], Role, Callable[[Any], pa.StringArray], Message], ...] = (
        (
            _CHANNEL_NAME,
            Role.CHANNEL,
            channels,
            Message("its name says channel and its values are channels"),
        ),
        (_STAKEHOLDER_NAME, Role.STAKEHOLDER, stakeholders, Message("it tells who speaks")),
    )
    for pattern, role, reader, reason in known:
        if (
            pattern.match(name)
            and pc.mean(pc.cast(reader(profile.answers).is_valid(), "double")).as_py() > 0.9
        ):
            return Guess(role, reason)
    return None


def _technical(profile: Profile) -> Guess | None:
    if profile.link_share > 0.8:
        return Guess(Role.IGNORED, Message("web addresses"))
    if _TECHNICAL.search(names.spelled(profile.name)) and (
        profile.number_share > 0.8 or profile.distinct > 0.5 * profile.count
    ):
        return Guess(Role.IGNORED, Message("technical data of the export"))
    return None


RULES = (_empty, _own_answer, _private, _person, _language, _sort, _technical)


def attribute(profile: Profile) -> Guess:
    """Return an attribute, unless its values group nothing."""
    if profile.distinct == 1:
        return Guess(Role.ATTRIBUTE, Message("always the same value"))
    if profile.count > 50 and profile.distinct > 0.95 * profile.count:
        return Guess(
            Role.IGNORED,
            Message("nearly all its values differ, so that they group nothing"),
            certain=False,
        )
    return Guess(
        Role.ATTRIBUTE,
        Message("{count} different values that group the responses", {"count": profile.distinct}),
    )
