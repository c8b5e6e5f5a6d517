"""Ratios against peers, measured in turn in one run: `make bench`, or `python -m benchmarks --help`."""
