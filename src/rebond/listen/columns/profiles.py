"""What the cells of a column look like, measured once and shared by the rules of roles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from rebond.listen.columns import values

_EMAIL = r"^[^\s@,;]+@[^\s@,;]+\.\w{2,}$"
_URL = r"^(https?://|www\.)\S+$"
_PHONE = r"^(?:\+|00)?\d{1,3}?[\s.()-]*(?:\d{2}[\s.-]?){4,6}$"
_IP = r"^\d{1,3}(\.\d{1,3}){3}$"
_LOOKED_AT = 2_000  # rows on which the costlier looks are taken


@dataclass(frozen=True)
class Profile:
    """A column: its name and its cells that hold an answer.

    Shares are between 0 and 1, of the answers; 0 where there is none.
    """

    name: str
    cells: pa.StringArray  # every cell, in the order of the rows

    @cached_property
    def answers(self) -> pa.StringArray:
        """The cells that hold an answer."""
        return self.cells.filter(pc.invert(values.is_missing(self.cells)))

    @cached_property
    def some(self) -> pa.StringArray:
        """At most 2,000 answers, taken evenly."""
        step = max(1, len(self.answers) // _LOOKED_AT)
        return (
            self.answers.take(pa.array(range(0, len(self.answers), step)))
            if step > 1
            else self.answers
        )

    @property
    def count(self) -> int:
        """How many answers there are."""
        return len(self.answers)

    @cached_property
    def distinct(self) -> int:
        """How many different answers there are."""
        return int(pc.count_distinct(self.answers).as_py())

    @cached_property
    def mean_words(self) -> float:
        """Average number of words of an answer."""
        if not self.count:
            return 0.0
        spaces = pc.count_substring_regex(pc.utf8_trim_whitespace(self.some), r"\s+")
        return float(pc.mean(spaces).as_py()) + 1.0

    @cached_property
    def long_share(self) -> float:
        """Share of answers of six words or more."""
        if not self.count:
            return 0.0
        spaces = pc.count_substring_regex(pc.utf8_trim_whitespace(self.some), r"\s+")
        return self._mean(pc.greater_equal(spaces, 5))

    @cached_property
    def number_share(self) -> float:
        """Share of answers that are numbers."""
        return self._mean(values.numbers(self.some).is_valid())

    @cached_property
    def date_share(self) -> float:
        """Share of answers that read as dates, written as such and not as bare numbers."""
        if self.mean_words > 8 or self.matching(r"\d") < 0.3:
            return 0.0
        bare = pc.match_substring_regex(self.some, r"^\s*[-+]?[\d\s.,]*$")
        dotted = pc.match_substring_regex(self.some, r"^\s*\d{1,4}([-/.])\d{1,2}[-/.]\d{1,4}\s*$")
        read = pc.or_(
            values.dates(self.some, day_first=True).is_valid(),
            values.dates(self.some, day_first=False).is_valid(),
        )
        return self._mean(pc.and_(read, pc.or_(pc.invert(bare), dotted)))

    @cached_property
    def serial_share(self) -> float:
        """Share of answers that read as dates, bare numbers included."""
        if self.mean_words > 8 or self.matching(r"\d") < 0.3:
            return 0.0
        return self._mean(values.dates(self.some, day_first=True).is_valid())

    @cached_property
    def letter_share(self) -> float:
        """Share of answers that hold at least two letters in a row."""
        return self._mean(pc.match_substring_regex(self.some, r"\pL{2}"))

    def matching(self, pattern: str) -> float:
        """Share of answers that match ``pattern``, as RE2 reads it."""
        return self._mean(pc.match_substring_regex(pc.utf8_trim_whitespace(self.some), pattern))

    @property
    def email_share(self) -> float:
        """Share of answers that are e-mail addresses."""
        return self.matching(_EMAIL)

    @property
    def link_share(self) -> float:
        """Share of answers that are web addresses."""
        return self.matching(_URL)

    @property
    def is_phone(self) -> bool:
        """Whether most answers look like telephone numbers."""
        return self.matching(_PHONE) > 0.8 and self.matching(r"^(\+|00|0)\d?[\d\s.()-]{8,}$") > 0.8

    @property
    def is_address_of_machine(self) -> bool:
        """Whether most answers are IP addresses."""
        return self.matching(_IP) > 0.8

    @property
    def examples(self) -> tuple[str, ...]:
        """Up to three different answers, cut at 60 characters."""
        first = self.answers.slice(0, 200).unique().slice(0, 3).to_pylist()
        return tuple(text if len(text) <= 60 else text[:59] + "…" for text in first)

    def _mean(self, flags: pa.BooleanArray) -> float:
        share = pc.mean(pc.cast(flags, pa.float64())).as_py()
        return float(share or 0.0)


def profiles_of(table: pa.Table) -> dict[str, Profile]:
    """Return the profile of each column of ``table``, by its name, in order."""
    return {name: Profile(name, values.strings(table.column(name))) for name in table.column_names}
