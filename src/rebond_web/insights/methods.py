"""Short notes on how figures are made, one page each, in the reader's language.

Each says what is counted, how sure it is, what it does not tell and whose method it is; formulas
and tests are in docs/methods of the project, under the same names.
"""

from __future__ import annotations

from dataclasses import dataclass

from rebond.quantify import Change, Composition, Driver, Emergence, Finding, Gap
from rebond.vocabulary import Message


@dataclass(frozen=True)
class Method:
    """A note: its title, its sentences, and where the method comes from."""

    title: Message
    said: tuple[Message, ...]
    source: str


METHODS = {
    "intervals": Method(
        Message("Intervals"),
        (
            Message(
                "Each figure has an interval at 95%: if everybody who could have spoken had, the"
                " figure would be outside it about one time in twenty."
            ),
            Message(
                "Answers of one person are counted together, so that somebody who writes ten times"
                " does not make the figure surer than one person can."
            ),
            Message(
                "It covers chance in who answered. It does not cover who never answers; what the"
                " engine misreads enters it once it was measured on labels of yours."
            ),
        ),
        "Wilson 1927, doi:10.1080/01621459.1927.10502953; Kish and Frankel 1974,"
        " doi:10.1111/j.2517-6161.1974.tb00981.x; Rocks 2016, doi:10.1080/00031305.2016.1198279",
    ),
    "insights": Method(
        Message("What is announced, and how often it is wrong"),
        (
            Message(
                "Thousands of comparisons are made: themes, places, weeks. Among so many, some"
                " would stand out by chance alone."
            ),
            Message(
                "So each must be surer as there are more of them: of all that is announced at most"
                " 5% is false on average, and where nothing happens the chance of announcing"
                " anything is at most 5%."
            ),
            Message(
                "What says the same thing is told once, the others behind it. Insights come in"
                " order of effect × √people × certainty."
            ),
        ),
        "Benjamini and Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x",
    ),
    "drivers": Method(
        Message("What goes with the score"),
        (
            Message(
                "A theme’s weight is the part of the score’s variance that goes with how the theme"
                " is judged, once what themes say in common is shared out fairly between them."
            ),
            Message(
                "Its interval is drawn again from the same people hundreds of times; a theme is"
                " told only if chance alone would hardly give it such a weight."
            ),
            Message(
                "It tells what goes together. It does not tell that the score would follow if the"
                " theme were better judged: only a trial drawn by lot could."
            ),
        ),
        "Johnson 2000, doi:10.1207/S15327906MBR3501_1; Efron 1987,"
        " doi:10.1080/01621459.1987.10478410",
    ),
    "gaps": Method(
        Message("Places and groups that stand apart"),
        (
            Message(
                "Each value (a shop, a region, an age) is compared with all the others together, on"
                " the score, on what is said, theme by theme."
            ),
            Message(
                "A small shop is often far from the others by chance. Its gap is drawn towards zero"
                " by as much as its small numbers ask for, and only gaps that hold are told."
            ),
            Message(
                "A gap does not say what makes it: shops differ by their customers as well as by"
                " what they do."
            ),
        ),
        "Johnstone and Silverman 2004, doi:10.1214/009053604000000030",
    ),
    "trends": Method(
        Message("Changes over time"),
        (
            Message(
                "A step is tried at each week, beside the season where 13 months are known; the"
                " largest is read against the largest that noise alone makes."
            ),
            Message(
                "What comes back at the same time each year is a season and is told as one. With"
                " less than 13 months, a season is not ruled out, and the sentence says so."
            ),
            Message("The date is that of the week found; the change itself may be more gradual."),
        ),
        "Benjamini and Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x",
    ),
    "symmetry": Method(
        Message("Teams beside their customers"),
        (
            Message(
                "For the places that both employees and customers name, what the team says is set"
                " beside what its customers say."
            ),
            Message(
                "Places with too few of either are left out; a link is told if places put in a"
                " random order would hardly show one as strong."
            ),
            Message("It does not tell which side leads the other, nor why they go together."),
        ),
        "Fisher 1921; DerSimonian and Laird 1986, doi:10.1016/0197-2456(86)90046-2; Berger 1982,"
        " doi:10.1080/00401706.1982.10487790",
    ),
    "emergence": Method(
        Message("Subjects that come up"),
        (
            Message(
                "Words that no theme of the codebook covers are counted week after week, by people"
                " who say them; those said together make one subject."
            ),
            Message("It is told if chance would hardly bring as many in so few weeks."),
        ),
        "Benjamini and Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x",
    ),
    "funnel": Method(
        Message("Ranks that small numbers cannot win"),
        (
            Message(
                "A shop with ten answers is often first or last by chance. Each figure is drawn"
                " towards that of all by as much as its small numbers ask for: this is the likely"
                " figure, with its interval."
            ),
            Message(
                "The rank is that of the likely figure, with the ranks that cannot be excluded. A"
                " dot is full only where a gap from the others is established."
            ),
        ),
        "Spiegelhalter 2005, doi:10.1002/sim.1970; Laird and Louis 1989,"
        " doi:10.3102/10769986014001029",
    ),
    "impacts": Method(
        Message("Subjects and the score"),
        (
            Message(
                "For each subject: the score of those who speak of it against that of all, and what"
                " the score of the others is once those it dissatisfies are left out."
            ),
            Message("These readings hold nothing equal; they tell what goes together."),
        ),
        "Efron 1987, doi:10.1080/01621459.1987.10478410",
    ),
    "recent-changes": Method(
        Message("What is spoken of more, or less, of late"),
        (
            Message(
                "The last weeks are set against all those before; the change is that of the odds"
                " of speaking of the subject."
            ),
            Message("False discoveries are held at 5% over all subjects looked at."),
        ),
        "Benjamini and Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x",
    ),
    "sharing-out": Method(
        Message("Weights of subjects that go together"),
        (
            Message(
                "Subjects are often spoken of together. What they have in common of the score’s"
                " variance is shared out between them in two ways, which are set side by side."
            ),
        ),
        "Shapley 1953, doi:10.1515/9781400881970-018; Johnson 2000, doi:10.1207/S15327906MBR3501_1",
    ),
    "llosa": Method(
        Message("Basic, plus, key, secondary"),
        (
            Message(
                "A subject is placed by how much satisfaction goes with it when it is well judged"
                " and when it is badly judged. Its class is settled when at least 80% of resamples"
                " agree."
            ),
        ),
        "Llosa 1997; Greenacre 2007, doi:10.1201/9781420011234",
    ),
    "representativeness": Method(
        Message("Weighted to the known population"),
        (
            Message(
                "Answers of groups that speak less than their part of the population count for"
                " more, within limits. What the weights cost in certainty enters the interval."
            ),
        ),
        "Deville and Särndal 1992, doi:10.1080/01621459.1992.10475217",
    ),
    "use-cases": Method(
        Message("What a listening team asks"),
        (
            Message(
                "These questions put several readings side by side, each with its interval; rows"
                " that chance explains stand apart, false discoveries held at 5%."
            ),
        ),
        "Benjamini and Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x",
    ),
}


def method_of(finding: Finding) -> str:
    """Return the name of the note on a finding's method."""
    if isinstance(finding, Driver):
        return "drivers"
    if isinstance(finding, Gap | Composition):
        return "gaps"
    if isinstance(finding, Change):
        return "trends"
    return "emergence" if isinstance(finding, Emergence) else "symmetry"
