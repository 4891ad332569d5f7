"""The pages of insights, for Django."""

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    """Names the application."""

    name = "rebond_web.insights"
    label = "insights"
