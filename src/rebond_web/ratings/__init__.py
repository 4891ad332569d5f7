"""Two-way ratings: after an exchange both sides rate each other, and both are revealed at once."""
