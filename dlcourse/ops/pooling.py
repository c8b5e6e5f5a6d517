"""Chapter 19: max pooling, the greatest number of each window."""

import math

from dlcourse.backend import xp_of
from dlcourse.op import Op
from dlcourse.ops.convolution import fold, output_shape, pair, unfold, windows
from dlcourse.ops.expected import expect_arrays


class FirstMax(Op):
    """1 at the greatest entry along axis, 0 elsewhere; of entries that tie, at the first.

    Its derivative is taken as 0 everywhere.
    """

    def __init__(self, axis):
        self.axis = axis

    def f(self, x):
        winner = x.argmax(axis=self.axis, keepdims=True)  # the first of entries that tie
        shape = [1] * x.ndim
        shape[self.axis] = -1
        return (xp_of(x).arange(x.shape[self.axis]).reshape(shape) == winner).astype(x.dtype)

    def bprop(self, inputs, X, G, Y):
        return G * 0


class MaxPooling(Op):
    """The maximum over each window.   x (m, n, h, w) -> Y (m, n, rows, columns)

    Rows and columns of x beyond the last whole window are left out. Of entries that tie, the first, row by
    row, gets the whole gradient, unlike in `max`, which divides it: a unit passes on one input.
    """

    def __init__(self, kernel, stride):
        self.kernel, self.stride = kernel, stride

    def f(self, x):
        places = output_shape(x.shape[2:], self.kernel, self.stride, (0, 0))
        Y = None
        for _, _, window in windows(self.kernel, self.stride, places):
            # A 1 x 1 window would return a view of x.
            Y = x[window].copy() if Y is None else xp_of(x).maximum(Y, x[window])
        return Y

    def bprop(self, inputs, X, G, Y):
        x = inputs[0]
        m, n, *places = G.shape
        n_entries, n_places = math.prod(self.kernel), math.prod(places)
        # `unfold` puts the channels and the entries of a window on one axis;
        # the maximum runs over entries only.
        columns = unfold(x, self.kernel, self.stride).reshape((m, n, n_entries, n_places))
        G = G.reshape((m, n, 1, n_places)) * FirstMax(2)(columns)  # an op, so that Tensors pass, too
        # Where windows overlap, a pixel gets the sum.
        return fold(G.reshape((m, n * n_entries, n_places)), x.shape[2:], self.kernel, self.stride)


def max_pool2d(x, kernel, stride=None):
    """The maximum over windows.   x (m, n, h, w) -> (m, n, rows, columns)

    kernel, stride: an int, or one per axis; the windows lie side by side unless `stride` is given. Raises
    ValueError for another shape of x and for a window that does not fit.

    >>> max_pool2d(np.arange(16.0).reshape(1, 1, 4, 4), 2)[0, 0]
    array([[ 5.,  7.],
           [13., 15.]])
    """
    expect_arrays("max_pool2d", x=x)
    if x.ndim != 4:
        raise ValueError(
            f"max_pool2d: expected x (m, n, h, w), got shape {x.shape}; give it an axis for its channels"
        )
    kernel = pair("kernel", kernel)
    return MaxPooling(kernel, kernel if stride is None else pair("stride", stride))(x)
