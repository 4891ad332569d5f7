"""The cases of the site, for Django."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Names the application, and has erasures walk it."""

    name = "rebond_web.cases"
    label = "cases"

    def ready(self) -> None:
        """Register cases among the stores that an erasure walks."""
        from rebond.listen.erasure import register_store
        from rebond_web.cases.erasing import forget_cases

        register_store("cases", forget_cases)
