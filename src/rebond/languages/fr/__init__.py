"""French, one module per stage."""
