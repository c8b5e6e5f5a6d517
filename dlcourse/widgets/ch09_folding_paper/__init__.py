"""Chapter 9: linear regions. A sheet to fold, draw on and unfold, a live control."""
