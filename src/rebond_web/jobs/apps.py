"""The jobs of the site, for Django."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Names the application."""

    name = "rebond_web.jobs"
    label = "jobs"
