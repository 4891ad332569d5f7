"""What comes in, for Django."""

from django.apps import AppConfig


class ListeningConfig(AppConfig):
    """Names the application."""

    name = "rebond_web.listening"
    label = "listening"
