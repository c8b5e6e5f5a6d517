"""Chapter 15: residual blocks. The input goes on unchanged, and the steps add what is missing."""

from reprlib import recursive_repr

from dlcourse.layers.module import Module
from dlcourse.layers.sequential import Sequential


class Residual(Module):
    """y = x + F(x), with F the steps in a row.   Residual(Linear(8, 8, rng=rng), tanh)

    The Jacobian is I + dF/dx: along the shortcut a gradient arrives as it left, however many blocks lie
    between. `shortcut`, a module or function, maps x where F changes its shape: y = shortcut(x) + F(x).
    Source: deck Fix, page 50; deck Srihari, section IV, slide 32; He, Zhang, Ren and Sun 2016. Raises
    ValueError when the two shapes differ.
    """

    def __init__(self, *steps, shortcut=None):
        self.block = Sequential(*steps)
        if shortcut is not None and not callable(shortcut):
            raise TypeError(
                f"Residual: expected shortcut to be a module or a function, got {shortcut!r}; "
                "None hands x on as it is"
            )
        self.shortcut = shortcut

    def fprop(self, x):
        F = self.block(x)
        x = x if self.shortcut is None else self.shortcut(x)
        if F.shape != x.shape:
            raise ValueError(
                f"Residual: expected the steps to give the shape of the shortcut, {x.shape}, got {F.shape}; "
                "keep the width, or map x by shortcut=Linear(n_in, n_out, rng=rng)"
            )
        return x + F

    @recursive_repr()
    def __repr__(self) -> str:
        return f"Residual({', '.join(map(repr, self.block.steps))})"
