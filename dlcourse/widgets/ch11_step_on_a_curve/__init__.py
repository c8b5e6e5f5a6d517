"""Chapter 11: a step on a curve: too small, too large, flat, trapped."""
