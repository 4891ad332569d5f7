"""A company's own code plan and coded verbatims: read, compared with, learned from."""
