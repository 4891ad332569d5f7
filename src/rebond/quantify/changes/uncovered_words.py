"""The words of what no specific theme covers, counted by week and source, in DuckDB.

A voice is cut at its marks; the pieces in which an opinion has a specific theme are left out, and
the words of the others are counted once a person and week; of a long text sent by many only the
first voice is read.
Every voice of the last weeks is read; of the past, whole weeks spread evenly, as many as
`MOST_VOICES` allows: whole weeks keep the bursts of words as they are.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rebond.quantify.asking.facts import collected
from rebond.quantify.asking.rows import UNKNOWN_DATE, Rows
from rebond.quantify.asking.series import whole_weeks
from rebond.quantify.asking.themes import is_specific
from rebond.quantify.changes.emergence import LEAST_PAST, SPANS
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Question

Array = npt.NDArray[np.float64]
LATE = max(SPANS)
MOST_VOICES = 250_000
LEAST_LATE, LEAST_BEFORE = 20, 100  # voices of a language
MOST_SOURCES = 6
A_YEAR = 52
_AROUND = 1  # weeks of last year on either side of the same ones
COPIED = 60  # characters from which the same text is one, whoever sends it and when
_CUTS = ".!?;:,()\n…"
_BLANKS = "'’\"«»“”/-–—*+_0123456789⟧"
_TURNS = ("mais", "but")


@dataclass(frozen=True)
class Counted:
    """The words of one language.

    ``weeks`` are the Mondays counted, the last 8 being the last whole weeks; ``voices`` (t, s) by
    source; ``words`` the stems heard in the last weeks and ``counts`` (t, s, w) who says them;
    ``forms`` the words of each stem, folded; ``others`` how many stems are heard before only.
    ``same_season`` (t,) marks last year's same weeks, None under 73 weeks.
    """

    language: str
    weeks: tuple[datetime.date, ...]
    voices: Array
    words: tuple[str, ...]
    counts: Array
    forms: tuple[tuple[str, ...], ...]
    others: int
    same_season: npt.NDArray[np.bool_] | None


class UncoveredWords:
    """What people say outside themes; get one with `uncovered_words`, use it in one thread."""

    def __init__(self, perimeter: Perimeter) -> None:
        self.perimeter = perimeter
        self._cursor = perimeter.facts().cursor()
        first, last = _copied_voices(self._cursor, perimeter)
        self.weeks = tuple(
            first + datetime.timedelta(days=7 * i) for i in range((last - first).days // 7 + 1)
        )
        self.languages = self._languages() if len(self.weeks) >= LEAST_PAST + LATE else ()
        self.kept = self._kept() if self.languages else ()
        if self.kept:
            _write_words(self._cursor, self.perimeter, self.kept)

    def _languages(self) -> tuple[str, ...]:
        """Return the languages with enough voices, lately and before; the most spoken first."""
        rows = self._cursor.execute(
            """SELECT language, count(*) FILTER (week >= $late) AS recent,
            count(*) FILTER (week < $late) AS earlier FROM emerging_voices
            WHERE week >= $first AND week <= $last GROUP BY language
            ORDER BY count(*) DESC, language""",
            {"late": self.weeks[-LATE], "first": self.weeks[0], "last": self.weeks[-1]},
        ).fetchall()
        return tuple(
            name for name, recent, earlier in rows
            if recent >= LEAST_LATE and earlier >= LEAST_BEFORE
        )  # fmt: skip

    def _kept(self) -> tuple[datetime.date, ...]:
        """Return the weeks read: the last, last year's same ones, and others spread evenly."""
        sizes = dict(
            self._cursor.execute(
                "SELECT week, count(*) FROM emerging_voices GROUP BY week"
            ).fetchall()
        )
        always = set(self.weeks[-LATE:]) | set(_last_year(self.weeks))
        rest = [week for week in self.weeks if week not in always]
        room = MOST_VOICES - sum(sizes.get(week, 0) for week in always)
        mean = sum(sizes.get(week, 0) for week in rest) / max(1, len(rest))
        most = max(LEAST_PAST, int(room / mean)) if mean else len(rest)
        if len(rest) > most:
            places = np.linspace(0, len(rest) - 1, most).round().astype(int)
            rest = [rest[i] for i in np.unique(places).tolist()]
        return tuple(sorted(always | set(rest)))

    def counted(self, language: str) -> Counted:
        """Return the counts of one of the `languages`."""
        sources, voices = self._voices(language)
        rows = self._cursor.sql(
            """SELECT week, source, word, count(DISTINCT person) AS n FROM emerging_words
            WHERE language = $language GROUP BY week, source, word ORDER BY word""",
            params={"language": language},
        ).to_arrow_table()
        names, form_of_row = np.unique(_strings(rows["word"]), return_inverse=True)
        stems, stem_of_form = _stems(names)
        place = {week: i for i, week in enumerate(self.kept)}
        week = np.array([place[value] for value in rows["week"].to_pylist()], np.int64)
        source = np.array([sources[value] for value in rows["source"].to_pylist()], np.int64)
        stem = stem_of_form[form_of_row] if len(names) else np.zeros(0, np.int64)
        telling = stem >= 0
        week, source, stem = week[telling], source[telling], stem[telling]
        late = week >= len(self.kept) - LATE
        heard = np.unique(stem[late])
        column = np.full(len(stems), -1)
        column[heard] = np.arange(len(heard))
        counts = np.zeros((len(self.kept), len(voices[0]), len(heard)))
        inside = column[stem] >= 0
        number = rows["n"].to_numpy()[telling].astype(np.float64)
        np.add.at(counts, (week[inside], source[inside], column[stem[inside]]), number[inside])
        forms: dict[int, list[str]] = {}
        for name, owner in zip(names.tolist(), stem_of_form.tolist(), strict=True):
            forms.setdefault(owner, []).append(name)
        season = set(_last_year(self.weeks))
        return Counted(
            language=language,
            weeks=self.kept,
            voices=voices,
            words=tuple(stems[i] for i in heard.tolist()),
            counts=counts,
            forms=tuple(tuple(forms[i]) for i in heard.tolist()),
            others=len(np.unique(stem)) - len(heard),
            same_season=np.array([w in season for w in self.kept]) if season else None,
        )

    def _voices(self, language: str) -> tuple[dict[str, int], Array]:
        """Return the place of each source, the smallest sharing one, and the voices (t, s)."""
        rows = self._cursor.execute(
            """SELECT week, source, count(DISTINCT person) FROM emerging_voices
            WHERE language = ? GROUP BY week, source""",
            [language],
        ).fetchall()
        totals: dict[str, int] = {}
        for _, source, n in rows:
            totals[source] = totals.get(source, 0) + n
        ranked = sorted(totals, key=lambda source: (-totals[source], source))
        sources = {source: min(i, MOST_SOURCES - 1) for i, source in enumerate(ranked)}
        place = {week: i for i, week in enumerate(self.kept)}
        voices = np.zeros((len(self.kept), min(MOST_SOURCES, len(ranked))))
        for week, source, n in rows:
            if week in place:
                voices[place[week], sources[source]] += n
        return sources, voices

    def holding(self, language: str, forms: tuple[str, ...]) -> set[int]:
        """Return the voices (their hashes) of the last weeks that hold one of these words."""
        rows = self._cursor.execute(
            """SELECT DISTINCT voice FROM emerging_words
            WHERE language = $language AND week >= $late AND list_contains($forms, word)""",
            {"language": language, "late": self.weeks[-LATE], "forms": list(forms)},
        ).fetchall()
        return {voice for (voice,) in rows}

    def texts(self, voices: set[int]) -> list[tuple[str, datetime.date, int, str]]:
        """Return voice_id, week, person and text of voices, by voice_id."""
        rows: list[tuple[str, datetime.date, int, str]] = self._cursor.execute(
            """SELECT v.voice_id, e.week, e.person, t.text FROM emerging_texts t
            JOIN emerging_voices e USING (voice) JOIN voices v USING (voice)
            WHERE list_contains($voices, t.voice) ORDER BY v.voice_id""",
            {"voices": list(voices)},
        ).fetchall()
        return rows

    def close(self) -> None:
        """Drop what was copied."""
        for table in ("emerging_voices", "emerging_texts", "emerging_words"):
            self._cursor.execute(f"DROP TABLE IF EXISTS {table}")


@contextmanager
def uncovered_words(perimeter: Perimeter) -> Iterator[UncoveredWords]:
    """Copy the voices of a perimeter aside for the time of looking at their words."""
    said = UncoveredWords(perimeter)
    try:
        yield said
    finally:
        said.close()


def _last_year(weeks: tuple[datetime.date, ...]) -> tuple[datetime.date, ...]:
    """Return last year's weeks that are the season of the last ones; none under 73 weeks."""
    first = len(weeks) - A_YEAR - LATE - _AROUND
    if first < LEAST_PAST:
        return ()
    return weeks[first : first + LATE + 2 * _AROUND]


def _copied_voices(cursor: Any, perimeter: Perimeter) -> tuple[datetime.date, datetime.date]:
    """Copy who speaks, when and where; return the first and the last whole week."""
    rows = Rows(
        Question("voices", ("week", "language", "source")), perimeter, perimeter.facts()
    )  # fmt: skip
    cursor.register("emerging_incoming", collected(rows.voices()))
    cursor.execute(
        """CREATE OR REPLACE TEMP TABLE emerging_voices AS
        SELECT i.voice, i.person, i.d0 AS week, i.d1 AS language, i.d2 AS source
        FROM emerging_incoming i JOIN voices v USING (voice) WHERE i.d0 <> $unknown
        QUALIFY v.length < $copied
            OR row_number() OVER (PARTITION BY v.text_key ORDER BY i.d0, v.voice_id) = 1""",
        {"copied": COPIED, "unknown": UNKNOWN_DATE},
    )
    cursor.unregister("emerging_incoming")
    first, last = cursor.execute("SELECT min(week), max(week) FROM emerging_voices").fetchall()[0]
    if first is None:
        return UNKNOWN_DATE, UNKNOWN_DATE
    return whole_weeks(perimeter, first, last)


def _write_words(cursor: Any, perimeter: Perimeter, weeks: tuple[datetime.date, ...]) -> None:
    """Write each word of each uncovered piece with its voice, week, source and speaker."""
    _copy(cursor, perimeter, "voices", "voice_id, text", "emerging_texts",
          "SELECT hash(i.voice_id) AS voice, i.text FROM emerging_incoming i"
          " JOIN emerging_voices e ON e.voice = hash(i.voice_id)"
          " WHERE list_contains($weeks, e.week)", {"weeks": list(weeks)})  # fmt: skip
    themes = [
        theme
        for theme in perimeter.facts().values("mentions", "theme")
        if is_specific(perimeter.workspace, theme)
    ]
    _copy(cursor, perimeter, "opinions", 'voice_id, theme, start, "end"', "emerging_covered",
          'SELECT t.voice, i.start, i."end" FROM emerging_incoming i'
          " JOIN emerging_texts t ON t.voice = hash(i.voice_id)"
          " WHERE list_contains($themes, i.theme)", {"themes": themes})  # fmt: skip
    text = "text"
    for turn in _TURNS:
        text = f"replace({text}, ' {turn} ', '|{turn} ')"
    cursor.execute(
        f"""CREATE OR REPLACE TEMP TABLE emerging_pieces AS
        WITH cut AS (SELECT voice, string_split(translate(strip_accents(lower({text})),
            $signs, $instead), '|') AS parts FROM emerging_texts)
        SELECT voice, unnest(parts) AS part, unnest([
            list_sum(list_transform(parts[1:i], lambda part: length(part) + 1))
            for i in range(1, len(parts) + 1)])::INTEGER AS after FROM cut""",
        {"signs": _CUTS + _BLANKS, "instead": "|" * len(_CUTS) + " " * len(_BLANKS)},
    )
    cursor.execute(
        """CREATE OR REPLACE TEMP TABLE emerging_words AS
        SELECT DISTINCT e.language, e.week, e.source, e.person, u.voice, u.word FROM (
            SELECT voice, unnest(string_split(part, ' ')) AS word FROM emerging_pieces p
            WHERE NOT EXISTS (SELECT 1 FROM emerging_covered c WHERE c.voice = p.voice
                AND c.start < p.after AND c."end" > p.after - length(p.part) - 1)
        ) u JOIN emerging_voices e USING (voice)
        WHERE length(u.word) >= 3 AND NOT starts_with(u.word, '⟦')"""
    )
    cursor.execute("DROP TABLE emerging_pieces; DROP TABLE emerging_covered")


def _copy(
    cursor: Any,
    perimeter: Perimeter,
    table: str,
    columns: str,
    name: str,
    query: str,
    values: dict[str, Any],
) -> None:
    """Copy some rows of a workspace's table into a table of this cursor alone."""
    relation = perimeter.workspace.relation(table).select(columns)
    cursor.register("emerging_incoming", relation.to_arrow_reader(100_000))
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}", values)
    cursor.unregister("emerging_incoming")


def _strings(column: Any) -> npt.NDArray[Any]:
    values: npt.NDArray[Any] = column.to_numpy(zero_copy_only=False) if len(column) else np.array(
        [], dtype=object
    )  # fmt: skip
    return values


def _stems(names: npt.NDArray[Any]) -> tuple[list[str], npt.NDArray[np.int64]]:
    """Return the telling stems, and that of each word: −1 for words that tell no subject."""
    from rebond.understand.building.subjects import tells
    from rebond.understand.words import normal_forms

    known: dict[str, int] = {}
    owner = np.full(len(names), -1, np.int64)
    for i, name in enumerate(names.tolist()):
        folded, stem = normal_forms(name)
        if tells(folded, stem):
            owner[i] = known.setdefault(stem, len(known))
    return list(known), owner
