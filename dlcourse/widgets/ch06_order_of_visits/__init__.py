"""Chapter 6: computational graphs. The order of visits, a live control."""
