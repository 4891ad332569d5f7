"""The moderation of the site, for Django."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """Names the application, and has contributions looked at, told of, and erased."""

    name = "rebond_web.moderation"
    label = "moderation"

    def ready(self) -> None:
        """Register what doubts, what listens, what is told and what is erased."""
        from rebond.listen.erasure import register_store
        from rebond.listen.holdings import register_holding
        from rebond_web.challenges.contributions import register_doubt, register_listener
        from rebond_web.mail.readers import register_reader
        from rebond_web.moderation import doubting, erasing, sections
        from rebond_web.moderation.models import Appeal, Ruling
        from rebond_web.moderation.noticing import address_of_notifier
        from rebond_web.spaces.given import register_given
        from rebond_web.spaces.sections import register_space_section

        register_doubt("flags", doubting.is_flagged)
        register_doubt("asked to change", doubting.was_asked_to_change)
        register_listener("moderation", doubting.hold_or_let_go)
        register_reader("notice", address_of_notifier)
        register_given("moderation", (Ruling, Appeal), erasing.gifts_of, erasing.erase_gifts)
        register_space_section("moderation", 5, sections.of_space)
        register_store("moderation", erasing.forget_in_moderation)
        register_holding("reports of contents", erasing.held_notices)
