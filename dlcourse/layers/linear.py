"""Chapter 3: the linear layer, a matrix product and a bias; in mathematics it is called affine."""

from dlcourse import expect
from dlcourse.initializers import expect_generator, glorot_uniform, zeros
from dlcourse.layers.module import Module, shape_of
from dlcourse.ops import affine
from dlcourse.tensor import Parameter


class Linear(Module):
    """z = x W + b.   x (m, n_in) -> z (m, n_out)

    rng: the numpy Generator from which `init` draws W; b starts at `bias_init`, zeros. Raises ValueError for
    a count below 1, without an rng, and when it is called with an x of another width. Source: deck Srihari,
    section I, slide 29, in the form with samples in rows.
    """

    def __init__(self, n_in: int, n_out: int, *, rng, init=glorot_uniform, bias_init=zeros):
        expect.count("Linear", n_in=n_in, n_out=n_out, advice="count the units")
        expect_generator("Linear", rng)
        self.W = drawn("Linear", "W", init, (n_in, n_out), rng)
        self.b = drawn("Linear", "b", bias_init, (n_out,), rng)

    @property
    def n_in(self) -> int:
        return self.W.shape[0]  # from W itself, so that it always agrees

    @property
    def n_out(self) -> int:
        return self.W.shape[1]

    def fprop(self, x):
        shape = shape_of(x)
        if len(shape) != 2 or shape[1] != self.n_in:
            raise ValueError(
                f"Linear: expected x of shape (m, {self.n_in}), got {shape}; {_advice(shape, self.n_in)}"
            )
        return affine(x, self.W, self.b)  # one op, which adds b in place: an array fewer than x @ W + b

    def __repr__(self) -> str:
        return f"Linear({self.n_in}, {self.n_out})"


def drawn(who: str, name: str, init, shape: tuple, rng) -> Parameter:
    """The Parameter with the numbers that `init(shape, rng)` returns.

    Raises TypeError when init is no function, ValueError when it returns another shape.
    """
    if not callable(init):  # the likely slip is he_normal(...), the result of a call
        raise TypeError(
            f"{who}: expected the initializer of {name} to be a function, got {init!r}; "
            "pass one of dlcourse.initializers itself, such as he_normal"
        )
    parameter = Parameter(init(shape, rng))
    if parameter.shape != shape:
        raise ValueError(
            f"{who}: expected init to return {name} of shape {shape}, got {parameter.shape}; "
            "init is (shape, rng) -> array"
        )
    return parameter


def _advice(shape, n_in):
    # The likeliest slip for this very shape: a sample that is no batch, samples in columns, images.
    if len(shape) == 1 and shape[0] == n_in:
        return "a single sample is a row: x.reshape(1, -1)"
    if len(shape) == 2 and shape[0] == n_in:
        return "samples are rows: transpose it with x.T"
    if len(shape) > 2:
        return "flatten it with x.reshape(len(x), -1)"
    return "compare the layer's n_in with the columns of x"
