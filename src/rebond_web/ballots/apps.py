"""Votes, for Django."""

from django.apps import AppConfig


class BallotsConfig(AppConfig):
    """Names the application, shows its part of challenges, tells and erases what people gave."""

    name = "rebond_web.ballots"
    label = "ballots"

    def ready(self) -> None:
        """Register what it brings to other pages, and what it keeps of participants."""
        from rebond_web.ballots.giving import GIVEN, erase, gifts
        from rebond_web.ballots.sections import vote_section
        from rebond_web.challenges.sections import register_challenge_section
        from rebond_web.spaces.given import register_given

        register_challenge_section("vote", 40, vote_section)
        register_given("ballots", GIVEN, gifts, erase)
