"""What is measured, beside the peers. ``python -m benchmarks`` runs everything in turn."""
