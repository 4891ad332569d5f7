"""From a figure that was shown back to the rows it rests on: kept in a ledger, replayed at will."""

from rebond.quantify.tracing.keeping import Shown, keep
from rebond.quantify.tracing.replay import Since, SourceImport, Trace, trace

__all__ = ["Shown", "Since", "SourceImport", "Trace", "keep", "trace"]
