"""Themes learned from texts that people coded: what is looked at, fitted, kept, and read."""
