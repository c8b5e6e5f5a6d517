"""Class run: one command grades what a class has handed in, in parallel, and can be killed at any moment."""
