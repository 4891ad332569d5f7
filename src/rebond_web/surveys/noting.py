"""Passing on what somebody said: a spontaneous voice of a store, told by who heard it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from rebond.errors import InputError, RebondError
from rebond.quantify import Filter, Perimeter, Question, ask
from rebond.vocabulary import Channel, Label, Message, Role, Stakeholder
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.outbox.actions import Drop
from rebond_web.outbox.answers import Answer, Field
from rebond_web.surveys.answering import COMMENT, LANGUAGE, LONGEST_COMMENT, keep_with_receipt
from rebond_web.surveys.codes import answer_id
from rebond_web.surveys.models import NoteForm
from rebond_web.surveys.places import finest_place, values_of, with_wider_places
from rebond_web.workspaces.access import Sitting

SOURCE = "Notes"  # the same word in both languages: it is data
MOOD = Label("Mood", "Humeur")
# How who spoke seemed: what the page says, and the value in the data.
MOODS = {
    "pleased": (Message("Pleased"), Label("pleased", "content")),
    "mixed": (Message("In two minds"), Label("in two minds", "mitigé")),
    "annoyed": (Message("Annoyed"), Label("annoyed", "mécontent")),
}


def note_form_of(sitting: Sitting) -> NoteForm:
    """Return what notes of a workspace are written with, chosen from its data the first time."""
    tenant = sitting.seat.tenant
    found = NoteForm.objects.filter(tenant=tenant).first()
    if found is None:
        whole = Perimeter.whole(sitting.workspace)
        chosen = {"place": finest_place(whole)[:200], "language": _language_of(whole)}
        found, _ = NoteForm.objects.get_or_create(tenant=tenant, defaults=chosen)
    return found


def places_of(sitting: Sitting, form: NoteForm) -> list[str]:
    """Return the places that this person may write of."""
    return values_of(form.place, sitting.perimeter)


def pass_on(
    sitting: Sitting, text: str, who: str, place: str, mood: str, *, code: str, by: Account
) -> Drop:
    """Keep what somebody said, and its receipt; the same code again changes nothing.

    Raises
    ------
    InputError
        When nothing was written, or a place, a mood or who spoke is none of those offered.
    """
    form, words = note_form_of(sitting), text.strip()
    if not words:
        raise InputError("Nothing is written yet: say in a few words what you were told.")
    if who not in list(Stakeholder):
        raise InputError("Say who spoke: choose one of those shown.")
    answer = Answer(
        id=answer_id(code),
        source=SOURCE,
        channel=Channel.STORE,
        stakeholder=Stakeholder(who),
        solicited=False,
        fields=(
            Field(COMMENT, words[:LONGEST_COMMENT], Role.TEXT),
            Field(LANGUAGE, form.language, Role.LANGUAGE),
            *_mood(form, mood),
            *(
                Field(name, value, Role.ATTRIBUTE)
                for name, value in _attributes(sitting, form, place).items()
            ),
        ),
        at=timezone.now(),
    )
    tenant = sitting.seat.tenant
    with transaction.atomic():
        kept = keep_with_receipt(tenant, answer, code)
        if kept.new:
            record("note passed on", by=by.pk, tenant=tenant.pk, subject=kept.response_id)
    return kept


def _attributes(sitting: Sitting, form: NoteForm, place: str) -> dict[str, str]:
    """Return what is known of where it was said: always within what its writer may see."""
    known = {}
    for condition in sitting.perimeter.filters:
        if isinstance(condition, Filter):
            values = values_of(condition.field, sitting.perimeter)
            if len(values) == 1 and condition.field in sitting.workspace.attribute_names():
                known[condition.field] = values[0]
    offered = places_of(sitting, form)
    if place and place not in offered:
        raise InputError("“{place}” is not a place that you may write of.", place=place[:120])
    if place:
        known[form.place] = place
    elif sitting.perimeter.filters and not known:
        raise InputError("Say where it was: choose one of the places shown.")
    return with_wider_places(Perimeter.whole(sitting.workspace), known)


def _mood(form: NoteForm, mood: str) -> list[Field]:
    if mood and mood not in MOODS:
        raise InputError("Choose one of the moods shown, or none.")
    value = getattr(MOODS[mood][1], form.language) if mood else ""
    return [Field(getattr(MOOD, form.language), value, Role.ATTRIBUTE)]


def _language_of(whole: Perimeter) -> str:
    """Return "fr" where most voices are in French, else "en"."""
    try:
        cells = ask(Question("voices", ("language",)), whole).cells
    except RebondError:  # no voice yet
        return "en"
    most = max(cells, key=lambda cell: cell.n or 0, default=None)
    return "fr" if most and most.keys == ("fr",) else "en"
