"""Rules that tell the role of a column from its name and its cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rebond.listen import scales
from rebond.listen.kinds import channels, stakeholders
from rebond.listen.profiles import Profile
from rebond.listen.reading import names
from rebond.vocabulary import Message, Role, Scale


@dataclass(frozen=True)
class Guess:
    """A role and its reason; ``certain`` is False when a person should look at it."""

    role: Role
    reason: Message
    scale: Scale | None = None
    certain: bool = True


_OWN_ANSWER = re.compile(
    r"\b(company|owner|business|developer|merchant|seller|vendor|host|brand|staff|manager|entreprise|enseigne|"
    r"proprietaire|marque|editeur|vendeur|commercant|hotel|agent|assureur|magasin|our)\b.*\b(response|reply|answer|"
    r"reponse|comment|commentaire)\b|\b(response|reply|replies|answer|reponse|commentaire)\b.*\b(from|by|of|de l|du|de|d un)?\s*"
    r"(company|owner|business|developer|merchant|seller|vendor|host|entreprise|enseigne|proprietaire|marque|"
    r"editeur|vendeur|commercant|magasin)\b|\breply (text|content|date)\b|\breplied at\b|\breply\b"
)
_TRANSLATED = re.compile(
    r"^(?P<stem>.*?) ?(?P<mark>translated|translation|traduit|traduite|traduction|en|fr|de|es|it|nl|pt|eng|fra|english|"
    r"french|anglais|francais)$"
)
_TRANSLATION_FIRST = re.compile(r"^(translated|traduction|translation)( (of|de|du))? (?P<stem>.*)$")
_FILED = re.compile(
    r"\b(submi\w*|recorded|publi\w*|creat\w*|response|reponse|repondu|answered|review|avis|comment\w*|"
    r"completed?|completion|posted|end|fin|saisie|timestamp|horodat\w*|depot|envoi)\b"
)
_OTHER_DATE = re.compile(
    r"\b(exp\w*|birth\w*|naissance|visit\w*|achat|purchase|order|commande|start\w*|debut|naiss|"
    r"update\w*|modif\w*|flown|sejour|stay|reply|edit\w*|maj|delivery|livraison|contract|contrat)\b"
)
_PERSON_NAME = re.compile(
    r"^(nom|prenom|noms|prenoms|first ?name|last ?name|surname|full ?name|pseudo|pseudonyme|nickname|author|auteur|"
    r"reviewer|username|user name|author name|reviewer name|customer name|client name|nom (du |de )?(client|auteur|"
    r"l auteur|prenom)|nom (et )?prenom|display name|recipient ?(first|last) ?name|reviewer nickname|consumer name|"
    r"adresse|address|telephone|tel|phone|phone number|mobile|portable|numero de telephone)$"
)
_ROW_NUMBER = re.compile(
    r"^(index|row|row index|row number|ligne|n ligne|numero de ligne|unnamed 0|rank|rang|#|column 1|no|n|num)$"
)
_TECHNICAL = re.compile(
    r"\b(ip|ipaddress|ip address|user agent|useragent|latitude|longitude|lat|lng|lon|referrer|refurl|browser|seed|"
    r"network id|link|url|lien|href|permalink|device id|session id)\b"
)
_LANGUAGE_CODE = r"(?i)^([a-z]{2,3}([-_][a-z]{2,4})?|french|english|fran[çc]ais|anglais|espa[ñn]ol|spanish|german|allemand|deutsch|italian|italien|dutch)$"
_CHANNEL_NAME = re.compile(
    r"^(canal|channel|canal (de|d) \w+|media|feedback channel|source channel|touchpoint type)$"
)
_STAKEHOLDER_NAME = re.compile(
    r"^(stakeholder|partie prenante|type de (repondant|partie prenante)|respondent type|population)$"
)

Fixed = Mapping[str, Role]


def guess_roles(
    profiles: Mapping[str, Profile], fixed: Fixed, *, complete: bool
) -> dict[str, Guess]:
    """Return the guess for each column that is not in ``fixed``, whose roles are decided.

    ``complete`` tells that the profiles cover the whole file.
    """
    free = {name: profile for name, profile in profiles.items() if name not in fixed}
    found: dict[str, Guess] = {}
    for name, profile in free.items():
        for rule in (_empty, _own_answer, _private, _person, _language, _sort, _technical):
            if guess := rule(profile):
                found[name] = guess
                break
    for name, base in _translations(free, found).items():
        found[name] = Guess(
            Role.IGNORED,
            Message(
                "a translation of “{column}”, whose texts are already voices", {"column": base}
            ),
        )
    _guess_dates(free, fixed, found)
    _guess_scores(free, fixed, found)
    _guess_identifier(free, fixed, found, complete=complete)
    _guess_texts(free, fixed, found)
    for name, profile in free.items():
        if name not in found:
            found[name] = _attribute(profile)
    return found


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
        (_PERSON_NAME.match(names.spelled(profile.name))
        and profile.number_share < 0.5)
        or profile.is_phone
    ):
        return Guess(
            Role.IGNORED,
            Message(
                "names or details of people: not needed, and they do not identify one person for sure"
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


def _translations(free: Mapping[str, Profile], found: Mapping[str, Guess]) -> dict[str, str]:
    """Return the columns that translate another one, with the name of that one."""
    by_name = {names.spelled(name): name for name in free}
    result: dict[str, str] = {}
    by_stem: dict[str, list[str]] = {}
    for name, profile in free.items():
        if name in found or profile.mean_words < 2:
            continue
        bare = names.spelled(name)
        match = _TRANSLATION_FIRST.match(bare) or _TRANSLATED.match(bare)
        if match is None or not match["stem"]:
            continue
        base = by_name.get(match["stem"]) or by_name.get(match["stem"] + " original")
        if base is not None and base != name and _together(free[base], profile):
            result[name] = base
        elif base is None:
            by_stem.setdefault(match["stem"], []).append(name)
    for columns in by_stem.values():
        for other in columns[1:]:
            if _together(free[columns[0]], free[other]):
                result[other] = columns[0]
    return result


def _together(one: Profile, other: Profile) -> bool:
    """Tell whether two columns are filled in the same rows, as a text and its translation are."""
    both = pc.and_(pc.is_valid(one.cells), pc.is_valid(other.cells))
    return float(pc.sum(pc.cast(both, "int64")).as_py() or 0) > 0.5 * other.count


def _guess_dates(free: Mapping[str, Profile], fixed: Fixed, found: dict[str, Guess]) -> None:
    dates = []
    for name, profile in free.items():
        if name in found:
            continue
        named = bool(set(names.words_of(profile.name)) & names.DATE)
        if profile.date_share > 0.9 or (
            named and (profile.date_share > 0.4 or profile.serial_share > 0.9)
        ):
            dates.append(name)
    if not dates:
        return

    def rank(name: str) -> tuple[int, float]:
        bare = names.spelled(free[name].name)
        if bare in {
            "date",
            "horodateur",
            "timestamp",
            "recorded date",
            "submitdate",
            "date de reponse",
            "response date",
        }:
            return 0, 0.0
        worth = 3 if _OTHER_DATE.search(bare) else 1 if _FILED.search(bare) else 2
        return worth, -round(free[name].count / max(1, len(free[name].cells)), 1)

    main = None if Role.DATE in fixed.values() else min(dates, key=rank)
    for name in dates:
        if name == main:
            share = free[name].date_share or free[name].serial_share
            reason = Message("{share} of its answers are dates", {"share": f"{100 * share:.0f} %"})
            found[name] = Guess(Role.DATE, reason, certain=share > 0.9)
        else:
            found[name] = Guess(
                Role.IGNORED,
                Message(
                    "a second date; the response is dated by “{column}”",
                    {"column": main or _named(fixed, Role.DATE)},
                ),
            )


def _named(fixed: Fixed, role: Role) -> str:
    return next(name for name, given in fixed.items() if given is role)


def _guess_scores(free: Mapping[str, Profile], fixed: Fixed, found: dict[str, Guess]) -> None:
    for name, profile in free.items():
        if name in found:
            continue
        if scale := scales.scale_of(profile.name, profile.cells):
            found[name] = Guess(Role.SCORE, scale.reason, scale.scale, scale.certain)
    if Role.SCORE in fixed.values() or any(guess.role is Role.SCORE for guess in found.values()):
        return
    alone = {
        name: scale
        for name, profile in free.items()
        if name not in found and (scale := scales.scale_of(profile.name, profile.cells, alone=True))
    }
    if len(alone) == 1:
        ((name, scale),) = alone.items()
        found[name] = Guess(Role.SCORE, scale.reason, scale.scale, scale.certain)


def _guess_identifier(
    free: Mapping[str, Profile], fixed: Fixed, found: dict[str, Guess], *, complete: bool
) -> None:
    taken = Role.ID in fixed.values()
    candidates = []
    for name, profile in free.items():
        words = names.words_of(profile.name)
        if name in found or not words or profile.mean_words > 8:
            continue
        if (
            _ROW_NUMBER.match(names.spelled(name))
            and profile.distinct == profile.count
            and profile.number_share == 1.0
        ):
            found[name] = Guess(
                Role.IGNORED,
                Message("numbers of rows, which start again in each export and identify nothing"),
            )
        elif _identifies(words):
            candidates.append(name)
    ranked = sorted(
        candidates,
        key=lambda name: (_identifier_rank(names.words_of(name)), list(free).index(name)),
    )
    for name in ranked:
        profile = free[name]
        unique = profile.distinct == profile.count and profile.count == len(profile.cells)
        if unique and not taken and profile.count > 1:
            taken = True
            reason = Message("its name identifies a response and no two rows share it")
            found[name] = Guess(Role.ID, reason, certain=complete)
        elif profile.distinct > 0.5 * profile.count and profile.distinct > 20:
            found[name] = Guess(Role.IGNORED, _not_identifier(profile, taken=unique))


def _not_identifier(profile: Profile, *, taken: bool) -> Message:
    if taken:
        return Message("another column already identifies the responses")
    return Message(
        "its name identifies a response, but {repeated} rows share theirs with another or have none",
        {"repeated": len(profile.cells) - profile.distinct},
    )


def _identifies(words: tuple[str, ...]) -> bool:
    if set(words) & {
        "id",
        "ids",
        "uuid",
        "guid",
        "token",
        "identifiant",
        "responseid",
        "reviewid",
        "reference",
        "ref",
        "#",
    }:
        return True
    return words[0] in {"numero", "n", "num", "no"} and len(words) <= 4


def _identifier_rank(words: tuple[str, ...]) -> int:
    if set(words) & {
        "response",
        "reponse",
        "review",
        "avis",
        "comment",
        "commentaire",
        "ticket",
        "record",
        "responseid",
    }:
        return 0
    return 1 if len(words) == 1 else 2


def _guess_texts(free: Mapping[str, Profile], fixed: Fixed, found: dict[str, Guess]) -> None:
    left = {
        name: profile
        for name, profile in free.items()
        if name not in found and profile.letter_share > 0.5
    }
    for name, profile in left.items():
        words = set(names.words_of(profile.name))
        own_title = bool(words & names.TITLE) and len(words) <= 3
        named = bool(words & names.TEXT) and not own_title
        varied = profile.distinct > max(3, 0.3 * profile.count) or profile.count < 4
        if own_title and profile.mean_words < 25 and profile.distinct > 1:
            continue
        varied = varied or (bool(words & names.SURE_TEXT) and profile.distinct > 1)
        if profile.mean_words >= 4 and profile.long_share > 0.25 and varied:
            why = Message(
                "sentences of {words} words on average", {"words": f"{profile.mean_words:.0f}"}
            )
            found[name] = Guess(Role.TEXT, why, certain=named or profile.mean_words >= 6)
        elif (
            named
            and (varied or profile.name.rstrip().endswith("?"))
            and profile.mean_words >= 1.5
            and profile.distinct > 0.15 * profile.count
        ):
            found[name] = Guess(Role.TEXT, Message("its name says text and its answers vary"))
    _keep_texts(left, found)
    has_text = Role.TEXT in fixed.values() or any(
        guess.role is Role.TEXT for guess in found.values()
    )
    for name, profile in left.items():
        words = set(names.words_of(profile.name))
        if name not in found and words & names.TITLE and len(words) <= 3 and profile.distinct > 1:
            if has_text and Role.TITLE not in fixed.values():
                found[name] = Guess(
                    Role.TITLE, Message("its name says title, and the texts are elsewhere")
                )
            elif not has_text:
                found[name] = Guess(
                    Role.TEXT,
                    Message("its name says title and there is no other text"),
                    certain=False,
                )
    if not has_text and not any(guess.role is Role.TEXT for guess in found.values()):
        _longest_as_text(
            {name: profile for name, profile in left.items() if name not in found}, found
        )


def _keep_texts(left: Mapping[str, Profile], found: dict[str, Guess]) -> None:
    """Let sentences that are labels, not answers, be attributes: few of them, under a plain name."""
    for name, profile in left.items():
        guess = found.get(name)
        words = set(names.words_of(profile.name))
        if (
            guess
            and guess.role is Role.TEXT
            and not words & names.TEXT
            and words & names.ATTRIBUTE
            and len(words) <= 3
        ):
            if profile.mean_words < 9 and profile.matching(r"[.!?…]\s*$") < 0.2:
                del found[name]


def _longest_as_text(left: Mapping[str, Profile], found: dict[str, Guess]) -> None:
    best = max(left, key=lambda name: left[name].mean_words, default=None)
    if best and left[best].mean_words >= 2 and left[best].distinct > 0.5 * left[best].count:
        found[best] = Guess(Role.TEXT, Message("the longest answers of the file"), certain=False)


def _attribute(profile: Profile) -> Guess:
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
