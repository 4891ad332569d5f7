"""Search in the voices, by words and by meaning, with what was found lit."""

from rebond.understand.search.asking import Found, Hit, search
from rebond.understand.search.lighting import Lit
from rebond.understand.search.refreshing import refresh
from rebond.understand.search.resemblance import near_duplicates

__all__ = ["Found", "Hit", "Lit", "near_duplicates", "refresh", "search"]
