"""The spaces of communities, for Django."""

from django.apps import AppConfig


class SpacesConfig(AppConfig):
    """Names the application."""

    name = "rebond_web.spaces"
    label = "spaces"
