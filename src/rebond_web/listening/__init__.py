"""Bringing voices in: a file given, looked at, corrected, imported."""
