"""From the clauses that carry what is told to the text: what surrounds them, letter, title."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from rebond.demo.clauses import Clause, data
from rebond.demo.shelves import Labels, Scene, band, labels_of, listed, wishes
from rebond.demo.wording import fill
from rebond.demo.writing import ENDS, Phrase, by_hand, compose

WISHES = 0.22  # share of surveys whose second question is answered
HOLLOW_WISHES = 0.18  # of those
OFF_SUBJECT = 0.03  # of surveys, end by a remark on something else
INTENT = 0.2  # of words of general satisfaction in reviews and e-mails
SIGNED_BY_NAME = 0.75  # of e-mails; the others add a phone number


@dataclass(frozen=True)
class Told:
    """The texts of one answer and what they carry, in the order of the file's text columns.

    ``states`` says of each text whether it is "meaningful", "hollow", "spam" or "empty";
    ``title`` goes before the first text, if any; ``copies`` is the answer it copies, if any.
    """

    texts: tuple[str, ...]
    labels: tuple[Labels, ...]
    states: tuple[str, ...]
    subjects: tuple[str, ...] = ()
    title: str = ""
    copies: str = ""

    def also(self, text: str, labels: Labels, state: str) -> Told:
        """The same with one more text."""
        return replace(
            self,
            texts=(*self.texts, text),
            labels=(*self.labels, labels),
            states=(*self.states, state),
        )


def hollow(scene: Scene) -> Told:
    """An answer that says nothing, or nothing at all."""
    if scene.happens(scene.habits.empty):
        return Told(("",), ((),), ("empty",))
    return Told((scene.rng.choice(listed("hollow")),), ((),), ("hollow",))


def surrounded(scene: Scene, chosen: list[Clause], points: float) -> list[Clause]:
    """The clauses in the order in which they are said, with what surrounds them."""
    first = scene.rng.choice((1, 1, -1))  # praise first, twice out of three
    said = sorted(chosen, key=lambda clause: -first * clause.polarity)
    if said and said[0].kind == "word":
        return said
    net = sum(clause.polarity for clause in chosen)
    general = _general(scene, said, net, band(points))
    if general:
        said = [*said, general] if scene.happens(0.6) else [general, *said]
    if scene.happens(scene.habits.context if chosen else 0.3):
        said = [scene.one("context", "sentence0"), *said]
    if scene.kind == "survey" and chosen and scene.happens(OFF_SUBJECT):
        other = scene.first_of("other", ["sentence0"])
        said = [*said, other] if other else said
    if scene.happens(scene.habits.requests):
        anger = "low" if net < 0 and points < 6 else ""
        request = scene.first_of("request", ["sentence0"], anger)
        said = [*said, request] if request else said
    return said


def _general(scene: Scene, said: list[Clause], net: int, height: str) -> Clause | None:
    """A word of general satisfaction, as high as the score; e-mails keep to what they say."""
    sign = -1 if height in ("middle", "low") else 1
    if said:
        against = scene.kind == "email" and net * sign < 0
        if said[0].kind == "question" or against or not scene.happens(scene.habits.general):
            return None
    name = "intent" if scene.happens(INTENT) else "general"
    found = scene.first_of(name, [f"{scene.form()}{sign}"], height)
    return found or scene.first_of("general", [f"sentence{sign}"], height)


def written(scene: Scene, said: list[Clause]) -> Told:
    """The text of the clauses said, typed by this person's hand."""
    style, title = scene.person.style, _title(scene, said)
    text = composed(scene, said, paragraphs=scene.kind in ("email", "review"))
    if scene.kind == "survey":  # its page knows no emoji
        text = text.encode("cp1252", "ignore").decode("cp1252").rstrip()
    text = by_hand(text, style, scene.rng)
    if scene.kind == "email":
        text = _letter(scene, text)
    if scene.kind == "chat":
        text = _greeted(scene, text)
    return Told(
        texts=(text,),
        labels=(labels_of(said),),
        states=("meaningful",),
        title=by_hand(title, style, scene.rng) if title else "",
    )


def composed(scene: Scene, said: list[Clause], *, paragraphs: bool = False) -> str:
    """The clauses worded by this person and joined."""
    phrases = [
        Phrase(
            text=fill(clause.text, scene.person.speaker, scene.rng),
            fragment=clause.kind in ("fragment", "word"),
            polarity=clause.polarity,
            long=clause.kind == "story",
            general=clause.subject in ("general", "intent", "work"),
        )
        for clause in said
    ]
    language = scene.person.language
    return compose(phrases, language=language, paragraphs=paragraphs, rng=scene.rng)


@lru_cache(maxsize=1)
def _letters() -> dict[str, list[str]]:
    return dict(data("slots.toml")["letters"])


def _greeted(scene: Scene, text: str) -> str:
    if scene.person.english or scene.happens(0.5):
        return text
    opening = scene.rng.choice(_letters()["chat_openings"])
    small = text if text.isupper() else text[0].lower() + text[1:]
    return f"{opening} {small}" if scene.happens(0.6) else f"{opening}\n{text}"


def _letter(scene: Scene, text: str) -> str:
    english, person, rng = "english_" * scene.person.english, scene.person, scene.rng
    opening = rng.choice(_letters()[f"{english}openings"])
    closing = rng.choice(_letters()[f"{english}closings"])
    by_name = scene.happens(SIGNED_BY_NAME)
    signature = person.name if by_name else f"{person.name}\n{person.speaker.phone}"
    ended = text if text.endswith(ENDS) or person.style in ("lower", "sms") else text + "."
    return f"{opening}\n\n{ended}\n\n{closing}\n{signature}"


def _title(scene: Scene, said: list[Clause]) -> str:
    net = sum(clause.polarity for clause in said)
    mood = (net > 0) - (net < 0)
    if scene.kind == "email":
        if scene.person.english:
            return scene.rng.choice(_letters()["english_titles"])
        name = {-1: "complaints", 0: "others", 1: "praises"}[mood]
        return fill(scene.rng.choice(_letters()[name]), scene.person.speaker, scene.rng)
    if scene.kind != "review" or scene.happens(0.3):
        return ""
    short = [clause for clause in said if clause.is_fragment]
    if short and scene.happens(0.6):
        return composed(scene, [scene.rng.choice(short)]).rstrip(". ")
    name = {-1: "bad", 0: "mixed", 1: "good"}[mood]
    return scene.rng.choice(listed(f"titles_{scene.person.language}_{name}"))


def with_wish(scene: Scene, told: Told) -> Told:
    """The survey's second question: what to improve first; rarely answered."""
    if scene.kind != "survey":
        return told
    if scene.person.english or not scene.happens(WISHES):
        return told.also("", (), "empty")
    if scene.happens(HOLLOW_WISHES):
        return told.also(scene.rng.choice(listed("hollow")), (), "hollow")
    said = scene.rng.sample(wishes(), scene.rng.choices((1, 2), (78, 22))[0])
    text = composed(scene, said).encode("cp1252", "ignore").decode("cp1252").rstrip()
    text = by_hand(text, scene.person.style, scene.rng)
    return told.also(text, labels_of(said), "meaningful")
