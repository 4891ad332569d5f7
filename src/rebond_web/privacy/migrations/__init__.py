"""The tables of retention, version after version."""
