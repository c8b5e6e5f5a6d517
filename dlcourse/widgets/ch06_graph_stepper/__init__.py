"""Chapter 6: computational graphs. Values forward, gradients in reverse, a live control."""
