"""Chapter 16: one sample of a batch, and its fellows: a batch to drag, in training and in test mode."""
