"""Spaces: where a community takes part, who is in it, under which charter."""
