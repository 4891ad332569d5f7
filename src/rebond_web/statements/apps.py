"""Statements and the votes on them, for Django."""

from django.apps import AppConfig


class StatementsConfig(AppConfig):
    """Names the application, and makes its contributions known."""

    name = "rebond_web.statements"
    label = "statements"

    def ready(self) -> None:
        """Register what it takes in."""
        from rebond_web.challenges.contributions import register_contribution
        from rebond_web.statements.models import Statement

        register_contribution("statement", Statement)
