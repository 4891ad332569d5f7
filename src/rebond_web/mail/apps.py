"""The mail of the site, for Django."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Names the application, and has erasures walk it."""

    name = "rebond_web.mail"
    label = "mail"

    def ready(self) -> None:
        """Register letters among the stores that an erasure walks."""
        from rebond.listen.erasure import register_store
        from rebond_web.mail.erasing import forget_letters

        register_store("letters", forget_letters)
