"""The pages of insights, for Django."""

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    """Names the application, and has erasures walk it."""

    name = "rebond_web.insights"
    label = "insights"

    def ready(self) -> None:
        """Register what people write on insights among the stores that an erasure walks."""
        from rebond.listen.erasure import register_store
        from rebond_web.insights.erasing import forget_words

        register_store("comments", forget_words)
