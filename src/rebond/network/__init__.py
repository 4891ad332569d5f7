"""What both sides of an exchange say of each other, with its uncertainty and its protection."""

from rebond.network.batches import Batch, close_batches
from rebond.network.gaps import Gap, change, mirrored_gap
from rebond.network.ratings import HIGH, LOW, Rating
from rebond.network.summaries import Summary, summary
from rebond.network.tables import ProtectedTable, protected_table
from rebond.network.unusual import Unusual, unusual

__all__ = [
    "HIGH",
    "LOW",
    "Batch",
    "Gap",
    "ProtectedTable",
    "Rating",
    "Summary",
    "Unusual",
    "change",
    "close_batches",
    "mirrored_gap",
    "protected_table",
    "summary",
    "unusual",
]
