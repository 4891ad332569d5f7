"""What people say of voices, for Django."""

from django.apps import AppConfig


class LabellingConfig(AppConfig):
    """Names the application; erasures and requests for what is held walk it."""

    name = "rebond_web.labelling"
    label = "labelling"

    def ready(self) -> None:
        """Register what waits."""
        from rebond.listen.erasure import register_store
        from rebond.listen.holdings import register_holding
        from rebond_web.labelling.erasing import forget_what_was_said, tell_what_was_said

        register_store("what people said of voices", forget_what_was_said)
        register_holding("what people said of voices", tell_what_was_said)
