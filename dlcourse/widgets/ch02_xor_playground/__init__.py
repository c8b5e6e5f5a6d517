"""Chapter 2: XOR. The playground, a live control."""
