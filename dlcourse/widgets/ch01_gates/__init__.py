"""Chapter 1: gates from wires, a live control."""
