"""The voices: found, narrowed, followed person by person, corrected, kept as views."""
