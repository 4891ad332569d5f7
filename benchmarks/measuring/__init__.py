"""What the benchmarks of understanding share: files, scores, baselines, peers, results."""
