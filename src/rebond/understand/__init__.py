"""Understand: from voices to opinions, with the exact words that prove them."""

from rebond.understand.codebook import Codebook, Theme, load_codebook
from rebond.understand.engine import Engine, opinions, text_polarity
from rebond.understand.reading import Understanding, understand, workspace_codebook

__all__ = [
    "Codebook",
    "Engine",
    "Theme",
    "Understanding",
    "load_codebook",
    "opinions",
    "text_polarity",
    "understand",
    "workspace_codebook",
]
