"""The pages of voices, for Django."""

from django.apps import AppConfig


class VoicesConfig(AppConfig):
    """Names the application."""

    name = "rebond_web.voices"
    label = "voices"
