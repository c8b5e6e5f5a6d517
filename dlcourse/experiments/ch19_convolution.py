"""Chapter 19: convolution: how many weights it saves, the sizes of its maps, and its equivariance to shifts.

The layers are in `layers/convolution.py`, the counts of whole networks in `models/lenet.py`.
"""

import numpy as np

from dlcourse.data import shifted
from dlcourse.layers import Conv2d
from dlcourse.models.lenet import conv_parameters
from dlcourse.ops import conv2d
from dlcourse.ops.convolution import output_size

LENET_SIZES = ((5, 1, 0), (2, 2, 0), (5, 1, 0), (2, 2, 0))  # kernel, stride, padding of each step


def map_sizes(n: int, steps=LENET_SIZES) -> list[int]:
    """The sides of the image, n, and of the maps after each step (kernel, stride, padding).

    Source: deck Fix on convolutional networks, slide 4.

    >>> map_sizes(32)
    [32, 28, 14, 10, 5]
    """
    sizes = [n]
    for kernel, stride, padding in steps:
        sizes.append(output_size(sizes[-1], kernel, stride, padding))
    return sizes


def dense_against_convolution(n: int = 28, n_out: int = 6, kernel: int = 5) -> tuple[int, int]:
    """The numbers of weights of a dense layer and of parameters of a convolution with the same maps.

    From one n x n image to n_out maps. Source: deck Srihari, section IV, slide 33.

    >>> dense_against_convolution()
    (2709504, 156)
    """
    side = output_size(n, kernel)
    return n * n * n_out * side * side, conv_parameters(1, n_out, kernel)  # the first without biases


def sparse_matrix(W, n: int) -> np.ndarray:
    """The matrix by which a convolution multiplies a flattened image: entries of W, repeated, among zeros.

    W (n_out, n_in, kh, kw), images n_in x n x n -> (n_in n n, n_out rows columns)
    """
    n_in = W.shape[1]
    # the response to an image with a single pixel at 1 is the row of that pixel
    pixels = np.eye(n_in * n * n).reshape(-1, n_in, n, n)
    return conv2d(pixels, W).reshape(len(pixels), -1)


def equivariance_error(down: int, right: int, *, rng, n: int = 12, kernel: int = 3) -> tuple[float, float]:
    """The largest difference of conv(shifted(x)) and shifted(conv(x)): in the valid area, and anywhere.

    For a random image and layer. In the valid area, without what has moved in from beyond the edge, the two
    agree up to rounding.
    """
    layer = Conv2d(1, 4, kernel, rng=rng)
    x = rng.standard_normal((1, 1, n, n))
    difference = np.abs(layer(shifted(x, down, right)).array - shifted(layer(x).array, down, right))
    # outputs in this area see only pixels of the image itself
    rows = slice(max(down, 0), difference.shape[2] + min(down, 0))
    columns = slice(max(right, 0), difference.shape[3] + min(right, 0))
    return float(difference[..., rows, columns].max()), float(difference.max())
