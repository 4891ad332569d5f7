"""Engines other than the one that ships, behind the same function and the same promises."""

from rebond.understand.engines.choosing import (
    Available,
    available_engines,
    engine_named,
    workspace_engine,
)

__all__ = ["Available", "available_engines", "engine_named", "workspace_engine"]
