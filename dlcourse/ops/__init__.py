"""Chapter 6: the ops. Each is used as a function, on arrays or on Tensors."""

from dlcourse.ops import operators  # noqa: F401  gives Tensor its operators
from dlcourse.ops.arithmetic import add, divide, multiply, negative, power, subtract
from dlcourse.ops.cross_entropy import sigmoid_cross_entropy, softmax_cross_entropy
from dlcourse.ops.elementwise import absolute, exp, log, relu, sigmoid, sign, softplus, sqrt, square, tanh
from dlcourse.ops.linalg import affine, matmul
from dlcourse.ops.normalization import log_softmax, logsumexp, softmax
from dlcourse.ops.reductions import max, mean, sum
from dlcourse.ops.shaping import broadcast_to, getitem, reshape, swapaxes, transpose

__all__ = [
    "absolute",
    "add",
    "affine",
    "broadcast_to",
    "divide",
    "exp",
    "getitem",
    "log",
    "log_softmax",
    "logsumexp",
    "matmul",
    "max",
    "mean",
    "multiply",
    "negative",
    "power",
    "relu",
    "reshape",
    "sigmoid",
    "sigmoid_cross_entropy",
    "sign",
    "softmax",
    "softmax_cross_entropy",
    "softplus",
    "sqrt",
    "square",
    "subtract",
    "sum",
    "swapaxes",
    "tanh",
    "transpose",
]
