"""Test panels: contributors of a space try a prototype or a pilot, step by step, and say so."""
