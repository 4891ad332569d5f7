"""The wall: one screen by theme and market, what turns red and why."""
