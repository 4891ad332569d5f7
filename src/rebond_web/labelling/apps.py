"""What people say of voices, for Django."""

from django.apps import AppConfig


class LabellingConfig(AppConfig):
    """Names the application, and has erasures walk it."""

    name = "rebond_web.labelling"
    label = "labelling"

    def ready(self) -> None:
        """Register what waits among the stores that an erasure walks."""
        from rebond.listen.erasure import register_store
        from rebond_web.labelling.erasing import forget_what_was_said

        register_store("what people said of voices", forget_what_was_said)
