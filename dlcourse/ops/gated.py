"""Chapter 3: GELU and SiLU, which multiply their input by a gate that opens with it."""

import math

from dlcourse.ops.activations import sigmoid, tanh


def silu(x):
    """x sigmoid(x), also called swish.   x (any shape) -> (same shape), at least -0.2785

    Smooth and not monotonic: its minimum lies at -1.2785. Source: Hendrycks and Gimpel 2016; Ramachandran,
    Zoph and Le 2017.

    >>> silu(np.array([-1.0, 0.0, 1.0])).round(4)
    array([-0.2689,  0.    ,  0.7311])
    """
    return x * sigmoid(x)


def gelu(x):
    """x Phi(x), with Phi the normal distribution, by a formula with tanh.   x (any shape) -> (same shape)

    The formula is off by less than 0.0005 from x Phi(x), which needs the error function. Its minimum, -0.17,
    lies near -0.75. Source: Hendrycks and Gimpel 2016, section 2.

    >>> gelu(np.array([-1.0, 0.0, 1.0])).round(4)
    array([-0.1588,  0.    ,  0.8412])
    """
    return 0.5 * x * (1 + tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * (x * x * x))))
