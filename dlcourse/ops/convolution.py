"""Chapter 19: convolution as a matrix product, and the pair of ops that cuts images into patches and back.

Images are (m, n_channels, height, width). `unfold` writes the patch under each place of the kernel as a
column; `fold` adds columns back where they came from. Each is the other's transpose, so each is the other's
gradient rule, and convolution can be differentiated any number of times.
"""

import itertools
import math

from dlcourse import expect
from dlcourse.backend import xp_of
from dlcourse.op import Op
from dlcourse.ops.expected import expect_arrays
from dlcourse.ops.reductions import sum


class Unfold(Op):
    """Patches as columns.   x (m, n, h, w) -> Y (m, n kh kw, places), places row by row

    Beyond the edge, `padding` wide, x is taken as 0. Rows and columns of x that no place of the kernel
    reaches, because the stride does not fit, are left out.
    """

    def __init__(self, kernel, stride, padding):
        self.kernel, self.stride, self.padding = kernel, stride, padding

    def f(self, x):
        m, n, *size = x.shape
        places = output_shape(size, self.kernel, self.stride, self.padding)
        x = padded(x, self.padding)
        # Axes in the order of the columns, so that the reshape below moves nothing. The loop runs over the
        # few entries of the kernel, not over its many places: each step copies a pixel of every patch.
        Y = xp_of(x).zeros((m, n, *self.kernel, *places), x.dtype)
        for i, j, window in windows(self.kernel, self.stride, places):
            Y[:, :, i, j] = x[window]
        return Y.reshape((m, n * math.prod(self.kernel), math.prod(places)))

    def bprop(self, inputs, X, G, Y):
        return Fold(inputs[0].shape[2:], self.kernel, self.stride, self.padding)(G)


class Fold(Op):
    """Images: the sums of columns at the places from which `unfold` takes them.   x (m, n kh kw, places) ->
    Y (m, n, h, w)

    size: (h, w). Where patches overlap their numbers add up.
    """

    def __init__(self, size, kernel, stride, padding):
        self.size, self.kernel, self.stride, self.padding = size, kernel, stride, padding

    def f(self, x):
        places = output_shape(self.size, self.kernel, self.stride, self.padding)
        m, n = len(x), x.shape[1] // math.prod(self.kernel)
        x = x.reshape((m, n, *self.kernel, *places))
        (h, w), (p, q) = self.size, self.padding
        Y = xp_of(x).zeros((m, n, h + 2 * p, w + 2 * q), x.dtype)
        for i, j, window in windows(self.kernel, self.stride, places):
            Y[window] += x[:, :, i, j]  # within one window no pixel comes twice, so += misses none
        return Y[:, :, p : p + h, q : q + w]  # what was added to the padding belongs to no pixel

    def bprop(self, inputs, X, G, Y):
        return Unfold(self.kernel, self.stride, self.padding)(G)


class Convolution(Op):
    """Y[k, r, c] = sum over channels and kernel of W[k, l, i, j] x[l, s r + i - p, s c + j - p], plus b[k].

    x (m, n_in, h, w), W (n_out, n_in, kh, kw), no b or b (n_out,) -> Y (m, n_out, rows, columns). The kernel
    is not flipped: networks call cross-correlation convolution. Source: DL book, equations 9.6 and 9.8.
    """

    def __init__(self, stride=(1, 1), padding=(0, 0)):
        self.stride, self.padding = stride, padding

    def f(self, x, W, b=None):
        n_out, _, *kernel = W.shape
        places = output_shape(x.shape[2:], kernel, self.stride, self.padding)
        # One product per image, (n_out, n kh kw) @ (n kh kw, places): its rows
        # are the output maps as they are.
        Y = W.reshape((n_out, -1)) @ unfold(x, kernel, self.stride, self.padding)
        if b is not None:
            Y += b.reshape((-1, 1))  # one number per output map, the same at all places
        return Y.reshape((len(x), n_out, *places))

    def bprop(self, inputs, X, G, Y):
        if X == 2:
            # Here, not by `grad`: b lies along axis 1, where broadcasting never put it.
            return sum(G, axis=(0, 2, 3))
        x, W = inputs[:2]
        (m, n_out, *places), kernel = G.shape, W.shape[2:]
        # Y = W C with the columns C, so the gradients are W^T G (folded, since C = unfold(x)) and G C^T.
        G = G.reshape((m, n_out, math.prod(places)))
        if X == 0:
            return Fold(x.shape[2:], kernel, self.stride, self.padding)(W.reshape((n_out, -1)).T @ G)
        columns = Unfold(kernel, self.stride, self.padding)(x)  # made again: to keep them takes kh kw times x
        return sum(G @ columns.swapaxes(1, 2), axis=0).reshape(W.shape)


def windows(kernel, stride, places):
    """For each entry (i, j) of the kernel: i, j, and the slices of an image that it meets over all places."""
    (s, t), (rows, columns) = stride, places
    for i, j in itertools.product(range(kernel[0]), range(kernel[1])):
        # Each slice ends one past the last place, so that a stride which does not fit yields no place more.
        window = (..., slice(i, i + s * (rows - 1) + 1, s), slice(j, j + t * (columns - 1) + 1, t))
        yield i, j, window


def padded(x, padding):
    """x with a frame of zeros around each image; x itself without one."""
    p, q = padding
    # Without a frame nothing is copied.
    return xp_of(x).pad(x, ((0, 0), (0, 0), (p, p), (q, q))) if p or q else x


def output_size(n: int, kernel: int, stride: int = 1, padding: int = 0) -> int:
    """The number of places of a kernel along n pixels: floor((n + 2 padding - kernel) / stride) + 1.

    Raises ValueError when the kernel is wider than the padded image. Source: deck Fix on convolutional
    networks, slide 4.

    >>> output_size(224, 11, stride=4, padding=2)
    55
    """
    if kernel > n + 2 * padding:
        raise ValueError(
            f"output_size: expected a kernel of at most {n + 2 * padding}, the padded image, got {kernel}; "
            "take a smaller kernel or more padding"
        )
    if stride < 1 or padding < 0:
        raise ValueError(
            f"output_size: expected stride >= 1 and padding >= 0, got {stride} and {padding}; as in conv2d"
        )
    return (n + 2 * padding - kernel) // stride + 1


def output_shape(size, kernel, stride, padding) -> tuple[int, int]:
    """(rows, columns) of places, by `output_size` along each axis."""
    rows, columns = map(output_size, size, kernel, stride, padding)
    return rows, columns


def unfold(x, kernel, stride=1, padding=0):
    """The patches of x (m, n, h, w) as columns (m, n kh kw, places). Raises ValueError for another shape."""
    expect_arrays("unfold", x=x)
    if x.ndim != 4:
        raise ValueError(
            f"unfold: expected x (m, n, h, w), got shape {x.shape}; give it an axis for its channels"
        )
    return Unfold(pair("kernel", kernel), pair("stride", stride), pair("padding", padding, least=0))(x)


def fold(x, size, kernel, stride=1, padding=0):
    """Columns (m, n kh kw, places) added up to images (m, n, *size). Raises ValueError for another shape."""
    expect_arrays("fold", x=x)
    size, kernel, stride = pair("size", size), pair("kernel", kernel), pair("stride", stride)
    padding = pair("padding", padding, least=0)
    n_entries, n_places = math.prod(kernel), math.prod(output_shape(size, kernel, stride, padding))
    # Columns cut with other constants would be added up at wrong places.
    if x.ndim != 3 or x.shape[1] % n_entries or x.shape[2] != n_places:
        raise ValueError(
            f"fold: expected x (m, n {n_entries}, {n_places}) for images of {size}, got {x.shape}; "
            "use the constants that unfold had"
        )
    return Fold(size, kernel, stride, padding)(x)


def conv2d(x, W, b=None, *, stride=1, padding=0):
    """Convolution.   x (m, n_in, h, w), W (n_out, n_in, kh, kw), b (n_out,) -> (m, n_out, rows, columns)

    stride, padding: an int, or one per axis. Raises ValueError for other shapes and for a kernel that does
    not fit.

    >>> conv2d(np.ones((1, 1, 32, 32)), np.ones((6, 1, 5, 5))).shape
    (1, 6, 28, 28)
    """
    expect_arrays("conv2d", x=x, W=W)
    if x.ndim != 4 or W.ndim != 4 or x.shape[1] != W.shape[1]:
        raise ValueError(
            f"conv2d: expected x (m, n_in, h, w) and W (n_out, n_in, kh, kw), got {x.shape} and {W.shape}; "
            "gray images need an axis for their one channel, x[:, None]"
        )
    if b is not None and getattr(b, "shape", ()) != W.shape[:1]:
        raise ValueError(
            f"conv2d: expected b {W.shape[:1]}, got {getattr(b, 'shape', ())}; one bias per output map"
        )
    op = Convolution(pair("stride", stride), pair("padding", padding, least=0))
    return op(x, W) if b is None else op(x, W, b)


def pair(name: str, value, least: int = 1) -> tuple[int, int]:
    """An int, or two of them, as (vertical, horizontal). Raises ValueError below `least`."""
    # As numpy orders axes: height first.
    both = (value, value) if not isinstance(value, tuple | list) else tuple(value)
    if len(both) != 2 or not all(expect.is_count(n, least) for n in both):
        raise ValueError(
            f"convolution: expected {name} as an int of at least {least} or a pair of them, got {value!r}; "
            "the pair is (vertical, horizontal)"
        )
    return int(both[0]), int(both[1])
