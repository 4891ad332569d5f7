"""The statements that figures support."""
