"""The letter that carries an answer: the answer, why its reader gets it, and nothing else."""

from __future__ import annotations

from rebond.languages.speaker import Speaker
from rebond_web.cases.models import Reply
from rebond_web.mail.actions import write_letter
from rebond_web.mail.models import Letter

KIND = "reply"


def letter_of(given: Reply, language: str) -> Letter | None:
    """Return the letter of an answer, written once; None where nothing would send it."""
    say = Speaker(language)
    tenant = given.case.tenant
    why = say.t(
        "You receive this answer from {company} because you left your address to be answered about"
        " what you told us. It was written by a person.",
        company=tenant.name,
    )
    return write_letter(
        tenant,
        f"reply:{given.pk}",
        KIND,
        say.t("{company} answers what you told us", company=tenant.name),
        f"{given.text}\n\n-- \n{why}\n",
        language=language,
        response_id=given.case.response_id,
    )
