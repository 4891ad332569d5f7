"""The alerts of the site, for Django."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """Names the application."""

    name = "rebond_web.alerts"
    label = "alerts"
