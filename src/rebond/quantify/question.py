"""What is asked: a measure, by dimensions, where conditions hold.

The text of a question is read in English or in French and written back in one canonical form,
which is also its identity: two questions that mean the same are equal.
"""

from __future__ import annotations

from dataclasses import dataclass

from rebond.errors import QuestionError
from rebond.quantify.asking.conditions import (
    OPERATORS,
    AllOf,
    AnyOf,
    Condition,
    Filter,
    Holds,
    Not,
    all_of,
    canonical_dimension,
    quoted,
)
from rebond.quantify.asking.names import (
    ATTRIBUTE_PREFIX,
    DIMENSIONS,
    FILTER_ONLY,
    MEASURES,
    OWN_DIMENSIONS,
    measure_named,
    nearest,
)
from rebond.quantify.asking.reading import parts_of, read_conditions

__all__ = [
    "ATTRIBUTE_PREFIX",
    "OPERATORS",
    "AllOf",
    "AnyOf",
    "Condition",
    "Filter",
    "Holds",
    "Not",
    "Question",
    "canonical_dimension",
]


@dataclass(frozen=True)
class Question:
    """A measure × dimensions × filters.

    ``filters`` must all hold; each is a `Filter`, or several joined by `AnyOf`, `AllOf`, `Not`,
    `Holds`.

    >>> question = Question.parse("part par thème où canal = sondage")
    >>> str(question)
    'share by theme where channel = survey'
    >>> question == Question("share", ("theme",), (Filter("channel", "=", ("survey",)),))
    True
    >>> str(Question.parse("voix où (canal = sondage ou canal = avis) et pas thème = attente"))
    'voices where channel in (review, survey) and not theme = attente'
    """

    measure: str
    dimensions: tuple[str, ...] = ()
    filters: tuple[Condition, ...] = ()

    def __post_init__(self) -> None:
        measure = measure_named(self.measure)
        if measure is None:
            raise QuestionError(
                "“{measure}” is not a measure. Ask one of: {valid}; for example “{example}”.",
                measure=self.measure,
                valid=", ".join(nearest(self.measure, MEASURES, len(MEASURES))),
                example="net_polarity by theme where channel = survey",
            )
        named = tuple(dict.fromkeys(canonical_dimension(name) for name in self.dimensions))
        dimensions = named or OWN_DIMENSIONS.get(measure, ())
        for name in dimensions:
            if name in FILTER_ONLY:
                raise QuestionError(
                    "“{name}” can filter but not group. Group by one of: {valid},"
                    " or by an attribute’s name.",
                    name=name,
                    valid=", ".join(DIMENSIONS),
                )
        for name, value in (
            ("measure", measure),
            ("dimensions", dimensions),
            ("filters", all_of(self.filters)),
        ):
            object.__setattr__(self, name, value)

    @classmethod
    def parse(cls, text: str) -> Question:
        """Read a question written in English or French.

        Raises
        ------
        QuestionError
            When a word cannot be understood; the message says what is valid.
        """
        measure, dimensions, conditions = parts_of(text)
        return cls(measure, tuple(dimensions), read_conditions(conditions))

    def where(self, *filters: Condition) -> Question:
        """Return the same question with more filters."""
        return Question(self.measure, self.dimensions, self.filters + filters)

    def by(self, *dimensions: str) -> Question:
        """Return the same question by other dimensions."""
        return Question(self.measure, dimensions, self.filters)

    def __str__(self) -> str:
        by = f" by {', '.join(map(quoted, self.dimensions))}" if self.dimensions else ""
        alone = len(self.filters) == 1
        conditions = (
            f"({one})" if isinstance(one, AnyOf) and not alone else str(one) for one in self.filters
        )
        where = f" where {' and '.join(conditions)}" if self.filters else ""
        return f"{self.measure}{by}{where}"
