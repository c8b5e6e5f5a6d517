"""Chapter 3: which unit? What it makes of normal inputs, a live control."""
