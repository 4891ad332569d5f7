"""The grounds on which a contribution is refused or reported: of the law, or of the charter."""

from __future__ import annotations

from dataclasses import dataclass

from rebond.cocreate.flags import Doubt
from rebond.vocabulary import Message


@dataclass(frozen=True)
class Ground:
    """A ground: its name, how it is said, whether it is the law's (else it is the charter's)."""

    name: str
    label: Message
    legal: bool = False


GROUNDS = (
    Ground("insult", Message("It insults or despises somebody")),
    Ground("personal", Message("It tells something of a person that is theirs alone")),
    Ground("advertising", Message("It advertises, or repeats the same thing")),
    Ground("off-topic", Message("It does not answer what is asked here")),
    Ground("charter", Message("It goes against another rule of the charter")),
    Ground("hate", Message("It calls for hate or discrimination"), legal=True),
    Ground("threat", Message("It threatens somebody"), legal=True),
    Ground("defamation", Message("It accuses somebody of what harms their honour"), legal=True),
    Ground("rights", Message("It takes what belongs to somebody else"), legal=True),
    Ground("child", Message("It is about sexual abuse of children"), legal=True),
    Ground("illegal", Message("It is against the law in another way"), legal=True),
)
# Who reports these need not say who they are (Regulation 2022/2065, article 16.2.c).
WITHOUT_A_NAME = "child"
_BY_NAME = {one.name: one for one in GROUNDS}
# What a flag says, to those who look.
DOUBTS = {
    Doubt.PERSONAL: Message("personal data"),
    Doubt.INSULT: Message("insult"),
    Doubt.THREAT: Message("threat"),
    Doubt.HATE: Message("words of hate"),
    Doubt.LINKS: Message("links or advertising"),
    Doubt.REPEATED: Message("says the same again"),
}


def ground_of(name: str) -> Ground | None:
    """Return a ground by its name; None where there is no such one."""
    return _BY_NAME.get(name)
