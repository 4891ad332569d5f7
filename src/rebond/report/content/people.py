"""How people, channels and scores are called in the report."""

from __future__ import annotations

from rebond.quantify.groups.protected import SOME_WITHHELD
from rebond.report.reporter import Reporter
from rebond.vocabulary import Channel, Message, ScoreKind, Stakeholder

STAKEHOLDERS = {
    Stakeholder.CUSTOMER: Message("customers"),
    Stakeholder.EMPLOYEE: Message("employees"),
    Stakeholder.PARTNER: Message("partners"),
}
ONE_STAKEHOLDER = {
    Stakeholder.CUSTOMER: Message("Customer"),
    Stakeholder.EMPLOYEE: Message("Employee"),
    Stakeholder.PARTNER: Message("Partner"),
}
CHANNELS = {
    Channel.SURVEY: Message("survey"),
    Channel.REVIEW: Message("public review"),
    Channel.EMAIL: Message("e-mail"),
    Channel.CHAT: Message("chat"),
    Channel.CALL: Message("call"),
    Channel.SOCIAL: Message("social network"),
    Channel.FORUM: Message("forum"),
    Channel.STORE: Message("in store"),
    Channel.OTHER: Message("other channel"),
}
SCORES = {
    ScoreKind.NPS: Message("NPS"),
    ScoreKind.CSAT: Message("Satisfaction"),
    ScoreKind.CES: Message("Effort"),
    ScoreKind.STARS: Message("Stars"),
    ScoreKind.OTHER: Message("Score"),
}
LANGUAGES = {
    "fr": Message("French"),
    "en": Message("English"),
    "de": Message("German"),
    "es": Message("Spanish"),
    "it": Message("Italian"),
    "pt": Message("Portuguese"),
    "nl": Message("Dutch"),
    "und": Message("language not recognised"),
}


def people(reporter: Reporter, stakeholder: str) -> str:
    """Return the plural of a stakeholder, in the reader's language."""
    return reporter.t(STAKEHOLDERS.get(Stakeholder(stakeholder), Message("customers")))


def who(reporter: Reporter) -> str:
    """Say whom the section is about where several speak, and what of employees is withheld."""
    said = []
    if len(reporter.stakeholders) > 1:
        said.append(
            reporter.t("About {people} only.", people=people(reporter, reporter.stakeholder))
        )
    if reporter.stakeholder == Stakeholder.EMPLOYEE:
        said.append(reporter.t(SOME_WITHHELD))
    return " ".join(said)


def channel_name(reporter: Reporter, channel: str) -> str:
    """Return the name of a channel."""
    return reporter.t(CHANNELS.get(Channel(channel), CHANNELS[Channel.OTHER]))


def language_name(reporter: Reporter, language: str) -> str:
    """Return the name of a language, its code where we have none."""
    return reporter.t(LANGUAGES[language]) if language in LANGUAGES else language
