"""Chapter 3: layers."""

from dlcourse.layers.linear import Linear
from dlcourse.layers.module import Module
from dlcourse.layers.sequential import MLP, Sequential

__all__ = ["MLP", "Linear", "Module", "Sequential"]
