"""Teams beside their customers: places where both stand apart, and what was said before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from rebond.quantify.groups.symmetry_gaps import Mirrored, Side, mirrored_tested
from rebond.quantify.groups.symmetry_lag import Led, leads_tested
from rebond.quantify.statistics.discoveries import FALSE_DISCOVERIES, q_values
from rebond.report.content import Section
from rebond.report.reporter import Reporter
from rebond.vocabulary import Message, Quantity

SHOWN = 4
Tested = TypeVar("Tested", Mirrored, Led)


@dataclass(frozen=True)
class Teams:
    """What is told of mirrored gaps and of lags, each with how many were tested."""

    gaps: Sequence[str]
    more_gaps: int
    leads: Sequence[tuple[str, Sequence[tuple[int, float]]]]
    sentences: Sequence[str]


def teams_section(reporter: Reporter) -> Section | None:
    """Return teams beside customers; None when no place is named by enough of both."""
    mirrored, leads = mirrored_tested(reporter.perimeter), leads_tested(reporter.perimeter)
    if not mirrored and not leads:
        return None
    t = reporter.t
    gaps = _kept(mirrored)
    led = _kept(leads)
    sentences = []
    if not gaps:
        sentences.append(
            t("No place is established where the team and the customers both stand apart.")
        )
    if leads and not led:
        sentences.append(
            t(
                "Nothing that teams say is established to come before or after what customers say,"
                " out of {n} pairs of subjects followed in each place over {periods} periods.",
                n=len(leads),
                periods=max(one.periods for one in leads),
            )
        )
    data = Teams(
        gaps=[t(_mirrored(reporter, one)) for one in gaps[:SHOWN]],
        more_gaps=max(0, len(gaps) - SHOWN),
        leads=[(t(_led(reporter, one)), one.by_lag) for one in led[:SHOWN]],
        sentences=sentences,
    )
    margin = (
        t("Employees and customers of the same places, side by side."),
        t(
            "{n} comparisons; at most {rate}% of what is told is expected to be chance.",
            n=len(mirrored) + len(leads),
            rate=Quantity(100 * FALSE_DISCOVERIES),
        ),
        t("Who speaks first does not tell why."),
    )
    return Section("teams", t("Teams beside their customers"), margin, "teams.html", data)


def _kept(tested: Sequence[Tested]) -> list[Tested]:
    """Return what holds, the surest first."""
    adjusted = q_values([one.p_value for one in tested])
    kept = [one for one, q in zip(tested, adjusted, strict=True) if q <= FALSE_DISCOVERIES]
    return sorted(kept, key=lambda one: one.p_value)


def _mirrored(reporter: Reporter, one: Mirrored) -> Message:
    values = {
        "attribute": one.attribute,
        "place": one.place,
        "subject": _subject(reporter, one.theme),
        "employees": _side(one.employees),
        "customers": _side(one.customers),
    }
    if not one.together:
        return Message(
            "{attribute} “{place}”, {subject}: the team and the customers stand apart, each on its"
            " own side. Employees: {employees}. Customers: {customers}.",
            values,
        )
    if one.employees.difference < 0:
        return Message(
            "{attribute} “{place}”, {subject}: both the team and the customers speak less well"
            " than elsewhere. Employees: {employees}. Customers: {customers}.",
            values,
        )
    return Message(
        "{attribute} “{place}”, {subject}: both the team and the customers speak better than"
        " elsewhere. Employees: {employees}. Customers: {customers}.",
        values,
    )


def _side(side: Side) -> Message:
    return Message(
        "net polarity {figure} against {rest} (gap, small numbers allowed for: {difference}, {low}"
        " to {high}; n = {n})",
        {
            "figure": Quantity(side.figure, signed=True),
            "rest": Quantity(side.rest, signed=True),
            "difference": Quantity(side.difference, signed=True),
            "low": Quantity(side.low, signed=True),
            "high": Quantity(side.high, signed=True),
            "n": side.n,
        },
    )


def _led(reporter: Reporter, one: Led) -> Message:
    values = {
        "attribute": one.attribute,
        "ours": _subject(reporter, one.employee_theme),
        "theirs": _subject(reporter, one.customer_theme),
        "weeks": abs(one.lag),
        "early": min(abs(one.lag_low), abs(one.lag_high)),
        "late": max(abs(one.lag_low), abs(one.lag_high)),
        "likely": Quantity(one.likely, 2, signed=True),
        "low": Quantity(one.low, 2, signed=True),
        "high": Quantity(one.high, 2, signed=True),
        "places": one.places,
    }
    if one.before:
        return Message(
            "By {attribute}, what employees say ({ours}) comes about {weeks} weeks ({early} to"
            " {late}) before what customers say ({theirs}): correlation within places {likely}"
            " ({low} to {high}; {places} places).",
            values,
        )
    if one.lag_high < 0:
        return Message(
            "By {attribute}, what employees say ({ours}) comes about {weeks} weeks ({early} to"
            " {late}) after what customers say ({theirs}): correlation within places {likely}"
            " ({low} to {high}; {places} places).",
            values,
        )
    return Message(
        "By {attribute}, what employees say ({ours}) and what customers say ({theirs}) move"
        " together over time; which comes first is not established: correlation within places"
        " {likely} ({low} to {high}; {places} places).",
        values,
    )


def _subject(reporter: Reporter, theme: str | None) -> object:
    if theme is None:
        return Message("all that is said")
    return f"« {reporter.theme(theme)} »" if reporter.language == "fr" else reporter.theme(theme)
