"""The note: a member of staff passes on what somebody said, in twenty seconds, on a phone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rebond.errors import InputError
from rebond.report.content.people import ONE_STAKEHOLDER
from rebond.vocabulary import Message
from rebond_web.pages.limits import limited
from rebond_web.pages.shell import page
from rebond_web.surveys.answering import LONGEST_COMMENT
from rebond_web.surveys.codes import digest_of, new_code, signed, unsigned
from rebond_web.surveys.drawing import qr_drawing
from rebond_web.surveys.models import Receipt
from rebond_web.surveys.noting import MOODS, note_form_of, pass_on, places_of
from rebond_web.workspaces.access import Sitting, account_of, sitting_of

_LAST_PLACE = "place of the last note"


@never_cache
@limited("note", most=60, seconds=600)
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a note; once taken, show the receipt that may be given to who spoke."""
    sitting = sitting_of(request, slug)
    if request.method != "POST":
        return _form(request, sitting)
    given = {name: request.POST.get(name, "") for name in ("text", "who", "place", "mood")}
    code = unsigned(request.POST.get("form", ""), sitting.slug) or new_code()
    try:
        pass_on(sitting, **given, code=code, by=account_of(request))
    except InputError as error:
        return _form(request, sitting, given, code, error.message)
    request.session[_LAST_PLACE] = given["place"]
    return redirect(f"{reverse('note', kwargs={'slug': slug})}?receipt={code}")


def _form(
    request: HttpRequest,
    sitting: Sitting,
    given: dict[str, str] | None = None,
    code: str | None = None,
    refused: Message | None = None,
) -> HttpResponse:
    form = note_form_of(sitting)
    last = request.session.get(_LAST_PLACE, "")
    address = _receipt(request, sitting)
    return page(
        request,
        "surveys/note.html",
        sitting=sitting,
        here="note",
        status=400 if refused else 200,
        given=given or {"text": "", "who": "customer", "place": last, "mood": ""},
        form=signed(code or new_code(), sitting.slug),
        attribute=form.place,
        places=places_of(sitting, form),
        who=[(str(one), said) for one, said in ONE_STAKEHOLDER.items()],
        moods=[(mood, said) for mood, (said, _) in MOODS.items()],
        longest=LONGEST_COMMENT,
        refused=refused,
        address=address,
        drawing=qr_drawing(address) if address else "",
    )


def _receipt(request: HttpRequest, sitting: Sitting) -> str:
    """Return the address of the receipt of the note that was just taken, "" when there is none."""
    code = request.GET.get("receipt", "")
    digest = digest_of(code)
    if not Receipt.objects.filter(tenant=sitting.seat.tenant, digest=digest).exists():
        return ""
    return request.build_absolute_uri(reverse("receipt", kwargs={"code": code}))
