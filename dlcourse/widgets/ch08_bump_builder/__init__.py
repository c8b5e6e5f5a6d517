"""Chapter 8: a function from bumps. A target to draw, and how near a network comes to it, a live control."""
