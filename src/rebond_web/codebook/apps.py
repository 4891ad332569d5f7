"""The pages where a codebook is edited, for Django."""

from django.apps import AppConfig


class CodebookConfig(AppConfig):
    """Names the application."""

    name = "rebond_web.codebook"
    label = "codebook"
