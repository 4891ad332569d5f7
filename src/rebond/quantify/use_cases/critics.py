"""What is criticised: how many voices speak ill of each subject, here and elsewhere."""

from __future__ import annotations

from rebond.quantify.asking.measures import Measured, measured
from rebond.quantify.asking.rows import Rows
from rebond.quantify.asking.sums import Keys
from rebond.quantify.figure import Answer, Cell
from rebond.quantify.groups.comparing import gap_p, less, shrinkage
from rebond.quantify.groups.gaps import gaps_of
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Question
from rebond.quantify.statistics.discoveries import FALSE_DISCOVERIES, q_values
from rebond.quantify.statistics.intervals import Moments, share_interval
from rebond.quantify.use_cases.readings import READING
from rebond.quantify.use_cases.subjects import (
    CRITICISM,
    Asked,
    asked,
    names_a_subject,
    needs_parts,
    only_subjects,
)
from rebond.vocabulary import Message

LEAST = 5  # voices that speak ill of a subject, for it to be in the table
MOST_EACH = 3  # points of attention shown for each part


def answer_critics(question: Question, perimeter: Perimeter) -> Answer:
    """Return the share of voices that speak ill of each subject, the most criticised first.

    Where the question keeps a part of the population, the share elsewhere in the perimeter stands
    beside, and the difference drawn to zero by its noise.
    """
    about = asked(question)
    only_subjects(about, "critics by theme where channel = survey")
    here = _criticised(about, question, perimeter)
    whole = Question("share", question.dimensions, about.about)
    everywhere = _criticised(about, whole, perimeter) if about.population else None
    kept = {keys: one for keys, one in here.cells.items() if one.total >= LEAST}
    beside = _beside(kept, everywhere) if everywhere is not None else {}
    cells = []
    for keys in sorted(kept, key=lambda keys: (-kept[keys].ratio, keys)):
        one = kept[keys]
        low, high = here.interval(one)
        told = beside[keys][1] if keys in beside else None
        n, people = one.n, one.people
        cells.append(Cell((*keys, "share"), 100 * one.ratio, low, high, n, people, told))
        cells += beside[keys][0] if keys in beside else []
    notes = [_of_one_in_all(len(kept))]
    if beside:
        notes.append(
            Message(
                "Elsewhere: the other voices of the perimeter. Differences are drawn to zero by"
                " their noise; those told apart are held at 5% of false discoveries."
            )
        )
    total = _total(about, perimeter)
    return Answer(tuple(cells), total, (READING,), tuple(notes), method="use-cases")


def _of_one_in_all(count: int) -> Message:
    return Message(
        "Subjects criticised by {least} voices or more: {count}. General dissatisfaction names no"
        " subject and is left out.",
        {"count": count, "least": LEAST},
    )


def _criticised(about: Asked, question: Question, perimeter: Perimeter) -> Measured:
    """Return the share of voices that speak ill of each subject that is one."""
    asked_ = Question("share", question.dimensions, (*question.filters, CRITICISM))
    found = measured(Rows(asked_, perimeter, perimeter.facts()))
    named = {
        tuple(map(str, keys)): moments
        for keys, moments in found.cells.items()
        if all(
            names_a_subject(perimeter, name, str(key))
            for name, key in zip(about.subjects, keys, strict=True)
        )
    }
    return Measured(named, found.form, found.factor)


def _beside(
    kept: dict[Keys, Moments], everywhere: Measured
) -> dict[Keys, tuple[list[Cell], bool | None]]:
    """Return, for each subject, its share elsewhere, the likely difference, and whether it is told
    apart.
    """
    keys_of, rests, differences, errors, p_values = [], [], [], [], []
    for keys, one in kept.items():
        rest = less(everywhere.cells[keys], one)
        if one.people < 2 or rest.people < 2 or rest.n <= 0:
            continue
        p, error = gap_p(one, rest, share=True)
        if p is not None:
            keys_of.append(keys)
            rests.append(rest)
            differences.append(one.ratio - rest.ratio)
            errors.append(error)
            p_values.append(p)
    if not keys_of:
        return {}
    adjusted = q_values(p_values)
    found: dict[Keys, tuple[list[Cell], bool | None]] = {}
    for keys, rest, q, value, low, high in zip(
        keys_of, rests, adjusted, *shrinkage(differences, errors), strict=True
    ):
        one = kept[keys]
        ends = everywhere.interval(rest)
        cells = [
            Cell((*keys, "elsewhere"), 100 * rest.ratio, *ends, n=rest.n, people=rest.people),
            Cell(
                (*keys, "excess"),
                100 * value,
                100 * low,
                100 * high,
                one.n,
                one.people,
                unit="points",
            ),
        ]
        found[keys] = (cells, bool(q <= FALSE_DISCOVERIES))
    return found


def _total(about: Asked, perimeter: Perimeter) -> Cell:
    """Return the share of voices that speak ill of anything that is asked."""
    question = Question("share", (), (*about.question.filters, CRITICISM))
    found = measured(Rows(question, perimeter, perimeter.facts()))
    one = found.cells.get(())
    if one is None or one.n == 0:
        return Cell((), None, None, None, 0, 0)
    low, high = found.interval(one)
    return Cell((), 100 * one.ratio, low, high, one.n, one.people)


def answer_attention(question: Question, perimeter: Perimeter) -> Answer:
    """Return, for each part (brand, shop…), what is criticised more there than in the others.

    At most 3 subjects a part, those of the largest likely excess; all are tested together.

    Raises
    ------
    QuestionError
        When the question names no part.
    """
    about = asked(question)
    needs_parts(about, 1, "attention by {attribute}", perimeter)
    attribute, subject = about.parts[0], (about.subjects or ("theme",))[0]
    plain = Question("share", (attribute, subject), (*question.filters, CRITICISM))
    tested = gaps_of(perimeter, plain, attribute)
    adjusted = q_values([gap.p_value for gap in tested])
    above = [
        (gap, bool(q <= FALSE_DISCOVERIES))
        for gap, q in zip(tested, adjusted, strict=True)
        if gap.theme and gap.difference > 0 and gap.moments.total >= LEAST
    ]
    above.sort(key=lambda one: (one[0].value, not one[1], -one[0].difference, str(one[0].theme)))
    cells: list[Cell] = []
    shown: dict[str, int] = {}
    for gap, told in above:
        shown[gap.value] = shown.get(gap.value, 0) + 1
        if shown[gap.value] > MOST_EACH:
            continue
        named = {attribute: gap.value, subject: str(gap.theme)}
        keys = tuple(named[name] for name in (*question.dimensions, subject)[:2])
        low, high = (100 * end for end in share_interval(gap.moments))
        rest_low, rest_high = (100 * end for end in share_interval(gap.rest))
        n, people = gap.moments.n, gap.moments.people
        beside = (gap.rest_figure, rest_low, rest_high, gap.rest.n, gap.rest.people)
        cells += [
            Cell((*keys, "share"), gap.value_figure, low, high, n, people, told),
            Cell((*keys, "elsewhere"), *beside),
            Cell((*keys, "excess"), gap.difference, gap.low, gap.high, n, people, unit="points"),
        ]
    details = (READING,) if about.subjects else (subject, READING)
    notes = (
        Message(
            "Comparisons made: {count}; told apart from chance: {told} (false discoveries held at"
            " 5%). Differences are drawn to zero by their noise; at most {most} subjects are shown"
            " for each.",
            {"count": len(tested), "told": sum(told for _, told in above), "most": MOST_EACH},
        ),
    )
    return Answer(tuple(cells), _total(about, perimeter), details, notes, method="gaps")
