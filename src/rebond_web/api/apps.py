"""The API of the site, for Django."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Names the application."""

    name = "rebond_web.api"
    label = "api"
