"""Findings in words: true sentences with their figures, none of them causal."""

from __future__ import annotations

from rebond.quantify.changes.steps import SEASON_KNOWN
from rebond.quantify.changes.trends import Moved
from rebond.quantify.drivers.weights import Weight
from rebond.quantify.groups.gaps import Tested
from rebond.quantify.groups.symmetry import Linked
from rebond.vocabulary import Label, Message, Quantity

_MEASURES = {
    "nps": Label("NPS", "NPS"),
    "mean_score": Label("mean score", "note moyenne"),
    "net_polarity": Label("net polarity", "polarité nette"),
    "scores": Label("scores", "notes"),
}


def control(scanned: int, rate: float) -> Message:
    """Say what is held over everything scanned."""
    return Message(
        "{scanned} comparisons were made. Of all findings announced, at most {rate}% are false on"
        " average; where nothing happens, the chance of announcing any is at most {rate}%"
        " (Benjamini and Hochberg, a quarter of the rate for each of four families: weights, gaps,"
        " changes, links).",
        {"scanned": scanned, "rate": Quantity(100 * rate, 0 if rate >= 0.01 else 1)},
    )


def driver(weight: Weight, theme: Label, score: str, established: bool) -> Message:
    """Say what is known of a theme's weight."""
    values = {
        "theme": theme,
        "score": score,
        "part": Quantity(weight.part),
        "weight": Quantity(weight.weight, 1),
        "low": Quantity(weight.low, 1),
        "high": Quantity(weight.high, 1),
        "n": weight.n,
    }
    if not established:
        return Message(
            "It is not established that what is said of “{theme}” goes with “{score}”"
            " (at most {high}% of its variance; n = {n}).",
            values,
        )
    if weight.direction < 0:
        return Message(
            "Better words about “{theme}” go with lower answers to “{score}”:"
            " {weight}% of its variance ({low} to {high}; n = {n}).",
            values,
        )
    return Message(
        "What is said of “{theme}” goes with “{score}”: {part}% of what themes explain of it,"
        " {weight}% of its variance ({low} to {high}; n = {n}).",
        values,
    )


def gap(gap: Tested, theme: Label | None) -> Message:
    """Say how far a value of an attribute is from the rest."""
    decimals = 2 if gap.measure == "mean_score" else 0
    values = {
        "attribute": gap.attribute,
        "value": gap.value,
        "figure": Quantity(gap.value_figure, decimals),
        "rest": Quantity(gap.rest_figure, decimals),
        "difference": Quantity(gap.difference, decimals, signed=True),
        "low": Quantity(gap.low, decimals, signed=True),
        "high": Quantity(gap.high, decimals, signed=True),
        "n": gap.n,
    }
    if theme is None:
        return Message(
            "{attribute} “{value}”: {measure} {figure}, against {rest} for the others. The gap,"
            " small numbers allowed for: {difference} ({low} to {high}; n = {n}).",
            values | {"measure": _MEASURES[gap.measure]},
        )
    values["theme"] = theme
    if gap.measure == "share":
        return Message(
            "{attribute} “{value}”: {figure}% of voices speak of “{theme}”, against {rest}% for the"
            " others. The gap, small numbers allowed for: {difference} points ({low} to {high};"
            " n = {n}).",
            values,
        )
    return Message(
        "{attribute} “{value}”: net polarity of “{theme}” {figure}, against {rest} for the others."
        " The gap, small numbers allowed for: {difference} ({low} to {high}; n = {n}).",
        values,
    )


def change(moved: Moved, theme: Label | None) -> Message:
    """Say what changes, since when, by how much."""
    decimals = 0 if theme is None else 1
    values: dict[str, object] = {
        "theme": theme,
        "since": moved.since,
        "before": Quantity(moved.before, decimals),
        "after": Quantity(moved.after, decimals),
        "difference": Quantity(moved.difference, decimals, signed=True),
        "low": Quantity(moved.low, decimals, signed=True),
        "high": Quantity(moved.high, decimals, signed=True),
        "n": moved.n,
    }
    if theme is None:
        del values["theme"]
        return Message(_VOLUME[moved.kind], values)
    if moved.kind == "season":
        return Message(_SEASON[min(2, moved.years_seen)], values)
    known = len(moved.weeks) >= SEASON_KNOWN
    return Message(_SHARE[moved.kind, known], values)


_VOLUME = {
    "rise": "More voices since around the week of {since}: {after} a week, against {before} before"
    " ({difference}%, {low} to {high}; n = {n}).",
    "fall": "Fewer voices since around the week of {since}: {after} a week, against {before} before"
    " ({difference}%, {low} to {high}; n = {n}).",
}
_SEASON = {
    1: "“{theme}” follows the season: highest around the week of {since} ({after}% of voices,"
    " {before}% at its lowest), then back. One peak is known: a second year will tell whether it"
    " returns (n = {n}).",
    2: "“{theme}” follows the season: highest around the week of {since} ({after}% of voices,"
    " {before}% at its lowest), at the same time of each year. It is no trend (n = {n}).",
}
_SHARE = {
    ("emergence", True): "“{theme}” appears around the week of {since}: {after}% of voices since,"
    " {before}% before ({difference} points, {low} to {high}; n = {n}).",
    ("emergence", False): "“{theme}” appears around the week of {since}: {after}% of voices since,"
    " {before}% before ({difference} points, {low} to {high}; n = {n}). Less than 13 months are"
    " known: a season is not ruled out.",
    ("rise", True): "“{theme}” is spoken of more since around the week of {since}: {after}% of"
    " voices, against {before}% with the season taken out ({difference} points, {low} to {high};"
    " n = {n}).",
    ("rise", False): "“{theme}” is spoken of more since around the week of {since}: {after}% of"
    " voices, against {before}% ({difference} points, {low} to {high}; n = {n}). Less than 13"
    " months are known: a season is not ruled out.",
    ("fall", True): "“{theme}” is spoken of less since around the week of {since}: {after}% of"
    " voices, against {before}% with the season taken out ({difference} points, {low} to {high};"
    " n = {n}).",
    ("fall", False): "“{theme}” is spoken of less since around the week of {since}: {after}% of"
    " voices, against {before}% ({difference} points, {low} to {high}; n = {n}). Less than 13"
    " months are known: a season is not ruled out.",
}


def symmetry(link: Linked) -> Message:
    """Say how employees' and customers' figures go together across places."""
    values = {
        "attribute": link.attribute,
        "measure": _MEASURES[link.measure],
        "coefficient": Quantity(link.coefficient, 2, signed=True),
        "low": Quantity(link.low, 2, signed=True),
        "high": Quantity(link.high, 2, signed=True),
        "places": link.places,
    }
    if link.coefficient < 0:
        return Message(
            "By {attribute}, {measure} of employees and of customers go opposite"
            " ways: correlation {coefficient} ({low} to {high}; {places} places).",
            values,
        )
    return Message(
        "By {attribute}, {measure} of employees and of customers go together:"
        " correlation {coefficient} ({low} to {high}; {places} places).",
        values,
    )
