"""Chapter 9: what depth adds. The region map, a live control."""
