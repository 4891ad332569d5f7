"""Intervals and tests that every kind of figure shares."""
