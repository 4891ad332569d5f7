"""What a use case's question is about: its subjects, the parts of its population, its score."""

from __future__ import annotations

from dataclasses import dataclass

from rebond.errors import QuestionError
from rebond.quantify.asking.chosen import Score, main_score
from rebond.quantify.asking.conditions import AllOf, Condition, Holds, fields_in
from rebond.quantify.asking.facts import collected
from rebond.quantify.asking.names import OPINION_DIMENSIONS
from rebond.quantify.asking.rows import Rows, is_of_response
from rebond.quantify.asking.themes import is_specific
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Filter, Question
from rebond.vocabulary import Message

CRITICISM = Filter("polarity", "=", ("negative",))
_OF_CRITICISM = ("critics", "attention")


@dataclass(frozen=True)
class Asked:
    """A question parted in two.

    ``subjects`` are its dimensions on opinions, ``parts`` those on responses; ``about`` its filters
    on opinions, ``population`` all the others.
    """

    question: Question
    subjects: tuple[str, ...]
    parts: tuple[str, ...]
    about: tuple[Condition, ...]
    population: tuple[Condition, ...]


def asked(question: Question) -> Asked:
    """Part a question.

    Raises
    ------
    QuestionError
        When a dimension is that of voices, which hold no score and have no peers.
    """
    for name in question.dimensions:
        if name not in OPINION_DIMENSIONS and not is_of_response(name):
            raise QuestionError(
                "“{measure}” is not asked by {name}. Ask it by opinions (theme, target…), by what"
                " is known of responses (channel, month…) or by an attribute.",
                measure=question.measure,
                name=name,
            )
    return Asked(
        question,
        tuple(name for name in question.dimensions if name in OPINION_DIMENSIONS),
        tuple(name for name in question.dimensions if name not in OPINION_DIMENSIONS),
        tuple(one for one in question.filters if _is_about(one)),
        tuple(one for one in question.filters if not _is_about(one)),
    )


def _is_about(condition: Condition) -> bool:
    """Whether a condition keeps opinions; “voice holds (…)” keeps voices, hence a population."""
    return bool(fields_in([condition], held=False) & set(OPINION_DIMENSIONS))


def plain(question: Question) -> Question:
    """Return the plain question whose rows and voices stand behind those of a use case.

    >>> str(plain(Question("critics")))
    'share by theme where polarity = negative'
    """
    if question.measure in _OF_CRITICISM:
        return Question("share", question.dimensions, (*question.filters, CRITICISM))
    if question.measure == "together" and asked(question).about:
        about = asked(question)
        held = AllOf(about.about) if len(about.about) > 1 else about.about[0]
        return Question("share", question.dimensions, (*about.population, Holds("voice", held)))
    return question


def keys_of(about: Asked, part: tuple[str, ...], subject: tuple[str, ...]) -> tuple[str, ...]:
    """Return the keys of a part and a subject in the order of the question's dimensions."""
    named = dict(zip(about.parts, part, strict=True))
    named |= dict(zip(about.subjects, subject, strict=True))
    return tuple(named[name] for name in about.question.dimensions)


def only_subjects(about: Asked, example: str) -> None:
    """Refuse a question by anything but opinions.

    Raises
    ------
    QuestionError
        When a dimension is that of responses.
    """
    if about.parts or not about.subjects:
        raise QuestionError(
            "“{measure}” is asked by opinions only (theme, branch, target, polarity); keep a part"
            " of the population by a filter, for example “{example}”.",
            measure=about.question.measure,
            example=example,
        )


def needs_parts(about: Asked, most: int, example: str, perimeter: Perimeter) -> None:
    """Refuse a question that names no part of the population, or more than ``most``.

    Raises
    ------
    QuestionError
        With an attribute of this data as an example.
    """
    if not 1 <= len(about.parts) <= most:
        names = perimeter.workspace.attribute_names() or ("channel",)
        raise QuestionError(
            "“{measure}” compares shops, sellers, brands… Say which, for example “{example}”;"
            " attributes: {attributes}.",
            measure=about.question.measure,
            example=example.format(attribute=names[0]),
            attributes=", ".join(names),
        )


def score_of(inside: Perimeter, measure: str) -> Score:
    """Return the score most answered inside.

    Raises
    ------
    QuestionError
        Without any.
    """
    score = main_score(inside)
    if score is None:
        raise QuestionError(
            "“{measure}” needs scores, and there is none here. Import some scores, or widen the"
            " filters.",
            measure=measure,
        )
    return score


def mixed(inside: Perimeter) -> tuple[Message, ...]:
    """Return a note where the answers of several stakeholders are counted together."""
    import narwhals as nw

    rows = Rows(Question("mean_score", ("stakeholder",)), inside, inside.facts())
    found = collected(rows.scores().group_by("d0").agg(nw.len().alias("n")))
    names = sorted(str(name) for name in found["d0"].to_pylist())
    if len(names) < 2:
        return ()
    return (
        Message(
            "Several stakeholders answer here ({names}), who do not speak of the same subjects."
            " Keep one: “where stakeholder = {first}”.",
            {"names": ", ".join(names), "first": names[0]},
        ),
    )


def names_a_subject(perimeter: Perimeter, dimension: str, key: str) -> bool:
    """Return whether a key names a subject: general satisfaction, “other” and "" do not."""
    if dimension not in ("theme", "branch"):
        return key != ""
    return is_specific(perimeter.workspace, key)
