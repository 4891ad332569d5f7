"""Statements that people agree or disagree with, and their votes."""
