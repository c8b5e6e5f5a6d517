"""Chapter 12: the optimizer race: eight methods from one start, with rates by hand or tuned fairly."""
