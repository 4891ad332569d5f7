"""Migrations of insights."""
