"""Chapter 6: the ops. Each is used as a function, on arrays or on Tensors."""

from dlcourse.ops import numpy_functions, operators  # noqa: F401  give Tensor its operators
from dlcourse.ops.activations import (
    clip01,
    elu,
    hard_tanh,
    leaky_relu,
    lecun_tanh,
    relu,
    sigmoid,
    softplus,
    step,
    tanh,
)
from dlcourse.ops.arithmetic import add, divide, multiply, negative, power, subtract
from dlcourse.ops.batch_norm import batch_norm
from dlcourse.ops.convolution import conv2d, fold, unfold
from dlcourse.ops.cross_entropy import sigmoid_cross_entropy, softmax_cross_entropy
from dlcourse.ops.elementwise import absolute, cosine, exp, log, sign, sine, sqrt, square
from dlcourse.ops.gated import gelu, silu
from dlcourse.ops.joining import concatenate, split, stack
from dlcourse.ops.linalg import affine, matmul
from dlcourse.ops.maxout import maxout
from dlcourse.ops.normalization import log_softmax, logsumexp, softmax
from dlcourse.ops.pooling import max_pool2d
from dlcourse.ops.rbf import rbf
from dlcourse.ops.reductions import max, mean, sum
from dlcourse.ops.shaping import broadcast_to, getitem, reshape, swapaxes, transpose

__all__ = [
    "absolute",
    "add",
    "affine",
    "batch_norm",
    "broadcast_to",
    "clip01",
    "concatenate",
    "conv2d",
    "cosine",
    "divide",
    "elu",
    "exp",
    "fold",
    "gelu",
    "getitem",
    "hard_tanh",
    "leaky_relu",
    "lecun_tanh",
    "log",
    "log_softmax",
    "logsumexp",
    "matmul",
    "max",
    "max_pool2d",
    "maxout",
    "mean",
    "multiply",
    "negative",
    "power",
    "rbf",
    "relu",
    "reshape",
    "sigmoid",
    "sigmoid_cross_entropy",
    "sign",
    "silu",
    "sine",
    "softmax",
    "softmax_cross_entropy",
    "softplus",
    "split",
    "sqrt",
    "square",
    "stack",
    "step",
    "subtract",
    "sum",
    "swapaxes",
    "tanh",
    "transpose",
    "unfold",
]
