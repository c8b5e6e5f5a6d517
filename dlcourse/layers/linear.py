"""Chapter 3: the linear layer, which is affine: a product and a bias."""

import numbers

from dlcourse.initializers import glorot_uniform, zeros
from dlcourse.layers.module import Module, shape_of
from dlcourse.ops import affine
from dlcourse.tensor import Parameter


class Linear(Module):
    """z = x W + b.   x (m, n_in) -> z (m, n_out)

    rng: numpy's Generator, from which `init` draws W; b starts at `bias_init`, zeros. Raises ValueError for a
    count below 1, for no rng, and in use for an x of another width. Source: deck Srihari, section I, slide
    29, in the form with samples in rows.
    """

    def __init__(self, n_in: int, n_out: int, *, rng, init=glorot_uniform, bias_init=zeros):
        for name, n in (("n_in", n_in), ("n_out", n_out)):
            if not isinstance(n, numbers.Integral) or isinstance(n, bool) or n < 1:
                raise ValueError(
                    f"Linear: expected {name} to be an int of at least 1, got {n!r}; count the units"
                )
        if not hasattr(rng, "uniform"):
            raise ValueError(
                f"Linear: expected rng to be a Generator, got {rng!r}; pass np.random.default_rng(seed)"
            )
        self.W = Parameter(init((n_in, n_out), rng))
        if self.W.shape != (n_in, n_out):
            raise ValueError(
                f"Linear: expected init to give W of shape {(n_in, n_out)}, got {self.W.shape}; "
                "init is (shape, rng) -> array"
            )
        self.b = Parameter(bias_init((n_out,), rng))

    @property
    def n_in(self) -> int:
        return self.W.shape[0]

    @property
    def n_out(self) -> int:
        return self.W.shape[1]

    def fprop(self, x):
        shape = shape_of(x)
        if len(shape) != 2 or shape[1] != self.n_in:
            raise ValueError(
                f"Linear: expected x of shape (m, {self.n_in}), got {shape}; {_advice(shape, self.n_in)}"
            )
        return affine(x, self.W, self.b)

    def __repr__(self) -> str:
        return f"Linear({self.n_in}, {self.n_out})"


def _advice(shape, n_in):
    if len(shape) == 1 and shape[0] == n_in:
        return "a single sample is a row: x.reshape(1, -1)"
    if len(shape) == 2 and shape[0] == n_in:
        return "samples are rows: transpose it with x.T"
    if len(shape) > 2:
        return "flatten it with x.reshape(len(x), -1)"
    return "compare the layer's n_in with the columns of x"
