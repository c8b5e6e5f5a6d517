"""Ratios against peers, measured interleaved in one run. `make bench`, or `python -m benchmarks W2 W7`."""
