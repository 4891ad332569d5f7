"""Columns: what each one holds, inferred from its name and its cells, with the reason."""
