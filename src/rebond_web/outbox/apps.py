"""The outbox of the site, for Django."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Names the application, and has erasures walk it."""

    name = "rebond_web.outbox"
    label = "outbox"

    def ready(self) -> None:
        """Register what waits among the stores that an erasure walks."""
        from rebond.listen.erasure import register_store
        from rebond_web.outbox.erasing import forget_what_waits

        register_store("outbox", forget_what_waits)
