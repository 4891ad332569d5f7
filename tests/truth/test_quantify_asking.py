"""What `ask` answers against a plain computation, row by row, on small random worlds."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.quantify import Perimeter, Question, ask
from rebond.quantify.asking.conditions import AllOf, AnyOf, Condition, Filter, Holds, Not
from rebond.quantify.simulated.worlds import TablesInMemory, draw

Row = Any  # a dictionary: a column's name → its value, or the rows that belong to it


class Plain:
    """The rows of a world as dictionaries, each with what belongs to it."""

    def __init__(self, world: TablesInMemory) -> None:
        tables = {name: table.to_pylist() for name, table in world.tables.items()}
        self.responses: dict[str, Row] = {}
        for row in tables["responses"]:
            known = row | dict(row["attributes"]) | {"scores": [], "voices": []}
            self.responses[row["response_id"]] = known
        for score in tables["scores"]:
            response = self.responses[score["response_id"]]
            response["scores"].append(score | {"of": response})
        self.voices = []
        voices = {}
        for voice in tables["voices"]:
            if voice["status"] == "meaningful":
                response = self.responses[voice["response_id"]]
                row = voice | {"of": response, "opinions": []}
                response["voices"].append(row)
                voices[voice["voice_id"]] = row
                self.voices.append(row)
        self.opinions = []
        for opinion in tables["opinions"]:
            if opinion["voice_id"] in voices:
                voice = voices[opinion["voice_id"]]
                row = opinion | {"of": voice, "branch": (opinion["theme"] or "").split(".")[0]}
                voice["opinions"].append(row)
                self.opinions.append(row)
        self.scores = [score for row in self.responses.values() for score in row["scores"]]

    def at(self, level: str) -> list[Row]:
        named = {"voices": self.voices, "opinions": self.opinions, "scores": self.scores}
        return named.get(level, list(self.responses.values()))


LEVEL = {"theme": "opinions", "branch": "opinions", "polarity": "opinions", "intent": "opinions"}
LEVEL |= {"value": "scores", "score": "scores", "kind": "scores", "language": "voices"}
UP = {"opinions": "voices", "voices": "responses", "scores": "responses"}
NAMES = {"negative": -1, "neutral": 0, "positive": 1}


def level(condition: Condition) -> set[str]:
    if isinstance(condition, Filter):
        return {LEVEL.get(condition.field, "responses")}
    if isinstance(condition, Holds):
        return {f"{condition.holder}s"}
    if isinstance(condition, Not):
        return level(condition.part)
    return set().union(*map(level, condition.parts))


def known_to(here: str) -> set[str]:
    return {here} | (known_to(UP[here]) if here in UP else set())


def fits(row: Row, one: Filter) -> bool | None:
    """Compare one value; None when it is not known."""
    if one.field == "theme" or one.field == "branch":
        value: Any = row["theme"]
        if value is None:
            return None
        found = any(value == v or value.split(".")[0] == v for v in one.values)
        return found == (one.operator in ("=", "in"))
    column = "question" if one.field == "score" else one.field
    value = row[column]
    if value is None or value == "":
        return None
    if one.field == "month":
        value, wanted = str(value)[:7], one.values
    elif one.field == "polarity":
        wanted = tuple(NAMES[v] for v in one.values)
    elif one.field == "value":
        wanted = tuple(float(v) for v in one.values)
    elif one.field == "solicited":
        wanted = tuple(v == "true" for v in one.values)
    else:
        wanted = one.values
    compare: dict[str, Callable[[], bool]] = {
        "=": lambda: value in wanted,
        "in": lambda: value in wanted,
        "!=": lambda: value not in wanted,
        "not in": lambda: value not in wanted,
        "<": lambda: value < wanted[0],
        "<=": lambda: value <= wanted[0],
        ">": lambda: value > wanted[0],
        ">=": lambda: value >= wanted[0],
    }
    return compare[one.operator]()


def below(row: Row, here: str, there: str) -> list[Row]:
    """The rows of a finer table that belong to a row."""
    if here == there:
        return [row]
    if there == "opinions" and here == "responses":
        return [opinion for voice in row["voices"] for opinion in voice["opinions"]]
    return row[there]


def up(row: Row, here: str, there: str) -> Row:
    while here != there:
        row, here = row["of"], UP[here]
    return row


def judged(row: Row, here: str, condition: Condition) -> bool | None:
    """Judge a condition on a row by the rules of docs/guide/asking.md, in three values."""
    if isinstance(condition, Not):
        found = judged(row, here, condition.part)
        return None if found is None else not found
    if isinstance(condition, AnyOf):
        parts = [judged(row, here, part) for part in condition.parts]
        return True if True in parts else None if None in parts else False
    if isinstance(condition, AllOf):
        return all_hold(row, here, condition.parts)
    if isinstance(condition, Holds):
        holder = f"{condition.holder}s"
        if holder in known_to(here):
            return judged(up(row, here, holder), holder, condition.part) is True
        held = up(row, here, "responses")["voices"]
        return any(judged(voice, holder, condition.part) is True for voice in held)
    (own,) = level(condition)
    if own in known_to(here):
        return fits(up(row, here, own), condition)
    if own == "scores":
        return any(fits(s, condition) for s in up(row, here, "responses")["scores"])
    base = row if here != "scores" else row["of"]
    origin = here if here != "scores" else "responses"
    return any(fits(one, condition) for one in below(base, origin, own))


def positive(condition: Condition) -> bool:
    if isinstance(condition, AllOf | AnyOf):
        return all(map(positive, condition.parts))
    return not isinstance(condition, Not)


def all_hold(row: Row, here: str, parts: Iterable[Condition]) -> bool | None:
    """All parts hold, those about what a row holds on the same score, voice and opinion."""
    together: dict[str, list[Condition]] = {"scores": [], "said": []}
    found: list[bool | None] = []
    for part in parts:
        levels = level(part)
        if len(levels) == 1 and not levels <= known_to(here) and positive(part):
            together["scores" if levels == {"scores"} else "said"].append(part)
        else:
            found.append(judged(row, here, part))
    response = up(row, here, "responses")
    if together["scores"]:
        found.append(
            any(
                all(judged(s, "scores", c) is True for c in together["scores"])
                for s in response["scores"]
            )
        )
    if together["said"]:
        finest = "opinions" if any(level(c) == {"opinions"} for c in together["said"]) else "voices"
        origin, base = (here, row) if here == "voices" else ("responses", response)
        found.append(
            any(
                all(judged(one, finest, c) is True for c in together["said"])
                for one in below(base, origin, finest)
            )
        )
    return False if False in found else None if None in found else True


@pytest.fixture(scope="module")
def world() -> TablesInMemory:
    return draw(11, responses=250, shops=4, weeks=12, per_person=1.6, team="partner")


@pytest.fixture(scope="module")
def plain(world: TablesInMemory) -> Plain:
    return Plain(world)


@pytest.fixture(scope="module")
def everything(world: TablesInMemory) -> Perimeter:
    return Perimeter.whole(world)


def among(field: str, values: list[str], operators: str = "= !=") -> st.SearchStrategy[Filter]:
    return st.builds(
        Filter,
        st.just(field),
        st.sampled_from(operators.split()),
        st.lists(st.sampled_from(values), min_size=1, max_size=1).map(tuple),
    )


LEAVES = st.one_of(
    among("channel", ["survey", "review"]),
    among("solicited", ["true", "false"]),
    among("Shop", ["Shop 0", "Shop 1", "Shop 2"]),
    among("month", ["2024-01", "2024-02", "2024-03"], "= != < <= > >="),
    among("theme", ["price", "checkout.waiting", "store"]),
    among("polarity", ["negative", "positive", "neutral"]),
    among("intent", ["praise", "complaint"]),
    among("value", ["5", "7", "9"], "= != < <= > >="),
    among("score", ["Recommend?", "Work here?"]),
)


def nodes(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(AllOf, several),
        st.builds(AnyOf, several),
        st.builds(Not, inner),
        st.builds(Holds, st.sampled_from(["voice", "response"]), inner),
    )


CONDITIONS = st.recursive(LEAVES, nodes, max_leaves=5)


@settings(max_examples=150)
@given(st.lists(CONDITIONS, min_size=1, max_size=2), st.sampled_from(["share", "nps", "voices"]))
def test_any_nested_question_survives_being_written(parts: list[Condition], measure: str) -> None:
    question = Question(measure, ("theme",), tuple(parts))
    assert Question.parse(str(question)) == question
    assert str(Question.parse(str(question))) == str(question)


@given(st.text(min_size=1, max_size=15).filter(str.strip))
def test_any_words_survive_being_written(text: str) -> None:
    question = Question("voices", (), (Filter("words", "=", (text,)),))
    assert Question.parse(str(question)) == question


@settings(max_examples=60)
@given(condition=CONDITIONS, measure=st.sampled_from(["responses", "voices", "opinions"]))
def test_any_nested_condition_keeps_what_a_row_by_row_reading_keeps(
    condition: Condition, measure: str, everything: Perimeter, plain: Plain
) -> None:
    question = Question(measure, (), (condition,))
    kept = [r for r in plain.at(measure) if all_hold(r, measure, question.filters) is True]
    total = ask(question, everything).total
    assert total.n == len(kept)
    people = {up(r, measure, "responses")["person_key"] for r in kept}
    assert total.people == len(people)


@settings(max_examples=30)
@given(condition=CONDITIONS)
def test_any_nested_condition_keeps_the_scores_that_a_row_by_row_reading_keeps(
    condition: Condition, everything: Perimeter, plain: Plain
) -> None:
    question = Question("nps", (), (condition,))
    kept = [s["value"] for s in plain.scores if all_hold(s, "scores", question.filters) is True]
    total = ask(question, everything).total
    assert total.n == len(kept)
    if kept:
        expected = statistics.mean((v >= 9) - (v <= 6) for v in kept)
        assert total.value == pytest.approx(100 * expected)


def key_of(row: Row, here: str, name: str) -> str:
    own = LEVEL.get(name, "responses")
    value = up(row, here, own)[{"day": "day"}.get(name, name)] if name != "quarter" else None
    if name == "quarter":
        day = up(row, here, "responses")["day"]
        return f"{day.year}-{3 * ((day.month - 1) // 3) + 1:02}-01"
    if name == "polarity":
        return {-1: "negative", 0: "neutral", 1: "positive"}[value]
    if name == "solicited":
        return str(value).lower()
    return str(value)


DIMENSIONS = ("Shop", "channel", "month", "quarter", "solicited", "stakeholder")


@pytest.mark.parametrize("by", DIMENSIONS)
@pytest.mark.parametrize("measure", ["nps", "median", "mean_score", "distribution"])
def test_scores_by_what_responses_are(
    measure: str, by: str, everything: Perimeter, plain: Plain
) -> None:
    answers = defaultdict(list)
    for score in plain.scores:
        answers[key_of(score, "scores", by)].append(score["value"])
    figure = ask(f"{measure} by {by}", everything)
    assert {cell.keys[0] for cell in figure.cells} == set(answers)
    for cell in figure.cells:
        values = answers[cell.keys[0]]
        expected = {
            "nps": lambda v: 100 * statistics.mean((x >= 9) - (x <= 6) for x in v),
            "median": statistics.median,
            "mean_score": statistics.mean,
            "distribution": lambda v, c=cell: 100 * Counter(v)[float(c.keys[1])] / len(v),
        }[measure](values)
        assert cell.value == pytest.approx(expected)
        assert cell.n == len(values)
        assert cell.low <= cell.value <= cell.high


@pytest.mark.parametrize("by", [*DIMENSIONS, "theme", "branch", "polarity", "intent"])
@pytest.mark.parametrize("measure", ["responses", "voices", "opinions", "share", "net_polarity"])
def test_what_is_said_by_what_it_is_and_where(
    measure: str, by: str, everything: Perimeter, plain: Plain
) -> None:
    of_opinions = by in LEVEL
    said: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for opinion in plain.opinions:
        said[key_of(opinion, "opinions", by)][opinion["voice_id"]].append(opinion["polarity"])
    rows: dict[str, set[str]] = defaultdict(set)
    here = "responses" if measure == "responses" else "voices"
    for row in plain.at(here):
        if not of_opinions:
            rows[key_of(row, here, by)].add(row[f"{here[:-1]}_id"])
    expected: dict[str, float] = {}
    for key in said.keys() | rows.keys():
        voices = said[key]
        everyone = len(plain.voices) if of_opinions else len(rows[key])
        if measure == "opinions":
            expected[key] = sum(map(len, voices.values()))
        elif measure in ("responses", "voices"):
            expected[key] = len(voices) if of_opinions else len(rows[key])
        elif measure == "share":
            expected[key] = 100 * len(voices) / everyone
        elif voices:
            signs = [(sum(v) > 0) - (sum(v) < 0) for v in voices.values()]
            expected[key] = 100 * statistics.mean(signs)
    figure = ask(f"{measure} by {by}", everything)
    assert {c.keys[0]: pytest.approx(c.value) for c in figure.cells} == expected


@pytest.mark.parametrize("measure", ["median", "distribution", "nps", "mean_score"])
def test_the_whole_counts_a_response_once_whatever_it_speaks_of(
    measure: str, everything: Perimeter, plain: Plain
) -> None:
    figure = ask(f"{measure} by theme", everything)
    assert figure.total == ask(measure, everything).total
    assert figure.total.n == len(plain.scores)
    by_theme = defaultdict(dict)
    for opinion in plain.opinions:
        response = up(opinion, "opinions", "responses")
        for score in response["scores"]:
            by_theme[opinion["theme"]][score["response_id"], score["question"]] = score["value"]
    for cell in figure.cells:
        values = list(by_theme[cell.keys[0]].values())
        assert cell.n == len(values)
        if measure == "median":
            assert cell.value == statistics.median(values)


def test_csat_and_effort_turn_their_scale(world: TablesInMemory) -> None:
    import pyarrow as pa

    rows = world.tables["scores"].to_pylist()
    for place, row in enumerate(rows):
        effort = place % 2
        row |= {"kind": "ces" if effort else "csat", "question": "Effort?" if effort else "Happy?"}
        row |= {"value": 1 + row["value"] % 5, "scale_low": 1.0, "scale_high": 5.0}
        row["higher_is_better"] = not effort
    tables = world.tables | {"scores": pa.Table.from_pylist(rows, world.tables["scores"].schema)}
    turned = Perimeter.whole(TablesInMemory(tables, world.attribute_names()))
    happy = [row["value"] for row in rows if row["kind"] == "csat"]
    effort_ = [row["value"] for row in rows if row["kind"] == "ces"]
    assert ask("csat", turned).total.value == pytest.approx(statistics.mean(happy))
    top = 100 * statistics.mean(value >= 4 for value in happy)
    assert ask("csat_top", turned).total.value == pytest.approx(top)
    figure = ask("ces", turned)
    assert figure.total.value == pytest.approx(statistics.mean(effort_))
    assert figure.scale == (1, 5)
    assert "1 is best" in " ".join(map(str, figure.notes))
    assert ask("ces where note <= 2", turned).total.n == sum(value <= 2 for value in effort_)
