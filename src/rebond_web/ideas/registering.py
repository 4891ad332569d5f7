"""What this application makes known to the others."""

from __future__ import annotations


def register() -> None:
    """Register contributions, parts of pages, and what is told, erased and answered."""
    from rebond.listen.erasure import register_store
    from rebond.listen.holdings import register_holding
    from rebond_web.challenges.contributions import register_contribution
    from rebond_web.challenges.sections import register_challenge_section, register_idea_section
    from rebond_web.ideas import behind, erasing, gifts, sections, voices_told
    from rebond_web.ideas.access import address_of_idea
    from rebond_web.ideas.models import Idea, Rebound
    from rebond_web.spaces.given import register_given
    from rebond_web.surveys.followings import register_following

    register_contribution("idea", Idea, address=address_of_idea)
    register_contribution("rebound", Rebound, address=address_of_idea)
    register_challenge_section("ideas", 10, sections.of_challenge)
    register_idea_section("lineage", 30, sections.lineage)
    register_idea_section("voices", 40, behind.section)
    register_idea_section("supports", 50, sections.supports)
    register_idea_section("rebounding", 60, sections.rebounding)
    register_given("ideas", gifts.MODELS, gifts.gifts_of, gifts.erase_gifts)
    register_following("ideas", voices_told.following)
    register_store("ideas", erasing.forget_in_ideas)
    register_holding("ideas", erasing.links_held)
