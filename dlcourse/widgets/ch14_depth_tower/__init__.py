"""Chapter 14: the depth tower: signals and gradients through up to 50 layers, by initializer and unit."""
