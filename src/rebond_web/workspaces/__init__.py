"""The workspaces of an installation, and who may see what of each."""
