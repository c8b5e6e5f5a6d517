"""Chapter 3: GELU and SiLU, which multiply their input by a gate that opens with it."""

import math

from dlcourse.ops.activations import Clip, sigmoid

clip_far = Clip(-100.0, 100.0)  # beyond, the gate of gelu is 0 or 1, and x^3 might overflow


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
    near = clip_far(x)
    # With tanh(u) the gate is (1 + tanh u) / 2 = sigmoid(2 u), which does not cancel far to the left.
    return x * sigmoid(math.sqrt(8 / math.pi) * (near + 0.044715 * (near * near * near)))
