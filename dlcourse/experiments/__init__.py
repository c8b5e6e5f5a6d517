"""Chapters and their experiments: seeded runs that return numbers and intervals, never pictures."""
