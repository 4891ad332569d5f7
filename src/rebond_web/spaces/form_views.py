"""Making a space, and changing it: one form, its conditions tried before anything is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from rebond.errors import RebondError
from rebond.languages import LANGUAGES
from rebond.vocabulary import Message, Stakeholder
from rebond_web.pages.shell import page
from rebond_web.spaces import actions
from rebond_web.spaces.manage_views import MODERATIONS, OPENINGS, space_of
from rebond_web.spaces.models import LONGEST_ABOUT, LONGEST_CHARTER, Moderation, Opening, Space
from rebond_web.workspaces.access import Sitting, account_of, analyst_of
from rebond_web.workspaces.views import KINDS

_FIELDS = ("name", "about", "charter", "opening", "profile", "without_account", "moderation")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a space."""
    sitting = analyst_of(request, slug)
    if request.method != "POST":
        return _form(request, sitting, given=_proposed(), publics=[])
    given, publics = _given(request), _publics(request)
    if request.POST.get("check"):
        return _checked(request, sitting, given, publics)
    try:
        made = actions.make_space(sitting.seat.tenant, given, publics, by=account_of(request))
    except RebondError as error:
        return _form(request, sitting, given=given, publics=publics, refused=error.message)
    return redirect("manage-space", slug=slug, space=made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, slug: str, space: int) -> HttpResponse:
    """Change a space."""
    sitting, found = space_of(request, slug, space)
    if request.method != "POST":
        given = {name: str(getattr(found, name)) for name in _FIELDS}
        given["without_account"] = "on" if found.without_account else ""
        given |= {f"speaks_{one}": "on" if one in found.spoken else "" for one in LANGUAGES}
        publics = [(str(p.pk), p.name, p.stakeholder) for p in found.publics.order_by("pk")]
        return _form(request, sitting, given=given, publics=publics, space=found)
    given, publics = _given(request), _publics(request)
    if request.POST.get("check"):
        return _checked(request, sitting, given, publics, space=found)
    try:
        actions.change_space(found, given, publics, by=account_of(request))
    except RebondError as error:
        refused = error.message
        return _form(request, sitting, given=given, publics=publics, refused=refused, space=found)
    return redirect("manage-space", slug=slug, space=space)


def _proposed() -> dict[str, str]:
    return {
        **dict.fromkeys(_FIELDS, ""),
        **{f"speaks_{one}": "on" for one in LANGUAGES},
        "opening": Opening.PUBLIC,
        "without_account": "on",
        "moderation": Moderation.AFTER,
    }


def _given(request: HttpRequest) -> dict[str, str]:
    names = (*_FIELDS, *(f"speaks_{one}" for one in LANGUAGES))
    return {name: request.POST.get(name, "").replace("\0", "") for name in names}


def _publics(request: HttpRequest) -> actions.Publics:
    post = request.POST
    columns = (post.getlist(f"public_{one}") for one in ("number", "name", "kind"))
    rows = zip(*columns, strict=False)
    return [
        (number if number.isdecimal() and len(number) < 18 else "", name.replace("\0", ""), kind)
        for number, name, kind in rows
    ]


def _checked(
    request: HttpRequest,
    sitting: Sitting,
    given: dict[str, str],
    publics: actions.Publics,
    space: Space | None = None,
) -> HttpResponse:
    """Say how many people fulfil the conditions of a profile, before anything is kept."""
    try:
        fit = actions.who_fits(sitting.seat.tenant, given["profile"])
    except RebondError as error:
        return _form(
            request, sitting, given=given, publics=publics, refused=error.message, space=space
        )
    return _form(request, sitting, given=given, publics=publics, fit=fit, space=space)


def _form(
    request: HttpRequest,
    sitting: Sitting,
    *,
    given: dict[str, str],
    publics: actions.Publics,
    refused: Message | None = None,
    fit: int | None = None,
    space: Space | None = None,
) -> HttpResponse:
    blank = [("", "", str(one)) for one in Stakeholder]
    rows: list[Any] = [*publics, *blank][: actions.MOST_PUBLICS]
    return page(
        request,
        "spaces/manage/form.html",
        sitting=sitting,
        here="spaces",
        status=400 if refused else 200,
        space=space,
        given=given,
        publics=rows,
        refused=refused,
        fit=fit,
        openings=[(str(one), said) for one, said in OPENINGS.items()],
        moderations=[(str(one), said) for one, said in MODERATIONS.items()],
        kinds=[(str(one), said) for one, said in KINDS.items()],
        longest={"about": LONGEST_ABOUT, "charter": LONGEST_CHARTER},
    )
