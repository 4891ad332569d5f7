"""What is done with surveys and their links; each leaves a line in the audit log."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from rebond.errors import InputError
from rebond.listen.columns.values import is_missing
from rebond.quantify import Perimeter
from rebond.vocabulary import Stakeholder
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.surveys.answering import RESERVED
from rebond_web.surveys.codes import new_token
from rebond_web.surveys.kinds import Kind
from rebond_web.surveys.models import LONGEST_CONSENT, LONGEST_TEXT, Link, Survey
from rebond_web.surveys.places import with_wider_places
from rebond_web.workspaces.models import Tenant

TEXTS = ("question_fr", "question_en", "why_fr", "why_en", "consent_fr", "consent_en")
MOST_LINKS = 1000  # made at once
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?", re.IGNORECASE)


def make_survey(tenant: Tenant, given: Mapping[str, str], *, by: Account) -> Survey:
    """Make a survey of what a form holds, with one link that tells nothing of the place.

    Raises
    ------
    InputError
        When a name, a question, a date or an origin is missing or cannot be used.
    """
    fields = _checked(given)
    try:
        with transaction.atomic():
            survey = Survey.objects.create(tenant=tenant, by=by, **fields)
            Link.objects.create(survey=survey, token=new_token(), label="")
            record("survey made", by=by.pk, tenant=tenant.pk, subject=survey.pk)
    except IntegrityError as error:
        raise InputError(
            "There is already a survey named “{name}”: its responses would be mixed with those of"
            " this one. Give another name.",
            name=fields["name"],
        ) from error
    return survey


def set_closed(survey: Survey, closed: bool, *, by: Account) -> None:
    """Close a survey, or open it again."""
    with transaction.atomic():
        Survey.objects.filter(pk=survey.pk).update(closed=closed)
        action = "survey closed" if closed else "survey opened"
        record(action, by=by.pk, tenant=survey.tenant_id, subject=survey.pk)


def add_links(
    survey: Survey, attribute: str, values: Sequence[str], perimeter: Perimeter, *, by: Account
) -> list[Link]:
    """Make a link for each value of an attribute; a value that has one keeps it.

    Raises
    ------
    InputError
        When the attribute or a value cannot be one, or when there are too many.
    """
    name = attribute.strip()
    wanted = list(dict.fromkeys(value.strip() for value in values if value.strip()))
    _refuse_attribute(name, wanted)
    have = {link.label for link in survey.links.all()}
    with transaction.atomic():
        made = Link.objects.bulk_create(
            Link(
                survey=survey,
                token=new_token(),
                label=value,
                attributes=with_wider_places(perimeter, {name: value}),
            )
            for value in wanted
            if value not in have
        )
        for link in made:
            record("survey link made", by=by.pk, tenant=survey.tenant_id, subject=link.token)
    return made


def set_link_closed(link: Link, closed: bool, *, by: Account) -> None:
    """Close a link, or open it again."""
    with transaction.atomic():
        Link.objects.filter(pk=link.pk).update(closed=closed)
        action = "survey link closed" if closed else "survey link opened"
        record(action, by=by.pk, tenant=link.survey.tenant_id, subject=link.token)


def _checked(given: Mapping[str, str]) -> dict[str, Any]:
    texts = {name: " ".join(given.get(name, "").split()) for name in TEXTS}
    name = " ".join(given.get("name", "").split())[:100]
    if is_missing([name])[0].as_py():
        raise InputError("A survey needs a name: its responses are known by it.")
    for language in ("fr", "en"):
        if texts[f"consent_{language}"] and not texts[f"question_{language}"]:
            texts[f"consent_{language}"] = texts[f"why_{language}"] = ""
    _refuse_texts(texts)
    opens, closes = _day(given.get("opens", "")), _day(given.get("closes", ""))
    if opens and closes and closes <= opens:
        raise InputError("A survey closes after it opens: put a later date.")
    return {
        **texts,
        "name": name,
        "kind": _one_of("kind", given.get("kind", ""), list(Kind)),
        "stakeholder": _one_of("stakeholder", given.get("stakeholder", ""), list(Stakeholder)),
        "asks_email": given.get("asks_email") == "on",
        "origins": "\n".join(origins_of(given.get("origins", ""))),
        "opens": opens,
        "closes": closes,
    }


def _refuse_texts(texts: Mapping[str, str]) -> None:
    if not texts["question_fr"] and not texts["question_en"]:
        raise InputError("A survey needs a question, in French, in English or in both.")
    for name, text in texts.items():
        most = LONGEST_CONSENT if name.startswith("consent") else LONGEST_TEXT
        if len(text) > most:
            raise InputError(
                "“{start}…” has more than {most} characters: nobody would read it. Shorten it.",
                start=text[:40],
                most=most,
            )
    for language in ("fr", "en"):
        if texts[f"question_{language}"] and not texts[f"consent_{language}"]:
            raise InputError(
                "Say what becomes of the answers, in each language of the survey: those who answer"
                " have a right to know it."
            )


def _refuse_attribute(name: str, values: Sequence[str]) -> None:
    taken = {one.casefold() for one in RESERVED}
    if not 1 <= len(name) <= 100 or is_missing([name])[0].as_py() or name.casefold() in taken:
        raise InputError(
            "“{name}” cannot be the attribute of a link. Give one as in your data: {example}.",
            name=name[:100],
            example="Shop",
        )
    if not values:
        raise InputError("Give at least one value, one a line: each gets its link.")
    if len(values) > MOST_LINKS:
        raise InputError(
            "At most {most} links are made at once. Give fewer values.", most=MOST_LINKS
        )
    for value in values:
        if len(value) > 120 or is_missing([value])[0].as_py():
            raise InputError(
                "“{value}” cannot be the value of an attribute: it is too long, or means that there"
                " is none.",
                value=value[:120],
            )


def _one_of(field: str, value: str, valid: Sequence[str]) -> str:
    if value not in valid:
        raise InputError(
            "“{value}” is not a value of {field}. Use one of: {valid}.",
            value=value[:40],
            field=field,
            valid=", ".join(valid),
        )
    return str(value)


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise InputError(
            "“{value}” is not a date. Write it as {example}.",
            value=text[:40],
            example="2026-05-31",
        ) from error


def origins_of(text: str) -> list[str]:
    """Return the sites written one a line; InputError for what is not the address of one."""
    found = [line.strip().rstrip("/").lower() for line in text.splitlines() if line.strip()]
    for origin in found:
        if not _ORIGIN.fullmatch(origin):
            raise InputError(
                "“{origin}” is not a site's address. Write it with nothing behind its name:"
                " {example}.",
                origin=origin[:120],
                example="https://www.example.com",
            )
    return found
