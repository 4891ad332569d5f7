"""What every page shares: its shell, its language, its looks, its refusals."""
