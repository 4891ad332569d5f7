"""The questions that a listening team asks every week, each answered as one figure."""
