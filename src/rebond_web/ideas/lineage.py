"""The lineage of an idea: who added what onto what, drawn and listed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from rebond_web.ideas.models import Idea, Rebound, ReboundKind, Version
from rebond_web.spaces.models import Participant

LONGEST_DRAWN = 12  # dots; more are told by the list alone
HEIGHT = 150  # pixels
_LINE, _FIRST, _LAST = 80, 40, 960  # where dots are, of 1000
_ABOVE = {ReboundKind.ENRICH, ReboundKind.COMBINE}


@dataclass(frozen=True)
class Turn:
    """One thing that happened to an idea: it was proposed, rebounded on, or given a version."""

    number: int
    at: datetime.datetime | None
    who: Participant | None
    rebound: Rebound | None = None
    version: Version | None = None
    onto: int = 0  # the number of the turn that it came onto, 0 for none
    taken: tuple[int, ...] = ()  # of a version: the turns that were taken into it
    replies: tuple[Rebound, ...] = ()

    @property
    def kind(self) -> str:
        """What it does: a kind of rebounds, "propose" or "version"."""
        if self.rebound is not None:
            return str(self.rebound.kind)
        return "propose" if self.number == 1 else "version"


@dataclass(frozen=True)
class Arc:
    """A link between two dots: its path, its classes, where its word goes, "" for no word."""

    path: str
    kind: str
    above: bool
    x: float  # per cent
    y: float  # pixels
    says: bool = True


@dataclass(frozen=True)
class Dot:
    """A turn on the line: how far, in per cent; ``strong`` for the idea and its versions."""

    number: int
    x: float
    strong: bool


@dataclass(frozen=True)
class Drawing:
    """The dots and the arcs of a lineage; ``left_out`` turns are told by the list alone."""

    dots: list[Dot]
    arcs: list[Arc]
    left_out: int = 0
    height: int = field(default=HEIGHT)


def turns_of(idea: Idea, rebounds: Iterable[Rebound], versions: Iterable[Version]) -> list[Turn]:
    """Return what happened to an idea, the first first.

    A rebound on the idea comes onto its version of that moment. Replies are with what they answer.
    """
    given = list(rebounds)
    replies: dict[int, list[Rebound]] = {}
    for answer in given:
        if answer.kind == ReboundKind.REPLY and answer.onto_id is not None:
            replies.setdefault(answer.onto_id, []).append(answer)
    happened: list[tuple[datetime.datetime, int, Rebound | Version]] = [
        *((one.published or one.created, 0, one) for one in given if one.kind != ReboundKind.REPLY),
        *((one.at, 1, one) for one in versions if one.number > 1),
    ]
    happened.sort(key=lambda one: (one[0], one[1], one[2].pk))
    first = next((one for one in versions if one.number == 1), None)
    turns = [Turn(1, idea.published or idea.created, idea.author, version=first)]
    numbers: dict[int, int] = {}
    current = 1
    for number, (at, _, event) in enumerate(happened, start=2):
        if isinstance(event, Rebound):
            onto = numbers.get(event.onto_id or 0, current)
            numbers[event.pk] = number
            answers = tuple(replies.get(event.pk, ()))
            turns.append(Turn(number, at, event.author, event, onto=onto, replies=answers))
        else:
            taken = tuple(
                numbers[one.pk] for one in given if one.taken == event.number and one.pk in numbers
            )
            before = 0 if taken else current
            turns.append(Turn(number, at, event.by, version=event, onto=before, taken=taken))
            current = number
    return turns


def drawing_of(turns: list[Turn]) -> Drawing | None:
    """Return the drawing of a lineage, None for an idea that nothing happened to.

    Of a long one: the idea, its versions, what was taken into them, and what came last.
    """
    if len(turns) < 2:
        return None
    kept = _kept(turns)
    step = (_LAST - _FIRST) / (len(kept) - 1)
    places = {turn.number: _FIRST + place * step for place, turn in enumerate(kept)}
    order = {turn.number: place for place, turn in enumerate(kept)}
    dots = [
        Dot(turn.number, round(places[turn.number] / 10, 2), turn.rebound is None) for turn in kept
    ]
    kinds = {turn.number: turn.kind for turn in turns}
    arcs: list[Arc] = []
    for turn in kept:
        for before, kind in _links(turn, kinds):
            if before in places:
                far = order[turn.number] - order[before]
                arcs.append(_arc(places[before], places[turn.number], far, kind, _said(arcs)))
    return Drawing(dots, arcs, len(turns) - len(kept))


def _links(turn: Turn, kinds: dict[int, str]) -> list[tuple[int, str]]:
    """Return the turns that one comes from, and how; ``kinds`` are those of the turns."""
    if turn.rebound is not None:
        return [(turn.onto, turn.kind)]
    taken = [(one, _taken_as(kinds[one])) for one in turn.taken if one in kinds]
    return taken or ([(turn.onto, ReboundKind.ENRICH)] if turn.onto else [])


def _taken_as(kind: str) -> str:
    """What was taken is part of the idea: an objection that was met no longer contradicts."""
    return str(ReboundKind.COMBINE if kind == ReboundKind.COMBINE else ReboundKind.ENRICH)


def _kept(turns: list[Turn]) -> list[Turn]:
    if len(turns) <= LONGEST_DRAWN:
        return turns
    taken = {number for turn in turns for number in turn.taken}
    telling = [one for one in turns if one.rebound is None or one.number in taken]
    chosen = {one.number for one in [turns[0], *telling[1:][-(LONGEST_DRAWN - 3) :]]}
    for one in reversed(turns):
        if len(chosen) == LONGEST_DRAWN:
            break
        chosen.add(one.number)
    return [one for one in turns if one.number in chosen]


def _said(arcs: list[Arc]) -> list[tuple[bool, float]]:
    return [(one.above, one.x) for one in arcs if one.says]


def _arc(start: float, end: float, far: int, kind: str, said: list[tuple[bool, float]]) -> Arc:
    above = kind in _ABOVE
    rise = min(52 + 30 * far, 150) if above else min(44 + 14 * far, 104)
    middle = (start + end) / 2
    bend = _LINE - rise if above else _LINE + rise
    path = f"M{start:.0f} {_LINE}Q{middle:.0f} {bend} {end:.0f} {_LINE}"
    x = round(middle / 10, 2)
    y = _LINE - rise / 2 - 7 if above else _LINE + rise / 2 + 16
    free = all(up != above or abs(other - x) > 11 for up, other in said)
    return Arc(path, kind, above, x, max(y, 12), free)
