"""Findings in words: true sentences with their figures, none of them causal."""

from __future__ import annotations

from collections.abc import Sequence

from rebond.quantify.changes.emerging import Emerging
from rebond.quantify.changes.steps import SEASON_KNOWN
from rebond.quantify.changes.trends import Moved
from rebond.quantify.drivers.weights import Weight
from rebond.quantify.groups.gaps import Tested
from rebond.quantify.groups.symmetry import Linked
from rebond.quantify.groups.symmetry_gaps import Mirrored
from rebond.quantify.groups.symmetry_lag import Led
from rebond.quantify.insights.composition import Part
from rebond.vocabulary import Label, Message, Quantity

_MEASURES = {
    "nps": Label("NPS", "NPS"),
    "mean_score": Label("mean score", "note moyenne"),
    "net_polarity": Label("net polarity", "polarité nette"),
    "scores": Label("scores", "notes"),
}


def control(scanned: int, rate: float, families: int) -> Message:
    """Say what is held over everything scanned."""
    return Message(
        "{scanned} comparisons were made. Of all findings announced, at most {rate}% are false on"
        " average; where nothing happens, the chance of announcing any is at most {rate}%"
        " (Benjamini and Hochberg, the rate shared equally between {families} families of"
        " comparisons).",
        {
            "scanned": scanned,
            "rate": Quantity(100 * rate, 0 if rate >= 0.01 else 1),
            "families": families,
        },
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


def drivers(told: Sequence[Message]) -> Message:
    """Say of several themes at once that they go with the score, from what is said of each."""
    names = [one.values["theme"] for one in told]
    labels = [name if isinstance(name, Label) else Label(str(name), str(name)) for name in names]
    themes = Label(", ".join(one.en for one in labels), ", ".join(one.fr for one in labels))
    return Message(
        "What is said of {count} other themes goes with “{score}” too, for less each: {themes}.",
        {"count": len(told), "score": told[0].values["score"], "themes": themes},
    )


def gap(gap: Tested, theme: Label | None) -> Message:
    """Say how far a value of an attribute is from the rest."""
    decimals = _decimals(gap.measure)
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
            "{attribute} “{value}”: {measure} is {figure}, against {rest} for the others, a gap of"
            " {difference} ({low} to {high}; n = {n}) once small numbers are allowed for.",
            values | {"measure": measure_name(gap.measure)},
        )
    values["theme"] = theme
    if gap.measure == "share":
        return Message(
            "{attribute} “{value}”: {figure}% of voices speak of “{theme}”, against {rest}% for the"
            " others, a gap of {difference} points ({low} to {high}; n = {n}) once small numbers"
            " are allowed for.",
            values,
        )
    return Message(
        "{attribute} “{value}”: net polarity of “{theme}” is {figure}, against {rest} for the"
        " others, a gap of {difference} ({low} to {high}; n = {n}) once small numbers are allowed"
        " for.",
        values,
    )


def measure_name(measure: str) -> Label:
    """Return how a measure is called in a sentence."""
    return _MEASURES.get(measure, Label(measure, measure))


def _decimals(measure: str) -> int:
    return 2 if measure == "mean_score" else 0


def composition(part: Part, theme: Label) -> Message:
    """Say which part of a gap goes with a theme."""
    decimals = _decimals(part.measure)
    return Message(
        "{attribute} “{value}”: of the {gap} that part its {measure} from the others’, {difference}"
        " ({low} to {high}; n = {n}) go with what is said of “{theme}”.",
        {
            "attribute": part.attribute,
            "value": part.value,
            "measure": measure_name(part.measure),
            "theme": theme,
            "gap": Quantity(part.gap, decimals, signed=True),
            "difference": Quantity(part.difference, decimals, signed=True),
            "low": Quantity(part.low, decimals, signed=True),
            "high": Quantity(part.high, decimals, signed=True),
            "n": part.n,
        },
    )


def emergence(subject: Emerging) -> Message:
    """Say that a subject without a theme comes up."""
    return Message(
        "A subject that no theme covers comes up since around the week of {since}: “{words}”,"
        " {after}% of voices, against {before}% before ({low} to {high}; n = {n}).",
        {
            "words": ", ".join(subject.words[:3]),
            "since": subject.since,
            "before": Quantity(subject.before.value, 1),
            "after": Quantity(subject.after.value, 1),
            "low": Quantity(subject.after.low, 1),
            "high": Quantity(subject.after.high, 1),
            "n": subject.n,
        },
    )


def change(moved: Moved, theme: Label | None) -> Message:
    """Say what changes, since when, by how much."""
    if theme is None:
        decimals = 0 if moved.measure == "volume" else 1 + (moved.measure == "mean_score")
    else:
        decimals = 1
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
        if moved.measure == "volume":
            return Message(_VOLUME[moved.kind], values)
        return Message(_SCORE[moved.kind], values | {"measure": measure_name(moved.measure)})
    if moved.kind == "season":
        return Message(_SEASON[min(2, moved.years_seen)], values)
    known = len(moved.weeks) >= SEASON_KNOWN
    return Message(_SHARE[moved.kind, known], values)


_SCORE = {
    "rise": "The {measure} is higher since around the week of {since}: {after}, against {before}"
    " before ({difference}, {low} to {high}; n = {n}).",
    "fall": "The {measure} is lower since around the week of {since}: {after}, against {before}"
    " before ({difference}, {low} to {high}; n = {n}).",
}
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


EVERYTHING = Label("all they say", "tout ce qu’on dit")


def mirror(pair: Mirrored, theme: Label | None) -> Message:
    """Say how far a place's team and its customers are from the others, in net polarity."""
    ours, theirs = pair.employees, pair.customers
    values = {
        "attribute": pair.attribute,
        "value": pair.place,
        "ours": Quantity(ours.difference, signed=True),
        "ours_low": Quantity(ours.low, signed=True),
        "ours_high": Quantity(ours.high, signed=True),
        "ours_n": ours.n,
        "theirs": Quantity(theirs.difference, signed=True),
        "theirs_low": Quantity(theirs.low, signed=True),
        "theirs_high": Quantity(theirs.high, signed=True),
        "theirs_n": theirs.n,
    }
    if theme is None:
        return Message(
            "{attribute} “{value}”: the team’s net polarity is {ours} points from other teams’"
            " ({ours_low} to {ours_high}; n = {ours_n}), its customers’ {theirs} from other"
            " customers’ ({theirs_low} to {theirs_high}; n = {theirs_n}).",
            values,
        )
    return Message(
        "{attribute} “{value}”, “{theme}”: the team’s net polarity is {ours} points from other"
        " teams’ ({ours_low} to {ours_high}; n = {ours_n}), its customers’ {theirs} from other"
        " customers’ ({theirs_low} to {theirs_high}; n = {theirs_n}).",
        values | {"theme": theme},
    )


def lead(led: Led, employees: Label, customers: Label) -> Message:
    """Say what moves together within places, and who says it first where that is sure."""
    first, last = sorted((abs(led.lag_low), abs(led.lag_high)))
    values: dict[str, object] = {
        "attribute": led.attribute,
        "ours": employees,
        "theirs": customers,
        "coefficient": Quantity(led.likely, 2, signed=True),
        "low": Quantity(led.low, 2, signed=True),
        "high": Quantity(led.high, 2, signed=True),
        "places": led.places,
    }
    if led.lag_low <= 0 <= led.lag_high:
        return Message(
            "Within each {attribute}, what teams say of “{ours}” and what customers say of"
            " “{theirs}” move together: correlation {coefficient} ({low} to {high}; {places}"
            " places); who says it first is not established.",
            values,
        )
    values |= {"weeks": abs(led.lag), "first": first, "last": last}
    if led.before:
        return Message(
            "Within each {attribute}, what teams say of “{ours}” moves {weeks} weeks ({first} to"
            " {last}) before what customers say of “{theirs}”: correlation {coefficient} ({low} to"
            " {high}; {places} places).",
            values,
        )
    return Message(
        "Within each {attribute}, what customers say of “{theirs}” moves {weeks} weeks ({first} to"
        " {last}) before what teams say of “{ours}”: correlation {coefficient} ({low} to {high};"
        " {places} places).",
        values,
    )
