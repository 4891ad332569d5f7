"""Decisions, what becomes of them, and telling everybody who contributed."""
