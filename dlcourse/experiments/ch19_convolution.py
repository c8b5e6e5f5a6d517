"""Chapter 19: what convolution saves and what it keeps. Weights counted, maps measured, images shifted.

The layers are in `layers/convolution.py`, the counts of whole networks in `models/lenet.py`.
"""

import numpy as np

from dlcourse.layers import Conv2d
from dlcourse.models.lenet import conv_parameters
from dlcourse.ops import conv2d
from dlcourse.ops.convolution import output_size

LENET_SIZES = ((5, 1, 0), (2, 2, 0), (5, 1, 0), (2, 2, 0))  # kernel, stride, padding of each step


def map_sizes(n: int, steps=LENET_SIZES) -> list[int]:
    """The side of the maps after each step (kernel, stride, padding), the image of n pixels first.

    Source: deck Fix on convolutional networks, slide 4.

    >>> map_sizes(32)
    [32, 28, 14, 10, 5]
    """
    sizes = [n]
    for kernel, stride, padding in steps:
        sizes.append(output_size(sizes[-1], kernel, stride, padding))
    return sizes


def dense_against_convolution(n: int = 28, n_out: int = 6, kernel: int = 5) -> tuple[int, int]:
    """Weights that join every pixel of one n x n image to every unit of n_out maps, and parameters of the
    convolution that makes the same maps. Source: deck Srihari, section IV, slide 33.

    >>> dense_against_convolution()
    (2709504, 156)
    """
    side = output_size(n, kernel)
    return n * n * n_out * side * side, conv_parameters(1, n_out, kernel)


def sparse_matrix(W, n: int) -> np.ndarray:
    """The matrix by which a convolution multiplies a flattened image: the few numbers of W, over and over.

    W (n_out, n_in, kh, kw), images n_in x n x n -> (n_in n n, n_out rows columns)
    """
    n_in = W.shape[1]
    pixels = np.eye(n_in * n * n).reshape(-1, n_in, n, n)
    return conv2d(pixels, W).reshape(len(pixels), -1)


def shift(x, down: int, right: int) -> np.ndarray:
    """Images (..., h, w) moved by whole pixels, zeros moving in at the edge."""
    h, w = x.shape[-2:]
    frame = [(0, 0)] * (x.ndim - 2) + [(abs(down),) * 2, (abs(right),) * 2]
    top, left = abs(down) - down, abs(right) - right
    return np.pad(x, frame)[..., top : top + h, left : left + w]


def equivariance_error(down: int, right: int, *, rng, n: int = 12, kernel: int = 3) -> tuple[float, float]:
    """How far conv(shift(x)) is from shift(conv(x)): within the valid area, and over the whole map.

    The valid area leaves out what moved in from beyond the edge; there the two agree to rounding. Returns the
    greatest differences for a random image and layer.
    """
    layer = Conv2d(1, 4, kernel, rng=rng)
    x = rng.standard_normal((1, 1, n, n))
    difference = np.abs(layer(shift(x, down, right)).array - shift(layer(x).array, down, right))
    rows = slice(max(down, 0), difference.shape[2] + min(down, 0))
    columns = slice(max(right, 0), difference.shape[3] + min(right, 0))
    return float(difference[..., rows, columns].max()), float(difference.max())
