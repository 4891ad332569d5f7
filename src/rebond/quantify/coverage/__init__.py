"""Who speaks, for whom, and what is wrong with the data themselves."""
