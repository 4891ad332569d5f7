"""What changes over time: trends, shifts, seasons, what emerges."""
