"""Alerts: rules in plain words, tested on the data, told sparingly."""
