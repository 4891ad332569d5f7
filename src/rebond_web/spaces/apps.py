"""The spaces of communities, for Django."""

from django.apps import AppConfig


class SpacesConfig(AppConfig):
    """Names the application, and has erasures and requests walk who takes part."""

    name = "rebond_web.spaces"
    label = "spaces"

    def ready(self) -> None:
        """Register participants among what an erasure walks and a request tells."""
        from rebond.listen.erasure import register_store
        from rebond.listen.holdings import register_holding
        from rebond_web.spaces.erasing import forget_participants, participations

        register_store("participants", forget_participants)
        register_holding("participations", participations)
