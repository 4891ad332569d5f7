"""Test panels, for Django."""

from django.apps import AppConfig


class PanelsConfig(AppConfig):
    """Names the application, and makes known what it shows, tells and erases."""

    name = "rebond_web.panels"
    label = "panels"

    def ready(self) -> None:
        """Register its part of the page of a space, and what participants gave to it."""
        from rebond_web.panels.models import Application
        from rebond_web.panels.testing import erase_gifts, gifts_of
        from rebond_web.panels.views import section_of_space
        from rebond_web.spaces.given import register_given
        from rebond_web.spaces.sections import register_space_section

        register_given("panels", (Application,), gifts_of, erase_gifts)
        register_space_section("panels", 50, section_of_space)
