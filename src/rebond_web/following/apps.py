"""Following and exchanging, for Django."""

from django.apps import AppConfig


class FollowingConfig(AppConfig):
    """Names the application, and has keys of feeds told and erased with their participant."""

    name = "rebond_web.following"
    label = "following"

    def ready(self) -> None:
        """Register what is kept of participants."""
        from rebond_web.following.feeds import erase_keys, keys_told
        from rebond_web.following.models import FeedKey
        from rebond_web.spaces.given import register_given

        register_given("feeds", (FeedKey,), keys_told, erase_keys)
