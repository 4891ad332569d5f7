"""Votes under a rule of choice: a roll, ballots that lead to nobody, a replayable count."""
