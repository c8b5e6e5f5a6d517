"""Chapter 17: the mask player: the ensemble inside a network, and what the mean of all of it gives."""
