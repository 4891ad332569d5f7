"""What weighs on a score: weights, shares, impacts, the Llosa matrix."""
