"""Benchmarks: ratios to baselines of the same run, never absolute times. `make bench`."""
