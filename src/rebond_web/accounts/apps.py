"""The accounts of the site, for Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Names the application."""

    name = "rebond_web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Keep a row for each session."""
        from rebond_web.accounts.sessions import keep_each

        keep_each()
