"""Reading what people said: the home page, the voices, the themes."""
