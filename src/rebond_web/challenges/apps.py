"""The challenges, for Django."""

from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    """Names the application."""

    name = "rebond_web.challenges"
    label = "challenges"
