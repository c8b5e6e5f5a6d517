"""Chapter 20: bytes and FLOPs. What a step costs, a live control."""
