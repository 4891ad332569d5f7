"""Co-creation: what people vote alike on, what they choose together, ideas that say the same."""
