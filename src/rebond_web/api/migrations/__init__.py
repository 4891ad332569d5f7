"""The tables of tokens and webhooks, version after version."""
