"""What is done with spaces by those who run them; each leaves a line in the audit log."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from rebond.errors import InputError
from rebond.languages import LANGUAGES
from rebond.quantify import Perimeter, Question
from rebond.quantify.evidence import length
from rebond.vocabulary import Stakeholder
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.spaces.models import (
    LONGEST_ABOUT,
    LONGEST_CHARTER,
    Moderation,
    Opening,
    Public,
    Space,
)
from rebond_web.surveys.codes import new_token
from rebond_web.workspaces.access import opened
from rebond_web.workspaces.models import Tenant

MOST_PUBLICS = 8
TAKEN = {"by"}  # short names that addresses use for something else
_LONGEST = {"name": 120, "about": LONGEST_ABOUT, "charter": LONGEST_CHARTER, "profile": 1000}
Publics = list[tuple[str, str, str]]  # the number of a public, "" for a new one; its name; its kind


def make_space(tenant: Tenant, given: Mapping[str, str], publics: Publics, *, by: Account) -> Space:
    """Make a space of what a form holds, with the publics that it declares.

    Raises
    ------
    InputError
        When a name, a public or a language is missing, or a text is too long.
    QuestionError
        When the conditions of its profile cannot be understood by this workspace.
    """
    fields = _checked(tenant, given)
    fields |= {"slug": _free_slug(tenant, fields["name"]), "token": new_token(), "by": by}
    with transaction.atomic():
        made = Space.objects.create(tenant=tenant, **fields)
        _declare(made, publics)
        record("space made", by=by.pk, tenant=tenant.pk, subject=made.pk)
    return made


def change_space(space: Space, given: Mapping[str, str], publics: Publics, *, by: Account) -> None:
    """Change a space; its address stays.

    Raises
    ------
    InputError, QuestionError
        As `make_space`; and when a public that people chose would go.
    """
    fields = _checked(space.tenant, given)
    with transaction.atomic():
        Space.objects.filter(pk=space.pk).update(**fields)
        _declare(space, publics)
        record("space changed", by=by.pk, tenant=space.tenant_id, subject=space.pk)


def set_closed(space: Space, closed: bool, *, by: Account) -> None:
    """Close a space, or open it again."""
    with transaction.atomic():
        Space.objects.filter(pk=space.pk).update(closed=closed)
        action = "space closed" if closed else "space opened"
        record(action, by=by.pk, tenant=space.tenant_id, subject=space.pk)


def change_link(space: Space, *, by: Account) -> None:
    """Give a space another link: the former one opens nothing any more."""
    with transaction.atomic():
        Space.objects.filter(pk=space.pk).update(token=new_token())
        record("space link changed", by=by.pk, tenant=space.tenant_id, subject=space.pk)


def who_fits(tenant: Tenant, profile: str) -> int:
    """Return how many people of the data fulfil the conditions of a profile.

    Raises
    ------
    InputError, QuestionError
        When there are none, or they name what this workspace does not have.
    """
    conditions = profile.strip()
    if not conditions:
        raise InputError(
            "A space by profile needs its conditions: write who may come in, as in “{example}”.",
            example="Produit = Skis",
        )
    filters = Question.parse(f"responses where {conditions}").filters
    perimeter = Perimeter(opened(tenant.folder), ())
    return length(Question("responses", (), filters), perimeter).people


def _checked(tenant: Tenant, given: Mapping[str, str]) -> dict[str, Any]:
    texts = {name: given.get(name, "").strip() for name in _LONGEST}
    texts["name"] = " ".join(texts["name"].split())
    if not texts["name"]:
        raise InputError("A space needs a name: those who take part see it on every page.")
    for name, text in texts.items():
        if len(text) > _LONGEST[name]:
            raise InputError(
                "“{start}…” has more than {most} characters: nobody would read it. Shorten it.",
                start=text[:40],
                most=_LONGEST[name],
            )
    spoken = [one for one in LANGUAGES if given.get(f"speaks_{one}") == "on"]
    if not spoken:
        raise InputError("Choose at least one language in which the space is run.")
    opening = _one_of("opening", given.get("opening", ""), Opening.values)
    if opening == Opening.PROFILE:
        who_fits(tenant, texts["profile"])
    known = opening in (Opening.PROFILE, Opening.INVITATION)
    return {
        **texts,
        "languages": " ".join(spoken),
        "opening": opening,
        "moderation": _one_of("moderation", given.get("moderation", ""), Moderation.values),
        # Who was invited, and who fits, is known by an account only.
        "without_account": given.get("without_account") == "on" and not known,
    }


def _declare(space: Space, publics: Publics) -> None:
    """Make, rename and remove the publics of a space, as they are given."""
    wanted = [(number, " ".join(name.split()), kind) for number, name, kind in publics]
    named = [(number, name[:80], kind) for number, name, kind in wanted if name]
    if not named:
        raise InputError("Declare at least one public: those who take part say which they are.")
    if len({name.casefold() for _, name, _ in named}) < len(named):
        raise InputError("Two publics have the same name: nobody could choose. Rename one.")
    kept = {number for number, _, _ in named if number}
    for public in space.publics.all():
        if str(public.pk) not in kept:
            _remove(public)
    # Names may be exchanged: each gets one that nobody has first.
    for public in space.publics.all():
        Public.objects.filter(pk=public.pk).update(name=f"{public.pk}\x1f")
    for number, name, kind in named[:MOST_PUBLICS]:
        stakeholder = _one_of("public", kind, list(Stakeholder))
        if number:
            ours = space.publics.filter(pk=number)
            ours.update(name=name, stakeholder=stakeholder)
        else:
            Public.objects.create(space=space, name=name, stakeholder=stakeholder)


def _remove(public: Public) -> None:
    n = public.participants.count()
    if n:
        raise InputError(
            "{n} people take part as “{name}”: this public cannot go. Rename it instead.",
            n=n,
            name=public.name,
        )
    public.delete()


def _one_of(field: str, value: str, valid: list[str] | list[Stakeholder]) -> str:
    if value not in valid:
        raise InputError(
            "“{value}” is not a value of {field}. Use one of: {valid}.",
            value=value[:40],
            field=field,
            valid=", ".join(valid),
        )
    return str(value)


def _free_slug(tenant: Tenant, name: str) -> str:
    stem = (
        re.sub(r"[^a-z0-9]+", "-", slugify(re.sub(r"['’]", " ", name))).strip("-")[:50] or "space"
    )
    slug, rank = stem, 2
    while slug in TAKEN or Space.objects.filter(tenant=tenant, slug=slug).exists():
        slug, rank = f"{stem}-{rank}", rank + 1
    return slug
