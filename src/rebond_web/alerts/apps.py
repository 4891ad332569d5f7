"""The alerts of the site, for Django."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """Names the application, and has erasures walk it."""

    name = "rebond_web.alerts"
    label = "alerts"

    def ready(self) -> None:
        """Register alerts among the stores that an erasure walks."""
        from rebond.listen.erasure import register_store
        from rebond_web.alerts.erasing import forget_in_alerts

        register_store("alerts", forget_in_alerts)
