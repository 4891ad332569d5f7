"""Exports of survey tools and review sites, recognised by their own marks."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa

from rebond.listen.formats import (
    app_store,
    google_business,
    google_forms,
    google_play,
    limesurvey,
    qualtrics,
    trustpilot,
    typeform,
)
from rebond.listen.formats.base import ExportFormat

__all__ = ["ExportFormat", "recognised"]

Recogniser = Callable[[tuple[str, ...], pa.Table], ExportFormat | None]
_KNOWN: tuple[Recogniser, ...] = (
    qualtrics.recognise,
    limesurvey.recognise,
    typeform.recognise,
    google_play.recognise,
    google_business.recognise,
    app_store.recognise,
    trustpilot.recognise,
    google_forms.recognise,
)


def recognised(header: tuple[str, ...], sample: pa.Table) -> ExportFormat | None:
    """Return the export that a table with this ``header`` and these first rows comes from."""
    return next((found for recognise in _KNOWN if (found := recognise(header, sample))), None)
