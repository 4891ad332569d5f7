"""The encoder that ships: one pass gives targets, polarity, intents and a meaning."""

from rebond.understand.encoder.gathering import Encoded, Sides
from rebond.understand.encoder.reading import LARGE, SMALL, Encoder, shipped_encoder
from rebond.understand.encoder.spans import Target

__all__ = ["LARGE", "SMALL", "Encoded", "Encoder", "Sides", "Target", "shipped_encoder"]
