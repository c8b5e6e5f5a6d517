"""Chapter 19: convolutional layers, max pooling, and the step from images to rows."""

import math

from dlcourse import expect
from dlcourse.initializers import expect_generator, glorot_uniform, zeros
from dlcourse.layers.linear import drawn
from dlcourse.layers.module import Module, shape_of
from dlcourse.ops import conv2d, max_pool2d, reshape
from dlcourse.ops.convolution import pair


class Conv2d(Module):
    """z = conv2d(x, W, b).   x (m, n_in, h, w) -> z (m, n_out, rows, columns)

    W (n_out, n_in, kh, kw) is drawn from rng by `init`, whose fan-in is n_in kh kw; b (n_out,) starts at
    `bias_init`. kernel, stride, padding: an int, or one per axis. All places of an image share the weights:
    n_out n_in kh kw + n_out parameters, whatever its size. Source: deck Fix on convolutional networks,
    slides 2 to 4. Raises ValueError for counts below 1, without an rng, and when it is called with an x of
    another shape.

    >>> Conv2d(1, 6, 5, rng=np.random.default_rng(0)).n_parameters
    156
    """

    def __init__(
        self, n_in: int, n_out: int, kernel, *, stride=1, padding=0, rng, init=glorot_uniform, bias_init=zeros
    ):
        expect.count("Conv2d", n_in=n_in, n_out=n_out, advice="count the channels")
        expect_generator("Conv2d", rng)
        self.stride, self.padding = pair("stride", stride), pair("padding", padding, least=0)
        shape = (n_out, n_in, *pair("kernel", kernel))  # channels first, as in x
        self.W = drawn("Conv2d", "W", init, shape, rng)
        self.b = drawn("Conv2d", "b", bias_init, (n_out,), rng)

    @property
    def n_in(self) -> int:
        return self.W.shape[1]

    @property
    def n_out(self) -> int:
        return self.W.shape[0]

    @property
    def kernel(self) -> tuple[int, int]:
        return self.W.shape[2:]  # read from W: no second number that could disagree

    def fprop(self, x):
        shape = shape_of(x)
        if len(shape) != 4 or shape[1] != self.n_in:
            raise ValueError(
                f"Conv2d: expected x of shape (m, {self.n_in}, h, w), got {shape}; channels come before "
                "height and width, gray images need an axis for their one channel: x[:, None]"
            )
        # Cross-correlation: the kernel is not flipped.
        return conv2d(x, self.W, self.b, stride=self.stride, padding=self.padding)

    def __repr__(self) -> str:
        return (
            f"Conv2d({self.n_in}, {self.n_out}, {self.kernel}, stride={self.stride}, padding={self.padding})"
        )


class MaxPool2d(Module):
    """The maximum over each window.   x (m, n, h, w) -> (m, n, rows, columns)

    kernel, stride: an int, or one per axis; the windows lie side by side unless `stride` is given.
    """

    def __init__(self, kernel, stride=None):
        self.kernel = pair("kernel", kernel)
        # Side by side, without overlap.
        self.stride = self.kernel if stride is None else pair("stride", stride)

    def fprop(self, x):
        return max_pool2d(x, self.kernel, self.stride)

    def __repr__(self) -> str:
        return f"MaxPool2d({self.kernel}, stride={self.stride})"


class Flatten(Module):
    """Each sample as one row, as Linear needs it.   x (m, ...) -> (m, n)"""

    def fprop(self, x):
        if not shape_of(x):
            raise ValueError("Flatten: expected x (m, ...), got one number; samples lie along axis 0")
        m, *rest = shape_of(x)
        return reshape(x, (m, math.prod(rest)))  # -1 would be ambiguous for m = 0

    def __repr__(self) -> str:
        return "Flatten()"
