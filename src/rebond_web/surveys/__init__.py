"""Surveys made here, the receipts of those who answer, and the note of those who hear."""
