"""Ideas, what rebounds on them, and who supports them."""
