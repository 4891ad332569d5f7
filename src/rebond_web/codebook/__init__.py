"""The codebook, edited: what an edit would move, doing it, undoing it, what it has been."""
