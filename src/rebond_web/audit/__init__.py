"""What was changed, when and by whom: ids only, never content."""
