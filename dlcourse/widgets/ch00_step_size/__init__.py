"""Chapter 0: how small a step? The error of difference quotients, a live control."""
