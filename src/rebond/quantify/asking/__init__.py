"""What a question is answered from: names, rows, filters, sums."""
