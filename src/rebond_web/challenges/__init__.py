"""Challenges: a question opened to a community, its phases, and what people contribute to it."""
