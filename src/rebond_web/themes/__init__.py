"""The themes read: the tree, what weighs, where, since when, and the page of each."""
