"""Chapter 15: residual blocks. The input passes unchanged; the steps learn what to add to it."""

from reprlib import recursive_repr

from dlcourse.layers.module import Module
from dlcourse.layers.sequential import Sequential


class Residual(Module):
    """y = x + F(x), where F is the chain of steps.   Residual(Linear(8, 8, rng=rng), tanh)

    The Jacobian is I + dF/dx: along the shortcuts a gradient passes unchanged through any number of blocks.
    `shortcut`, a module or function, maps x where F changes its shape: y = shortcut(x) + F(x).
    Source: deck Fix, page 50; deck Srihari, section IV, slide 32; He, Zhang, Ren and Sun 2016. Raises
    ValueError when the two shapes differ.
    """

    def __init__(self, *steps, shortcut=None):
        self.block = Sequential(*steps)  # as an attribute: its parameters are found, and named block.steps.0
        if shortcut is not None and not callable(shortcut):
            raise TypeError(
                f"Residual: expected shortcut to be a module or a function, got {shortcut!r}; "
                "None passes x unchanged"
            )
        self.shortcut = shortcut

    def fprop(self, x):
        F = self.block(x)
        x = x if self.shortcut is None else self.shortcut(x)
        if F.shape != x.shape:  # (m, 1) and (m, n) would broadcast without an error
            raise ValueError(
                f"Residual: expected steps that keep the shape of the shortcut, {x.shape}, got {F.shape}; "
                "keep the width, or map x with shortcut=Linear(n_in, n_out, rng=rng)"
            )
        return x + F

    @recursive_repr()  # a block may hold itself
    def __repr__(self) -> str:
        return f"Residual({', '.join(map(repr, self.block.steps))})"
