"""Statements, the votes on them, and arguments on ideas, for Django."""

from django.apps import AppConfig


class StatementsConfig(AppConfig):
    """Names the application, and makes known what it takes in and what it shows."""

    name = "rebond_web.statements"
    label = "statements"

    def ready(self) -> None:
        """Register contributions, parts of pages, and what is kept of participants."""
        from rebond_web.statements import registering

        registering.register()
