"""What the page of voices is asked: words, conditions, an order, a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from rebond.quantify import Filter, Question
from rebond.quantify.question import Condition

if TYPE_CHECKING:
    from rebond_web.voices.models import SavedView

LATEST = "latest"
MOST_PAGES = 25
_LONGEST_WORDS, _LONGEST_CONDITIONS = 300, 2_000  # characters


@dataclass(frozen=True)
class Asked:
    """A search in the voices of a workspace; ``facets`` are the attributes asked to be shown."""

    slug: str
    question: Question
    words: str = ""
    sort: str = ""
    facets: tuple[str, ...] = ()

    @classmethod
    def of(cls, slug: str, given: Mapping[str, str], facets: tuple[str, ...] = ()) -> Asked:
        """Return what an address asks.

        Raises
        ------
        QuestionError
            When its conditions cannot be understood.
        """
        where = given.get("where", "").strip()[:_LONGEST_CONDITIONS]
        question = Question.parse(f"voices where {where}" if where else "voices")
        return cls(
            slug,
            question.where(*_typed(given)),
            given.get("q", "").strip()[:_LONGEST_WORDS],
            LATEST if given.get("sort") == LATEST else "",
            facets,
        )

    @classmethod
    def of_view(cls, slug: str, view: SavedView) -> Asked:
        """Return what a saved view asks."""
        return cls.of(slug, {"q": view.words, "where": view.conditions, "sort": view.sort})

    @property
    def where(self) -> str:
        """The conditions, as they are written."""
        return str(self.question).partition(" where ")[2]

    def address(self, page: int = 1) -> str:
        """Return the address that asks this."""
        asked = [
            ("q", self.words),
            ("where", self.where),
            ("sort", self.sort),
            *(("facet", name) for name in self.facets),
            ("page", str(page) if page > 1 else ""),
        ]
        query = urlencode([pair for pair in asked if pair[1]])
        address = reverse("voices", kwargs={"slug": self.slug})
        return f"{address}?{query}" if query else address

    def having(self, question: Question) -> Asked:
        """Return the same search under other conditions."""
        return replace(self, question=question)

    def sorted_by(self, sort: str) -> Asked:
        """Return the same search in another order."""
        return replace(self, sort=sort)

    def showing(self, field: str) -> Asked:
        """Return the same search with one more field beside the voices."""
        return replace(self, facets=tuple(dict.fromkeys((*self.facets, field))))

    def without(self, condition: Condition) -> Asked:
        """Return the same search without one of its conditions."""
        kept = tuple(one for one in self.question.filters if one != condition)
        return self.having(Question(self.question.measure, self.question.dimensions, kept))

    def holding(self, field: str) -> list[Filter]:
        """Return the conditions that choose a value of a field."""
        return [
            one
            for one in self.question.filters
            if isinstance(one, Filter) and one.field == field and one.operator == "="
        ]


def _typed(given: Mapping[str, str]) -> list[Condition]:
    """Return the conditions of the form of dates and words beside the search."""
    fields = (("since", "day", ">="), ("until", "day", "<="), ("says", "words", "="))
    return [
        Filter(field, operator, (given[name].strip(),))
        for name, field, operator in fields
        if given.get(name, "").strip()
    ]
