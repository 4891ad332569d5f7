"""What the engine’s errors do to figures, once they are measured."""
