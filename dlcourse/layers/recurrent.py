"""Chapter 15: recurrent cells, one step of a sequence: from the input and the state to the next state."""

import numpy as np

from dlcourse import expect
from dlcourse.initializers import expect_generator, glorot_uniform, zeros
from dlcourse.layers.linear import drawn
from dlcourse.layers.module import Module, shape_of
from dlcourse.ops import sigmoid, split, tanh
from dlcourse.tensor import Parameter


class RNNCell(Module):
    """h' = tanh(x W + h U + b).   x (m, n_in), h (m, n) -> h' (m, n)

    W (n_in, n) and U (n, n) are drawn from rng by `init`, b (n,) starts at zeros. Over a sequence the
    Jacobian of the last state with respect to the first is a product of factors U diag(1 - h'^2): it vanishes
    or explodes with their size. Source: DL book, equations 10.8 and 10.9, where W and U are exchanged. Raises
    ValueError for counts below 1, without an rng, and when it is called with shapes that do not fit.
    """

    n_gates = 1

    def __init__(self, n_in: int, n: int, *, rng, init=glorot_uniform):
        _check_cell(self, n_in, n, rng)
        self.W = self._gates("W", init, n_in, n, rng)
        self.U = self._gates("U", init, n, n, rng)
        self.b = Parameter(zeros((self.n_gates * n,)))  # one bias: a second, for U, would add nothing

    @property
    def n_in(self) -> int:
        return self.W.shape[0]

    @property
    def n(self) -> int:
        """The number of units."""
        return self.U.shape[0]

    def fprop(self, x, h):
        return tanh(self.pre_activations(x, h))

    def pre_activations(self, x, h):
        """x W + h U + b of all gates, side by side.   -> (m, n_gates n)"""
        for name, part, n in (("x", x, self.n_in), ("h", h, self.n)):
            if len(shape_of(part)) != 2 or part.shape[1] != n:
                raise ValueError(
                    f"{type(self).__name__}: expected {name} of shape (m, {n}), got {part.shape}; "
                    "pass one step of the sequence at a time, as in x[:, t]"
                )
        if x.shape[0] != h.shape[0]:  # one state (1, n) would broadcast over the whole batch
            raise ValueError(
                f"{type(self).__name__}: expected a state per sample, got x {x.shape} and h {h.shape}; "
                "start from zeros (m, n)"
            )
        return x @ self.W + h @ self.U + self.b  # two products: to join x and h would copy both in each step

    def _gates(self, name, init, n_in, n, rng):
        """The weights of all gates, side by side; one draw per gate, so that n and not 4 n is the fan-out."""
        who = type(self).__name__
        draws = [drawn(who, name, init, (n_in, n), rng).array for _ in range(self.n_gates)]
        return Parameter(np.concatenate(draws, axis=1))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.n_in}, {self.n})"


class LSTMCell(RNNCell):
    """c' = f c + i g;   h' = o tanh(c').   x (m, n_in), state (h, c) of (m, n) each -> (h', c')

    The gates i, f, o = sigmoid(x W + h U + b) and the candidate g = tanh(...) lie side by side in W (n_in,
    4n), U (n, 4n) and b (4n,), in the order i, f, g, o. Along the sum the derivative of c' with respect to c
    is f: while the forget gate stays 1, a gradient keeps its size over any number of steps (the constant
    error carousel). `forget_bias` is the part of b for f at the start. Source: DL book, section 10.10.1,
    where the candidate has a sigmoid and g names the input gate; Hochreiter and Schmidhuber 1997; Gers,
    Schmidhuber and Cummins 2000 for f. Raises as RNNCell does.
    """

    n_gates = 4

    def __init__(self, n_in: int, n: int, *, rng, forget_bias: float = 1.0, init=glorot_uniform):
        super().__init__(n_in, n, rng=rng, init=init)
        # The second block of b is that of f: sigmoid(1) = 0.73, so that c lasts from the first step on.
        self.b.array[n : 2 * n] = forget_bias

    def fprop(self, x, state):
        if not isinstance(state, tuple | list) or len(state) != 2:
            raise ValueError(
                f"LSTMCell: expected the state as a pair (h, c), got {type(state).__name__}; "
                "both start as zeros (m, n)"
            )
        h, c = state
        if shape_of(c) != shape_of(h):
            raise ValueError(
                f"LSTMCell: expected h and c of one shape, got {h.shape} and {c.shape}; pass both on"
            )
        i, f, g, o = split(self.pre_activations(x, h), 4, axis=1)  # one product for all gates, then cut
        # c is only scaled and added to, never squashed: along this path dc'/dc is f.
        c = sigmoid(f) * c + sigmoid(i) * tanh(g)
        return sigmoid(o) * tanh(c), c  # tanh: c grows without bound, h must not


def _check_cell(cell, n_in, n, rng):
    who = type(cell).__name__
    expect.count(who, n_in=n_in, n=n, advice="count the units")
    expect_generator(who, rng)
