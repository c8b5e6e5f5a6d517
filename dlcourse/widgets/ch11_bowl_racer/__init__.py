"""Chapter 11: the bowl racer: descent, momentum and Nesterov from one start, and the best rate of each."""
