"""The accounts of the site, for Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Names the application."""

    name = "rebond_web.accounts"
    label = "accounts"
