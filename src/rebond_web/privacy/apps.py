"""The privacy of the site, for Django."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Names the application, and has erasures and requests walk what the site keeps.

    It comes last among the applications: it cleans the database after their stores.
    """

    name = "rebond_web.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Register what the site keeps."""
        from rebond.listen.erasure import register_store
        from rebond.listen.holdings import register_holding
        from rebond_web.privacy.stores import HOLDINGS, STORES

        for name, store in STORES.items():
            register_store(name, store)
        for name, holding in HOLDINGS.items():
            register_holding(name, holding)
