"""What the site of the demonstration shows beside its voices: a fictional community at work."""
