"""How places, segments and sides differ, and what goes together."""
