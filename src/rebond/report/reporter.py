"""What every section of the report shares: the figures asked, the words, the proofs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from rebond.languages import typography
from rebond.languages.speaker import Speaker
from rebond.quantify import Cell, Figure, Filter, Perimeter, Question, ask
from rebond.quantify.tracing import Shown
from rebond.vocabulary import Label, Message

if TYPE_CHECKING:
    from rebond.quantify import EvidenceVoice, Finding, Findings
    from rebond.quantify.insights.charting import Chart
    from rebond.quantify.insights.choosing import Chosen
    from rebond.quantify.insights.insight import Insight
    from rebond.quantify.insights.keeping import Followed

_LETTERS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Proof:
    """The voices behind a figure, shown once and linked from wherever the figure is.

    ``theme`` and ``polarity`` say which of their words are lit; None lights every opinion.
    """

    anchor: str
    title: str
    question: str
    voices: Sequence[EvidenceVoice]
    theme: str | None = None
    polarity: int | None = None
    intent: str | None = None


@dataclass
class Reporter(Speaker):
    """One report being written: whose rows, in which language; asks each question once.

    ``noted`` are the figures asked so far, so that they can be traced.
    """

    perimeter: Perimeter
    language: str
    findings: Findings
    proofs: dict[str, Proof] = field(default_factory=dict)
    noted: list[Shown] = field(default_factory=list)
    _asked: dict[Question, Figure] = field(default_factory=dict)

    # Insights

    @cached_property
    def insights(self) -> tuple[Insight, ...]:
        """What was found, merged by subject, the most important first."""
        from rebond.quantify.insights.insight import told

        return told(self.findings, self.perimeter)

    def chosen(self, insight: Insight) -> Chosen:
        """Return the voices that stand for an insight, and one that contradicts it."""
        from rebond.quantify.insights.choosing import chosen_voices

        return chosen_voices(insight, self.perimeter)

    def chart(self, insight: Insight) -> Chart | None:
        """Return what an insight's chart compares; None where it has another drawing."""
        from rebond.quantify.insights.charting import chart_of

        return chart_of(insight, self.perimeter)

    @cached_property
    def followed(self) -> tuple[Followed, ...]:
        """The insights with what was decided of them, those set aside last."""
        from rebond.quantify.insights.keeping import followed

        return followed(self.insights, self.perimeter)

    @cached_property
    def carded(self) -> list[Finding]:
        """The main findings of the insights shown as cards: other sections do not draw them again.

        Those set aside by a person are left to the sections.
        """
        from rebond.report.content.insights import SHOWN

        kept = [one.insight.main for one in self.followed if not one.set_aside]
        return kept[:SHOWN]

    # Figures

    def ask(self, question: Question | str, perimeter: Perimeter | None = None) -> Figure:
        """Ask a question, once: of the main stakeholder's rows, or of those of ``perimeter``.

        What nobody said, or scales that do not mix, give a figure without cells; cells that are
        withheld are left out, as what nobody said.
        """
        if isinstance(question, str):
            question = Question.parse(question)
        if perimeter is not None:
            figure = _shown(_answer(question, perimeter))
        else:
            if question not in self._asked:
                self._asked[question] = _shown(_answer(question, self.main))
            figure = self._asked[question]
        self.noted.append(Shown(figure, perimeter or self.main))
        return figure

    @cached_property
    def stakeholders(self) -> tuple[Cell, ...]:
        """Responses of each stakeholder, the most numerous first."""
        return ask(Question("responses", ("stakeholder",)), self.perimeter).cells

    @cached_property
    def stakeholder(self) -> str:
        """Who gave the most responses."""
        return self.stakeholders[0].keys[0] if self.stakeholders else "customer"

    @cached_property
    def main(self) -> Perimeter:
        """The rows of the main stakeholder, whom themes, weights and places are about."""
        return self.only(self.stakeholder)

    def only(self, stakeholder: str) -> Perimeter:
        """The rows of one stakeholder."""
        return self.perimeter.where(Filter("stakeholder", "=", (stakeholder,)))

    # Words

    @cached_property
    def _codebook(self) -> Any:
        from rebond.quantify.asking.themes import codebook_of

        return codebook_of(self.perimeter.workspace)

    def theme(self, theme: str) -> str:
        """Return the label of a theme or branch, or its id where the codebook lacks it."""
        try:
            label: Label = self._codebook.theme(theme).label
        except (AttributeError, LookupError, _codebook_error()):
            return theme.rsplit(".", 1)[-1].replace("_", " ").capitalize()
        return typography.typography(self._written_label(label), self.language)

    def _written_label(self, label: Label) -> str:
        return label.fr if self.language == "fr" else label.en

    def codebook_label(self) -> str:
        """Return the name of the codebook, "" without one."""
        return self._written_label(self._codebook.label) if self._codebook else ""

    def is_discovered(self, theme: str) -> bool:
        """Return whether a theme came from these voices rather than from a codebook."""
        try:
            return bool(self._codebook.theme(theme).discovered)
        except (AttributeError, LookupError, _codebook_error()):
            return False

    def is_specific(self, theme: str) -> bool:
        """Return whether a theme names a subject (general satisfaction does not)."""
        try:
            return bool(self._codebook.theme(theme).specific)
        except (AttributeError, LookupError, _codebook_error()):
            return bool(theme)

    def order_of(self, theme: str) -> int:
        """Return the place of a theme in its codebook."""
        themes = getattr(self._codebook, "themes", ())
        return next((i for i, known in enumerate(themes) if known.id == theme), len(themes))

    # Proofs

    def proof(
        self,
        question: Question,
        title: str,
        *,
        theme: str | None = None,
        polarity: int | None = None,
        intent: str | None = None,
        limit: int = 3,
        perimeter: Perimeter | None = None,
    ) -> str:
        """Keep the voices behind a figure and return their anchor, "" when there are none."""
        anchor = "v-" + _LETTERS.sub("-", title.lower()).strip("-")[:40] + f"-{short(question)}"
        if anchor not in self.proofs:
            voices = _voices(question, perimeter or self.main, limit)
            if not voices:
                return ""
            self.proofs[anchor] = Proof(
                anchor, title, str(question), voices, theme, polarity, intent
            )
        return anchor

    def href(self, anchor: str) -> str:
        """Return where the link to a proof leads: further down the same page."""
        return f"#{anchor}"


def _voices(question: Question, perimeter: Perimeter, limit: int) -> Sequence[EvidenceVoice]:
    from rebond.errors import QuestionError
    from rebond.quantify import evidence

    try:
        return evidence(question, perimeter, limit=limit)
    except QuestionError:  # nobody says it
        return ()


def _answer(question: Question, perimeter: Perimeter) -> Figure:
    from rebond.errors import QuestionError
    from rebond.quantify.asking.names import MEASURES

    try:
        return ask(question, perimeter)
    except QuestionError:
        nothing = Cell((), None, None, None, 0, 0)
        unit, data = MEASURES[question.measure], perimeter.workspace.data_version
        return Figure(question, (), nothing, unit, Message("No response."), "", data, "", "")


def _shown(figure: Figure) -> Figure:
    """Return a figure without the cells that are withheld: a list of them would show zeros."""
    return replace(figure, cells=tuple(cell for cell in figure.cells if not cell.withheld))


def short(question: Question) -> str:
    import hashlib

    return hashlib.blake2b(str(question).encode(), digest_size=3).hexdigest()


def _codebook_error() -> type[Exception]:
    from rebond.errors import CodebookError

    return CodebookError
