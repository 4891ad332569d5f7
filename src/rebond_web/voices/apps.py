"""The pages of voices, for Django."""

from django.apps import AppConfig


class VoicesConfig(AppConfig):
    """Names the application, and has erasures walk it."""

    name = "rebond_web.voices"
    label = "voices"

    def ready(self) -> None:
        """Register saved views among the stores that an erasure walks."""
        from rebond.listen.erasure import register_store
        from rebond_web.voices.erasing import forget_in_views

        register_store("saved views", forget_in_views)
