"""What must go away, and what must be told: erasure, a person's own data, retention."""
