"""Migrations of decisions and answers."""
