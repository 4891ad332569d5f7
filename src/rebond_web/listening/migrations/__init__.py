"""The tables of watched folders, version after version."""
