"""Keeping a codebook alive: edits that say what they move, candidates, differences, history."""
