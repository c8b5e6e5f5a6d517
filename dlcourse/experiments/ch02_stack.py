"""Chapter 2: networks of one width side by side, trained as one."""

import numpy as np

from dlcourse import expect
from dlcourse.layers import Module
from dlcourse.ops import matmul
from dlcourse.tensor import Parameter


class Stack(Module):
    """Networks of one width side by side, the runs in the last axis, where one call serves all of them.

    W (n_inputs, n, n_runs), c (1, n, n_runs), w (n, n_runs), b (1, n_runs)
    """

    def __init__(self, starts, activation):
        _expect_stacked(*map(np.asarray, starts))
        W, c, w, b = (np.ascontiguousarray(np.moveaxis(array, 0, -1)) for array in starts)
        self.W, self.c, self.w, self.b = map(Parameter, (W, c, w[:, 0], b[0]))
        self.activation = activation

    def fprop(self, x):
        """x (m, n_inputs) -> (m, n_runs)"""
        n_inputs, n, n_runs = self.W.shape
        # one product of two matrices, in the place of n_runs small ones
        products = matmul(x, self.W.reshape((n_inputs, n * n_runs))).reshape((len(x), n, n_runs))
        return (self.activation(products + self.c) * self.w).sum(axis=1) + self.b

    def starts(self) -> list[np.ndarray]:
        """The parameters with the runs in the first axis, as `draw_starts` gives them."""
        W, c, w, b = (parameter.array for parameter in (self.W, self.c, self.w, self.b))
        return [np.moveaxis(array, -1, 0).copy() for array in (W, c, w[:, None], b[None])]


def _expect_stacked(W, c, w, b):
    advice = "stack the starts of all runs, one behind the other"
    expect.shape("train_stack", ("n_runs", "n_inputs", "n"), advice=advice, W=W)
    n_runs, _, n = W.shape
    for name, array, wanted in (("c", c, (n_runs, 1, n)), ("w", w, (n_runs, n, 1)), ("b", b, (n_runs, 1, 1))):
        expect.shape("train_stack", wanted, advice=advice, **{name: array})
