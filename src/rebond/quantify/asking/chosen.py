"""Which people and which score the findings are about, and the numbers drawn from them.

A workspace may hold customers and employees, and several scores. Findings explain the stakeholder
with the most responses, and the score answered in most of those that also hold a meaningful voice:
all NPS of one scale together, likewise stars; other scores question by question.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rebond.quantify.asking.arrays import answers_by_response, said_of_themes
from rebond.quantify.asking.facts import collected
from rebond.quantify.asking.rows import Rows
from rebond.quantify.asking.themes import is_specific
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Filter, Question
from rebond.quantify.statistics.clusters import renumbered

OVERALL_KINDS = ("nps", "stars")  # one idea whatever the wording of the question


@dataclass(frozen=True)
class Score:
    """A score to explain.

    ``filters`` keep its answers; ``low`` and ``high`` are the ends of its scale; ``answers`` the
    responses that have both it and a meaningful voice.
    """

    name: str
    kind: str
    low: float
    high: float
    higher_is_better: bool
    filters: tuple[Filter, ...]
    answers: int

    @property
    def measure(self) -> str:
        """The measure that sums it up."""
        return "nps" if self.kind == "nps" else "mean_score"

    def better(self, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return answers turned so that higher is better."""
        return values if self.higher_is_better else self.low + self.high - values


def main_stakeholder(perimeter: Perimeter) -> str:
    """Return who gave the most responses; "customer" when nobody did."""
    import narwhals as nw

    rows = Rows(Question("responses", ("stakeholder",)), perimeter, perimeter.facts())
    table = collected(rows.responses().group_by("d0").agg(nw.len().alias("n")))
    found = sorted(table.to_pylist(), key=lambda row: (-row["n"], row["d0"]))
    return str(found[0]["d0"]) if found else "customer"


def of_one_stakeholder(question: Question, perimeter: Perimeter) -> Question:
    """Return a question on who answers most, where several stakeholders' scores would be mixed.

    Customers and employees do not speak of the same subjects, nor give the same score.
    """
    import narwhals as nw

    facts = perimeter.facts()
    if len(facts.values("responses", "stakeholder")) < 2:
        return question
    rows = Rows(Question("mean_score", ("stakeholder",), question.filters), perimeter, facts)
    found = collected(rows.scores().group_by("d0").agg(nw.len().alias("n"))).to_pylist()
    if len(found) < 2:
        return question
    most = min(found, key=lambda row: (-row["n"], str(row["d0"])))["d0"]
    return question.where(Filter("stakeholder", "=", (str(most),)))


def main_score(perimeter: Perimeter) -> Score | None:
    """Return the score most answered beside a meaningful voice; None without any score.

    That of all the data is looked for once for one version of them.
    """
    if perimeter.filters:
        return _main_score(perimeter)
    return perimeter.facts().remember("main score", lambda: _main_score(perimeter))


def _main_score(perimeter: Perimeter) -> Score | None:
    import narwhals as nw

    rows = Rows(Question("mean_score"), perimeter, perimeter.facts())
    scores = rows.scores_beside_a_voice()
    columns = ["question", "kind", "low", "high", "higher_is_better"]
    twice = bool(rows.facts.kinds_answered_twice)
    answers = nw.col("response").n_unique() if twice else nw.len()
    table = collected(scores.group_by(columns).agg(answers.alias("n")))
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in table.to_pylist():
        wording = "" if row["kind"] in OVERALL_KINDS else row["question"]
        key = (row["kind"], row["low"], row["high"], row["higher_is_better"], wording)
        groups.setdefault(key, []).append(row)
    if not groups:
        return None
    key = min(groups, key=lambda k: (-sum(row["n"] for row in groups[k]), str(k)))
    kind, low, high, higher_is_better, _ = key
    questions = sorted(row["question"] for row in groups[key])
    return Score(
        name=max(groups[key], key=lambda row: (row["n"], row["question"]))["question"],
        kind=kind,
        low=low,
        high=high,
        higher_is_better=higher_is_better,
        filters=(Filter("kind", "=", (kind,)), Filter("score", "in", tuple(questions))),
        answers=sum(row["n"] for row in groups[key]),
    )


@dataclass(frozen=True)
class Panel:
    """Responses with a score and a meaningful voice, as arrays.

    ``response`` (n,) their numbers, sorted; ``score`` (n,) turned so that higher is better;
    ``person`` (n,) int64 from 0; ``polarity`` (n, p) int8 of −1, 0, +1: the sign of what the
    response says of each theme, 0 when it says nothing; ``spoken`` (p,) responses that speak of
    each theme.
    """

    response: npt.NDArray[np.int64]
    score: npt.NDArray[np.float64]
    person: npt.NDArray[np.int64]
    themes: tuple[str, ...]
    polarity: npt.NDArray[np.int8]
    spoken: npt.NDArray[np.int64]


def panel(
    perimeter: Perimeter,
    score: Score,
    *,
    least: int,
    most: int,
    themes: frozenset[str] | None = None,
) -> Panel:
    """Return the panel of a score, with the specific themes that enough responses speak of.

    ``least`` responses a theme at least, and at most the ``most`` spoken of, among ``themes`` when
    they are given.
    """
    rows = Rows(Question("mean_score", (), score.filters), perimeter, perimeter.facts())
    responses, who, values = answers_by_response(rows.scores_beside_a_voice())
    by_theme = Rows(Question("net_polarity", ("theme",), score.filters), perimeter, rows.facts)
    said = said_of_themes(by_theme, responses)
    names, spoken = said.themes, np.bincount(said.theme, minlength=len(said.themes))
    workspace = perimeter.workspace
    kept = sorted(range(len(names)), key=lambda i: (-spoken[i], names[i]))
    kept = [i for i in kept if spoken[i] >= least]
    kept = [i for i in kept if themes is None or names[i] in themes]
    kept = [i for i in kept if is_specific(workspace, names[i])][:most]
    return Panel(
        responses,
        score.better(values),
        renumbered(who),
        tuple(names[i] for i in kept),
        said.matrix(len(responses), kept),
        spoken[kept],
    )
