"""What this application makes known to the others."""

from __future__ import annotations


def register() -> None:
    """Register what an erasure walks, what receipts tell, who took part, and parts of pages."""
    from rebond.listen.erasure import register_store
    from rebond.listen.holdings import register_holding
    from rebond_web.answers import contributors, sections
    from rebond_web.answers.erasing import (
        erase_returns,
        forget_in_decisions,
        gifts_of,
        returns_held,
    )
    from rebond_web.answers.following import decisions_told
    from rebond_web.answers.leaving import address_of_return
    from rebond_web.answers.letters import way_out
    from rebond_web.answers.models import Return
    from rebond_web.answers.outcomes import answered_of
    from rebond_web.answers.telling import register_contributors, register_origins
    from rebond_web.challenges.outcomes import register_outcome
    from rebond_web.challenges.sections import register_idea_section
    from rebond_web.ideas.behind import responses_behind
    from rebond_web.mail.readers import register_reader
    from rebond_web.spaces.given import register_given
    from rebond_web.surveys.followings import register_following

    register_reader("return", address_of_return, way_out)
    register_store("decisions", forget_in_decisions)
    register_holding("returns", returns_held)
    register_given("answers", (Return,), gifts_of, erase_returns)
    register_following("decisions", decisions_told)
    register_outcome("answers", answered_of)
    register_contributors("authors", contributors.authors)
    register_contributors("rebounders", contributors.rebounders)
    register_contributors("arguers", contributors.arguers)
    register_contributors("supporters", contributors.supporters)
    register_contributors("sorters", contributors.sorters)
    register_contributors("voters", contributors.voters)
    register_origins("ideas", responses_behind)
    register_idea_section("thread", 5, sections.thread)
    register_idea_section("answer", 10, sections.answer)
