"""What was counted of a challenge, ready for a page: groups with names, shares with intervals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rebond.cocreate.groups import Place, Sketch
from rebond.understand.coding.agreement import wilson
from rebond.vocabulary import Message, Quantity
from rebond_web.challenges.models import Challenge
from rebond_web.jobs.messages import message_of_json
from rebond_web.spaces.models import Public
from rebond_web.statements.access import statements_of
from rebond_web.statements.drawing import LETTERS, Map, drawn
from rebond_web.statements.models import Sorting

_SURE, _RATHER = 0.85, 0.6  # chances from which one is of a group, or rather of it
_LONGEST = 24  # characters of a statement that names a group


@dataclass(frozen=True)
class Group:
    """A group: its letter, name, people; ``statement`` where its name is one of its own."""

    letter: str
    name: str
    size: int
    given: bool
    owned: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Share:
    """Who agrees among those who voted, in percent, with its interval."""

    name: str
    letter: str
    share: float
    low: float
    high: float
    seen: int


@dataclass(frozen=True)
class Told:
    """A statement, and the share that agrees in each group or public."""

    text: str
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class Opinions:
    """All that a page says of the votes of a challenge; without ``groups``, too few voted."""

    people: int
    votes: int
    enough: int
    groups: tuple[Group, ...] = ()
    returns: float | None = None
    map: Map | None = None
    seat: Place | None = None
    title: Message = field(default_factory=lambda: Message("Where I sit"))
    unites: tuple[Told, ...] = ()
    divides: tuple[Told, ...] = ()
    bridges: tuple[Told, ...] = ()
    said: tuple[Message, ...] = ()


def opinions_of(challenge: Challenge, sorting: Sorting, said: Mapping[int, int]) -> Opinions:
    """Return what was counted of a challenge, with the seat of who said ``said`` of statements."""
    told = sorting.told
    counts = (told.get("people", 0), told.get("votes", 0), told.get("enough", 0))
    if "sketch" not in told:
        return Opinions(*counts)
    sketch = Sketch.of_document(told["sketch"])
    texts = _texts(challenge, told)
    groups = _groups(told, sketch, texts, sorting.names)
    seat = sketch.seat({str(one): vote for one, vote in said.items()}) if said else None
    publics = _names_of_publics(told["bridges"]["publics"])
    labels = [(group.name, group.letter) for group in groups]
    return Opinions(
        *counts,
        groups,
        told["returns"],
        drawn(told["points"], [f"{one.name} · {one.size}" for one in groups], seat),
        seat,
        _title(groups, seat),
        _all_told(told["unites"], texts, labels),
        _all_told(told["divides"], texts, labels),
        _all_told(told["bridges"]["told"], texts, [(name, "") for name in publics]),
        _said(told["said"], texts, groups),
    )


def _texts(challenge: Challenge, told: Mapping[str, Any]) -> dict[str, str]:
    """Return the statements that are told and shown still, by their number as text."""
    named = {one["statement"] for kind in ("unites", "divides") for one in told[kind]}
    named |= {one["statement"] for one in told["bridges"]["told"]}
    named |= {statement for owned in told["owned"] for statement, _ in owned}
    named |= {one["values"]["statement"] for one in told["said"] if "statement" in one["values"]}
    rows = statements_of(challenge).filter(pk__in=[int(one) for one in named])
    return {str(pk): text for pk, text in rows.values_list("pk", "text")}


def _groups(
    told: Mapping[str, Any], sketch: Sketch, texts: Mapping[str, str], names: Mapping[str, str]
) -> tuple[Group, ...]:
    found = []
    for group, owned in enumerate(told["owned"]):
        known = [(texts[one], side) for one, side in owned if one in texts]
        agreed = next((text for text, side in known if side > 0), "")
        letter = LETTERS[group % len(LETTERS)]
        name = names.get(str(group)) or _shortened(agreed) or letter.upper()
        given = str(group) in names
        found.append(Group(letter, name, int(sketch.sizes[group]), given, tuple(known)))
    return tuple(found)


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return text[:_LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _title(groups: Sequence[Group], seat: Place | None) -> Message:
    if seat is None or seat.group < 0:
        return Message("Who votes alike, and where I would sit")
    if len(groups) < 2:
        return Message("Where I sit: no group stands apart")
    name = groups[seat.group].name
    if seat.sure >= _SURE:
        return Message("Where I sit: on the side of “{name}”", {"name": name})
    if seat.sure >= _RATHER:
        return Message("Where I sit: rather on the side of “{name}”", {"name": name})
    return Message("Where I sit: between the groups")


def _names_of_publics(sides: Iterable[Sequence[int]]) -> list[str]:
    listed = [tuple(side) for side in sides]
    named = Public.objects.in_bulk([public for side in listed for public in side])
    return [" + ".join(named[one].name for one in side if one in named) for side in listed]


def _all_told(
    rows: Sequence[Mapping[str, Any]],
    texts: Mapping[str, str],
    labels: Sequence[tuple[str, str]],
) -> tuple[Told, ...]:
    return tuple(
        Told(
            texts[row["statement"]],
            tuple(_share(*label, *cell) for label, cell in zip(labels, row["cells"], strict=True)),
        )
        for row in rows
        if row["statement"] in texts
    )


def _share(name: str, letter: str, agree: int, seen: int) -> Share:
    low, high = wilson(agree, seen) or (0.0, 1.0)
    return Share(name, letter, 100 * agree / max(seen, 1), 100 * low, 100 * high, seen)


def _said(
    kept: Iterable[Mapping[str, Any]], texts: Mapping[str, str], groups: Sequence[Group]
) -> tuple[Message, ...]:
    """Return the summary, with the statements as they are written and the groups by their names."""
    said = []
    for message in (message_of_json(dict(one)) for one in kept):
        values = dict(message.values)
        if "statement" in values:
            if values["statement"] not in texts:
                continue
            values["statement"] = texts[str(values["statement"])]
        if "group" in values:
            if len(groups) < 2:
                continue
            values["group"] = groups[int(str(values["group"])) - 1].name
        said.append(Message(message.template, values))
    return tuple(said)


def stability(returns: float) -> Message:
    """Return how firm groups are, in a line."""
    values = {"returns": Quantity(returns, 2)}
    if returns >= 0.75:
        return Message("Firm groups: drawn again, they come back at {returns} of 1.", values)
    if returns >= 0.4:
        return Message(
            "Rather loose groups: drawn again, they come back at {returns} of 1.", values
        )
    return Message(
        "Fragile groups, a first sketch: drawn again, they come back at {returns} of 1.", values
    )
