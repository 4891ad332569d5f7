"""Voices that need an answer: each becomes a case, owned, due, answered, told."""
