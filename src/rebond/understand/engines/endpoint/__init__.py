"""An OpenAI-compatible endpoint as an engine: off unless someone configured it."""

from rebond.understand.engines.endpoint.answers import Answers
from rebond.understand.engines.endpoint.configuration import Endpoint, configured
from rebond.understand.engines.endpoint.engine import EndpointEngine

__all__ = ["Answers", "Endpoint", "EndpointEngine", "configured"]
