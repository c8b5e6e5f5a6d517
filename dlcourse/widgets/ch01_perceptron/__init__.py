"""Chapter 1: the perceptron, sample by sample, a live control."""
