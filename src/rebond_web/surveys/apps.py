"""Surveys, for Django."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Names the application, and has erasures walk its receipts."""

    name = "rebond_web.surveys"
    label = "surveys"

    def ready(self) -> None:
        """Register receipts among the stores that an erasure walks."""
        from rebond.listen.erasure import register_store
        from rebond_web.surveys.erasing import forget_receipts

        register_store("receipts", forget_receipts)
