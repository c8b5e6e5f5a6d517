"""Chapters 4 and 7: puzzles, one-line gradients that are typed and checked at once. A live control."""
