"""Rebond: from listening to co-creation, every number with its evidence."""

__version__ = "0.1.0"
