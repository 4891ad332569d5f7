"""Those who are known to exist, as a company knows them: how many people each label has.

A table of three columns (attribute, value, number of people) is read from a file and remembered in
the workspace; attributes and values are found in the data whatever their case and accents.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rebond.errors import InputError
from rebond.quantify.asking.filters import attribute_named
from rebond.quantify.asking.names import normal

if TYPE_CHECKING:
    from rebond.quantify.asking.facts import Facts
    from rebond.quantify.perimeter import Tables
    from rebond.workspace import Workspace

Margins = Mapping[str, Mapping[str, float]]
SETTING = "population"
EARLIER = "populations"  # those that were known before, with the instant from which each was
_COLUMNS = {
    "attribute": ("attribute", "attribut", "critere", "variable", "dimension"),
    "value": ("value", "valeur", "modalite", "label", "libelle", "categorie", "category"),
    "people": (
        *("people", "number", "number of people", "count", "total", "population", "size", "share"),
        *("personnes", "nombre", "nombre de personnes", "effectif", "effectifs", "part"),
    ),
}
_NUMBER = re.compile(r"^\d+(?:[.,]\d+)?$")


def read_population(path: Path) -> Margins:
    """Return the margins that a file holds: attribute → value → number of people, or share.

    Raises
    ------
    FileUnreadable
        When the file holds no table.
    InputError
        When its columns cannot be told apart, a number cannot be read, or an attribute has fewer
        than two values with somebody.
    """
    from rebond.listen.reading.tables import table_in

    table = table_in(path)
    columns = _columns(table.header, path)
    margins: dict[str, dict[str, float]] = {}
    for batch in table.read(50_000):
        rows = batch.table.select(list(columns)).to_pydict()
        cells = zip(*(rows[name] for name in columns), strict=True)
        for line, (attribute, value, people) in zip(batch.lines.to_pylist(), cells, strict=True):
            if not (attribute and value):
                continue
            sizes = margins.setdefault(attribute.strip(), {})
            sizes[value.strip()] = sizes.get(value.strip(), 0.0) + _number(people, line, path)
    for attribute, sizes in margins.items():
        if sum(size > 0 for size in sizes.values()) < 2:
            raise InputError(
                "“{attribute}” has fewer than two values with people in {file}: nobody can be"
                " over- or under-represented. Give every value of the attribute its number.",
                attribute=attribute,
                file=path.name,
            )
    if not margins:
        raise InputError(
            "{file} tells no number of people. It takes three columns: attribute, value, people.",
            file=path.name,
        )
    return margins


def _columns(header: tuple[str, ...], path: Path) -> tuple[str, str, str]:
    """Return the columns of attributes, values and numbers: by their names, else by their order."""
    by_name = [
        next((name for name in header if normal(name) in names), None)
        for names in _COLUMNS.values()
    ]
    found = [name for name in by_name if name is not None]
    if len(set(found)) == 3:
        return found[0], found[1], found[2]
    if len(header) == 3:
        return header[0], header[1], header[2]
    raise InputError(
        "The columns of {file} cannot be told apart ({columns}). It takes three: attribute, value,"
        " people.",
        file=path.name,
        columns=", ".join(header),
    )


def _number(written: str | None, line: int, path: Path) -> float:
    bare = re.sub(r"[\s\u00a0\u202f'’%]", "", written or "")
    if not _NUMBER.match(bare):
        raise InputError(
            "Line {line} of {file}: “{value}” is not a number of people. Write a whole number or a"
            " share, such as 12500 or 12.5.",
            line=line,
            file=path.name,
            value=(written or "").strip(),
        )
    return float(bare.replace(",", "."))


def remember_population(workspace: Workspace, margins: Margins | None) -> None:
    """Keep the known population in the workspace, in place of the earlier one; None forgets it.

    The earlier ones stay known, for figures that were weighted to them to be replayed.
    """
    current = workspace.settings.get(SETTING)
    known = workspace.settings.get(EARLIER) or (
        [{"since": "", "people": current}] if current else []
    )
    people = None if margins is None else {name: dict(sizes) for name, sizes in margins.items()}
    moment = datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
    now = {"since": moment, "people": people}
    workspace.settings.set(EARLIER, [*known, now])
    if people is None:
        workspace.settings.delete(SETTING)
    else:
        workspace.settings.set(SETTING, people)


def known_population(tables: Tables) -> Margins | None:
    """Return the known population of a workspace, None without any."""
    settings: Any = getattr(tables, "settings", None)
    margins: Margins | None = settings.get(SETTING) if settings is not None else None
    return margins or None


def population_at(settings: Any, moment: str) -> Margins | None:
    """Return the population that was known at an instant (ISO 8601, UTC), None without any."""
    known = settings.get(EARLIER) or []
    if not known:
        margins: Margins | None = settings.get(SETTING)
        return margins or None
    before = [one["people"] for one in known if one["since"] <= moment]
    return before[-1] if before else None


def in_words_of_the_data(margins: Margins, facts: Facts) -> dict[str, dict[str, float]]:
    """Return the margins with attributes and values as the data write them.

    Values that nobody speaks for keep their own name.

    Raises
    ------
    QuestionError
        When an attribute is not one of the data; the message lists those there are.
    InputError
        When no value of an attribute is one of the data.
    """
    found: dict[str, dict[str, float]] = {}
    for name, sizes in margins.items():
        attribute = attribute_named(name, facts)
        written = {normal(value): value for value in facts.values_of_attribute(attribute)}
        if written and written.keys().isdisjoint(map(normal, sizes)):
            raise InputError(
                "None of the values of “{attribute}” given for the population ({given}) is in the"
                " data, which have: {valid}. Write them as the data do.",
                attribute=attribute,
                given=", ".join(list(sizes)[:5]),
                valid=", ".join(list(written.values())[:12]),
            )
        own = found.setdefault(attribute, {})
        for value, size in sizes.items():
            label = written.get(normal(value), value)
            own[label] = own.get(label, 0.0) + float(size)
    return found
