"""The kinds of surveys: their scale, the words of its ends, and questions to begin with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rebond.vocabulary import Label, Message, Scale, ScoreKind


class Kind(StrEnum):
    """What a survey asks first."""

    NPS = "nps"
    CSAT = "csat"
    CES = "ces"
    OPEN = "open"


@dataclass(frozen=True)
class Wording:
    """How a kind is named and asked.

    ``steps`` names the values of its scale, every one or the two ends; ``question`` and ``why`` are
    proposed, where {name} is the workspace's name, and written as their author wants.
    """

    name: Message
    purpose: Message
    scale: Scale | None
    steps: tuple[Message, ...]
    question: Label
    why: Label

    @property
    def values(self) -> range:
        """The values that may be answered."""
        return range(int(self.scale.low), int(self.scale.high) + 1) if self.scale else range(0)

    def said(self, value: int) -> Message | None:
        """Return the word of a value, None where it has none."""
        if len(self.steps) == len(self.values):
            return self.steps[value - self.values[0]]
        return None


_WHY = Label(
    "What explains your answer best?",
    "Qu’est-ce qui explique le mieux votre réponse\u202f?",
)
WORDINGS = {
    Kind.NPS: Wording(
        Message("Recommendation (NPS)"),
        Message("From 0 to 10: would they recommend you?"),
        Scale(ScoreKind.NPS, 0, 10),
        (Message("Not at all likely"), Message("Very likely")),
        Label(
            "How likely are you to recommend {name} to someone close?",
            "Recommanderiez-vous {name} à un proche\u202f?",
        ),
        _WHY,
    ),
    Kind.CSAT: Wording(
        Message("Satisfaction (CSAT)"),
        Message("From 1 to 5: are they satisfied with what just happened?"),
        Scale(ScoreKind.CSAT, 1, 5),
        (
            Message("Very dissatisfied"),
            Message("Rather dissatisfied"),
            Message("Neither one nor the other"),
            Message("Rather satisfied"),
            Message("Very satisfied"),
        ),
        Label(
            "How satisfied are you with your visit today?",
            "Êtes-vous satisfait de votre visite d’aujourd’hui\u202f?",
        ),
        _WHY,
    ),
    Kind.CES: Wording(
        Message("Effort (CES)"),
        Message("From 1 to 7: was it easy?"),
        Scale(ScoreKind.CES, 1, 7),
        (Message("Do not agree at all"), Message("Agree entirely")),
        Label(
            "{name} made it easy to do what I came for.",
            "{name} m’a permis de faire facilement ce que je voulais.",
        ),
        _WHY,
    ),
    Kind.OPEN: Wording(
        Message("One open question"),
        Message("A few words, no mark: what they would change."),
        None,
        (),
        Label("What should change first?", "Que faudrait-il changer en premier\u202f?"),
        Label("", ""),
    ),
}
CONSENT = Label(
    "Your answer is read by {name}, to improve. It is kept with its date and the place of this"
    " link. No name is asked and no cookie is kept.",
    "Votre réponse est lue par {name}, pour s’améliorer. Elle est gardée avec sa date et le lieu"
    " de ce lien. Aucun nom n’est demandé, aucun cookie n’est déposé.",
)
