"""Texts: personal data masked, languages told, empty answers set aside, copies marked."""
