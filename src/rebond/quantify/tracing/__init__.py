"""From a figure or insight that was shown back to its rows: kept in a ledger, replayed at will."""

from rebond.quantify.tracing.insights import InsightTrace, is_insight, trace_insight
from rebond.quantify.tracing.keeping import Shown, keep, keep_insights
from rebond.quantify.tracing.replay import Since, SourceImport, Trace, trace

__all__ = [
    "InsightTrace",
    "Shown",
    "Since",
    "SourceImport",
    "Trace",
    "is_insight",
    "keep",
    "keep_insights",
    "trace",
    "trace_insight",
]
