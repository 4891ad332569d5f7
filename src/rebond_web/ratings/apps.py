"""Two-way ratings, for Django."""

from django.apps import AppConfig


class RatingsConfig(AppConfig):
    """Names the application, and has erasures and requests walk its ratings."""

    name = "rebond_web.ratings"
    label = "ratings"

    def ready(self) -> None:
        """Register ratings among the stores that an erasure walks."""
        from rebond.listen.erasure import register_store
        from rebond.listen.holdings import register_holding
        from rebond_web.ratings.erasing import forget_ratings, tell_ratings

        register_store("ratings", forget_ratings)
        register_holding("ratings", tell_ratings)
