"""The errors of ops. A plain op passes numpy's error on, with a note that says which op and which shapes."""

import numpy as np
from errors_common import EITHER, T, X, nan

from dlcourse import Tensor, ops
from dlcourse.ops.convolution import output_size

IMAGES, W = np.ones((2, 3, 5, 5)), np.ones((4, 3, 2, 2))
THREE = np.ones(3)
AXIS = (ValueError, IndexError)

WRONG = {
    "a sum of other shapes": (lambda: T + THREE, ValueError, ["add", "(2,)", "(3,)", "axes"]),
    "a product of other shapes": (lambda: Tensor(X) @ X, ValueError, ["matmul", "(4, 2)"]),
    "a list as a matrix": (lambda: T @ [1.0, 2.0], TypeError, ["matmul", "list"]),
    "a number as a matrix": (lambda: ops.matmul(T, Tensor(1.0)), ValueError, ["matmul", "()", "*"]),
    "affine of a vector": (lambda: ops.affine(THREE, X, THREE), ValueError, ["affine", "(3,)", "x @ W + b"]),
    "a list for an op": (lambda: ops.tanh([1.0]), TypeError, ["tanh", "list"]),
    "a word for an op": (lambda: ops.relu("a"), TypeError, ["relu", "str"]),
    "None for an op": (lambda: ops.exp(None), TypeError, ["exp", "NoneType"]),
    "a word as an exponent": (lambda: T ** "2", TypeError, ["power", "str"]),
    "a shape that does not fit": (lambda: T.reshape(3), ValueError, ["(2,)", "Reshape"]),
    "an axis that is not there": (lambda: T.sum(axis=3), AXIS, ["Sum", "axis=3", "(2,)"]),
    "the maximum of nothing": (lambda: ops.max(np.ones(0)), ValueError, ["Max", "(0,)"]),
    "the softmax of nothing": (lambda: ops.softmax(np.ones(0)), ValueError, ["Softmax", "(0,)"]),
    "an axis twice": (lambda: ops.transpose(X, (0, 0)), ValueError, ["Transpose", "(4, 2)"]),
    "swapped axes": (lambda: ops.swapaxes(X, 0, 5), AXIS, ["SwapAxes", "(4, 2)"]),
    "a broadcast": (lambda: ops.broadcast_to(X, (3, 2)), ValueError, ["BroadcastTo", "(4, 2)"]),
    "an entry that is not there": (lambda: T[5], IndexError, ["GetItem", "5", "(2,)"]),
    "an entry by a word": (lambda: T["a"], IndexError, ["GetItem", "'a'"]),
    "parts of other shapes": (lambda: ops.concatenate([X, THREE]), ValueError, ["Concatenate", "(3,)"]),
    "a stack of other shapes": (lambda: ops.stack([X, THREE]), ValueError, ["Stack", "(3,)"]),
    "no parts": (lambda: ops.concatenate([]), TypeError, ["concatenate", "[]", "[a, b]"]),
    "parts not in a list": (lambda: ops.stack(X), TypeError, ["stack", "[a, b]"]),
    "a split that leaves a rest": (lambda: ops.split(X, 3), ValueError, ["split", "3 parts", "4"]),
    "half a part": (lambda: ops.split(X, 1.5), EITHER, ["split", "1.5"]),
    "a split along no axis": (lambda: ops.split(X, 2, axis=4), ValueError, ["split", "(4, 2)", "4"]),
    "a split of a list": (lambda: ops.split([1, 2], 2), TypeError, ["split", "list"]),
    "maxout groups": (lambda: ops.maxout(X, 3), ValueError, ["maxout", "k = 3", "(4, 2)"]),
    "half a maxout group": (lambda: ops.maxout(X, 0.5), EITHER, ["maxout", "0.5"]),
    "maxout of a list": (lambda: ops.maxout([1.0]), TypeError, ["maxout", "list"]),
    "rbf widths": (lambda: ops.rbf(X, np.ones((4, 3))), ValueError, ["rbf", "(4, 2)", "(4, 3)"]),
    "rbf of a list": (lambda: ops.rbf([1.0], X), TypeError, ["rbf", "list"]),
    "batch norm of nothing": (lambda: ops.batch_norm(np.ones((0, 2))), ValueError, ["batch_norm", "(0, 2)"]),
    "batch norm along no axis": (lambda: ops.batch_norm(X, axis=2), ValueError, ["batch_norm", "axis 2"]),
    "batch norm eps": (lambda: ops.batch_norm(X, eps=0.0), ValueError, ["eps > 0", "0.0"]),
    "batch norm eps nan": (lambda: ops.batch_norm(X, eps=nan), ValueError, ["eps > 0", "nan"]),
    "batch norm gamma": (lambda: ops.batch_norm(X, gamma=THREE), ValueError, ["gamma", "(4, 2)", "(3,)"]),
    "batch norm of a list": (lambda: ops.batch_norm([1.0]), TypeError, ["batch_norm", "list"]),
    "conv2d channels": (lambda: ops.conv2d(IMAGES[:, :2], W), ValueError, ["conv2d", "(2, 2, 5, 5)"]),
    "conv2d of one gray image": (
        lambda: ops.conv2d(np.ones((5, 5)), W),
        ValueError,
        ["(5, 5)", "x[:, None]"],
    ),
    "conv2d of a list": (lambda: ops.conv2d([1.0], W), TypeError, ["conv2d", "list"]),
    "conv2d bias": (lambda: ops.conv2d(IMAGES, W, THREE), ValueError, ["(4,)", "(3,)", "bias"]),
    "conv2d stride zero": (lambda: ops.conv2d(IMAGES, W, stride=0), ValueError, ["stride", "0"]),
    "conv2d padding negative": (lambda: ops.conv2d(IMAGES, W, padding=-1), ValueError, ["padding", "-1"]),
    "a kernel too wide": (lambda: ops.max_pool2d(IMAGES, 6), ValueError, ["output_size", "5", "6"]),
    "places at no stride": (lambda: output_size(5, 3, stride=0), ValueError, ["stride >= 1", "0"]),
    "max pooling of rows": (lambda: ops.max_pool2d(X, 2), ValueError, ["max_pool2d", "(4, 2)"]),
    "max pooling of a list": (lambda: ops.max_pool2d([1.0], 2), TypeError, ["max_pool2d", "list"]),
    "max pooling kernel": (lambda: ops.max_pool2d(IMAGES, (1, 2, 3)), ValueError, ["kernel", "(1, 2, 3)"]),
    "unfold of rows": (lambda: ops.unfold(X, 2), ValueError, ["unfold", "(4, 2)", "channels"]),
    "unfold of a list": (lambda: ops.unfold([1.0], 2), TypeError, ["unfold", "list"]),
    "fold of rows": (lambda: ops.fold(X, 5, 2), ValueError, ["fold", "(4, 2)", "unfold"]),
    "fold of a list": (lambda: ops.fold([1.0], 5, 2), TypeError, ["fold", "list"]),
}
