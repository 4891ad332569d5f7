"""Worlds whose truth is known, which tests and benchmarks measure against."""
