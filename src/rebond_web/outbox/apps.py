"""The outbox of the site, for Django."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Names the application, and has erasures and requests walk it."""

    name = "rebond_web.outbox"
    label = "outbox"

    def ready(self) -> None:
        """Register what waits."""
        from rebond.listen.erasure import register_store
        from rebond.listen.holdings import register_holding
        from rebond_web.outbox.erasing import forget_what_waits, tell_what_waits

        register_store("outbox", forget_what_waits)
        register_holding("answers on their way", tell_what_waits)
