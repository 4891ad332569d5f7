"""The ideas and their rebounds, for Django."""

from django.apps import AppConfig


class IdeasConfig(AppConfig):
    """Names the application, and makes known what it knows."""

    name = "rebond_web.ideas"
    label = "ideas"

    def ready(self) -> None:
        """Register what it takes in, shows, tells and erases."""
        from rebond_web.ideas import registering

        registering.register()
