"""The answers, for Django."""

from django.apps import AppConfig


class AnswersConfig(AppConfig):
    """Names the application, and makes known what it knows."""

    name = "rebond_web.answers"
    label = "answers"

    def ready(self) -> None:
        """Register what it shows, tells and erases, where each is asked for."""
        from rebond_web.answers import registering

        registering.register()
