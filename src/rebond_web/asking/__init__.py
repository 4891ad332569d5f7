"""Asking in plain words: the figure, its interval, its chart, its voices."""
