"""The challenges, for Django."""

from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    """Names the application, and has erasures walk what challenges quote."""

    name = "rebond_web.challenges"
    label = "challenges"

    def ready(self) -> None:
        """Register quoted words among the stores that an erasure walks."""
        from rebond.listen.erasure import register_store
        from rebond_web.challenges.erasing import forget_verbatims

        register_store("words quoted by challenges", forget_verbatims)
