"""The ideas and their rebounds, for Django."""

from django.apps import AppConfig


class IdeasConfig(AppConfig):
    """Names the application, and makes its contributions known."""

    name = "rebond_web.ideas"
    label = "ideas"

    def ready(self) -> None:
        """Register what it takes in."""
        from rebond_web.challenges.contributions import register_contribution
        from rebond_web.ideas.models import Idea, Rebound

        register_contribution("idea", Idea)
        register_contribution("rebound", Rebound)
