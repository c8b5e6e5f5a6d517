"""The errors of losses: shapes, types, labels out of range, empty batches, spreads."""

import numpy as np
from errors_common import CLASSES, EITHER, X, Y, nan

from dlcourse import Tensor, losses
from dlcourse.losses.mixture import split_mixture

X3 = np.ones((4, 3, 2))
NONE = np.ones((0, 2))


def gaussian(mu=X, y=X, **options):
    return losses.gaussian_nll(mu, y, **options)


WRONG = {
    "targets flat": (
        lambda: losses.mean_squared_error(Tensor(Y), np.ones(4)),
        ValueError,
        ["(4, 1)", "(4,)", "reshape(-1, 1)"],
    ),
    "targets in a list": (
        lambda: losses.squared_error(Tensor(Y), [1.0]),
        TypeError,
        ["squared_error", "list"],
    ),
    "a batch of none": (
        lambda: losses.mean_squared_error(np.ones((0, 1)), np.ones((0, 1))),
        ValueError,
        ["(0, 1)", "sample"],
    ),
    "a batch of none in logits": (
        lambda: losses.sigmoid_cross_entropy(np.ones((0, 1)), np.ones((0, 1))),
        ValueError,
        ["(0, 1)"],
    ),
    "targets beyond one": (
        lambda: losses.sigmoid_cross_entropy(Y, 2 * Y),
        ValueError,
        ["from 0 to 1", "2.0"],
    ),
    "targets of minus one": (
        lambda: losses.sigmoid_cross_entropy(Y, -Y),
        ValueError,
        ["-1.0", "(y + 1) / 2"],
    ),
    "targets nan": (lambda: losses.sigmoid_cross_entropy(Y, nan * Y), ValueError, ["nan"]),
    "one number for a batch": (
        lambda: losses.mean_squared_error(Tensor(1.0), Tensor(2.0)),
        ValueError,
        ["()", "axis 0"],
    ),
    "targets flat, logits not": (
        lambda: losses.sigmoid_cross_entropy(Y, np.ones(4)),
        ValueError,
        ["(4, 1)", "(4,)"],
    ),
    "complex targets": (
        lambda: losses.mean_squared_error(Y, 1j * Y),
        TypeError,
        ["real numbers", "complex128"],
    ),
    "classes under a mask": (
        lambda: losses.softmax_cross_entropy(X, np.ma.array([0, 1, 0, 1], mask=[0, 1, 0, 1])),
        TypeError,
        ["softmax_cross_entropy", "y without a mask", "drop"],
    ),
    "classes in a list": (
        lambda: losses.softmax_cross_entropy(X, [0, 1, 0, 1]),
        TypeError,
        ["list", "integers"],
    ),
    "logits of one class": (
        lambda: losses.softmax_cross_entropy(np.ones(4), np.zeros(4, int)),
        ValueError,
        ["(4,)"],
    ),
    "classes as floats": (
        lambda: losses.softmax_cross_entropy(X, np.ones(4)),
        TypeError,
        ["float64", "astype(int)"],
    ),
    "classes in columns": (
        lambda: losses.softmax_cross_entropy(X, np.ones((4, 2), int)),
        ValueError,
        ["(4, 2)"],
    ),
    "class too high": (
        lambda: losses.softmax_cross_entropy(X, np.array([0, 1, 2, 0])),
        ValueError,
        ["from 0 to 1", "0 to 2"],
    ),
    "class negative": (
        lambda: losses.softmax_cross_entropy(X, np.array([0, -1, 1, 0])),
        ValueError,
        ["-1 to 1"],
    ),
    "too few classes": (
        lambda: losses.softmax_cross_entropy(X, np.array([0, 1])),
        ValueError,
        ["(4, 2)", "(2,)"],
    ),
    "no classes": (
        lambda: losses.softmax_cross_entropy(np.ones((0, 2)), np.ones(0, int)),
        ValueError,
        ["(0, 2)"],
    ),
    "logits in a list": (
        lambda: losses.softmax_cross_entropy([[1.0]], np.array([0])),
        TypeError,
        ["softmax", "list"],
    ),
    "one column of logits": (
        lambda: losses.classification_error(Y, np.zeros(4, int)),
        ValueError,
        ["classification_error", "(4, 1)", "z > 0"],
    ),
    "classification of a class too high": (
        lambda: losses.classification_error(X, CLASSES + 2),
        ValueError,
        ["classification_error", "from 0 to 1", "2 to 3"],
    ),
    "absolute targets flat": (
        lambda: losses.mean_absolute_error(Y, np.ones(4)),
        ValueError,
        ["mean_absolute_error", "(4, 1)", "(4,)"],
    ),
    "absolute batch of none": (lambda: losses.mean_absolute_error(NONE, NONE), ValueError, ["(0, 2)"]),
    "absolute list": (lambda: losses.absolute_error([1.0], Y), TypeError, ["absolute_error", "list"]),
    "half squared flat": (
        lambda: losses.half_squared_error(Y, np.ones(4)),
        ValueError,
        ["half_squared_error"],
    ),
    "probabilities of one": (lambda: losses.cross_entropy(X[0], X[0]), ValueError, ["cross_entropy", "(2,)"]),
    "probabilities above one": (lambda: losses.cross_entropy(2 * X, X), ValueError, ["p from 0 to 1", "2.0"]),
    "probabilities nan": (lambda: losses.cross_entropy(nan * X, X), ValueError, ["p from 0 to 1", "nan"]),
    "weights below zero": (lambda: losses.cross_entropy(X, -X), ValueError, ["y from 0 to 1", "-1.0"]),
    "an impossible class": (lambda: losses.cross_entropy(0 * X, X), ValueError, ["p > 0", "p = 0", "logits"]),
    "probabilities of none": (lambda: losses.cross_entropy(NONE, NONE), ValueError, ["(0, 2)"]),
    "hinge labels 0 and 1": (lambda: losses.hinge(Y, 0 * Y), ValueError, ["hinge", "2 * y - 1"]),
    "hinge labels 3": (lambda: losses.hinge(Y, 3 * Y), ValueError, ["hinge", "3.0", "two classes"]),
    "hinge labels nan": (lambda: losses.hinge(Y, nan * Y), ValueError, ["hinge", "nan"]),
    "hinge flat": (lambda: losses.hinge(Y, np.ones(4)), ValueError, ["hinge", "(4, 1)", "(4,)"]),
    "hinge of none": (lambda: losses.hinge(NONE, NONE), ValueError, ["hinge", "(0, 2)"]),
    "gaussian flat": (lambda: gaussian(Y, np.ones(4)), ValueError, ["gaussian_nll", "(4, 1)"]),
    "gaussian of none": (lambda: gaussian(NONE, NONE), ValueError, ["gaussian_nll", "(0, 2)"]),
    "two spreads": (lambda: gaussian(sigma=1.0, log_sigma=0.0), ValueError, ["one of sigma", "2 of them"]),
    "sigma negative": (lambda: gaussian(sigma=-1.0), ValueError, ["sigma as a number > 0", "-1.0"]),
    "sigma an array": (lambda: gaussian(sigma=X), ValueError, ["sigma as a number", "log_sigma"]),
    "a spread in a list": (lambda: gaussian(log_sigma=[0.0]), TypeError, ["gaussian_nll", "list"]),
    "a variance in words": (lambda: gaussian(log_variance="a"), TypeError, ["gaussian_nll", "str"]),
    "a spread of another shape": (lambda: gaussian(log_sigma=np.zeros(3)), ValueError, ["(4, 2)", "(3,)"]),
    "a spread that collapses": (lambda: gaussian(log_sigma=-400.0), ValueError, ["-300", "-400", "floor"]),
    "mixture shapes": (lambda: losses.mixture_nll(X, X, X, X), ValueError, ["mixture_nll", "split_mixture"]),
    "mixture of none": (
        lambda: losses.mixture_nll(np.ones((0, 3)), X3[:0], np.ones((0, 3)), X[:0]),
        ValueError,
        ["mixture_nll", "(0, 3)"],
    ),
    "mixture of lists": (lambda: losses.mixture_nll([1.0], X3, X, X), TypeError, ["logits", "list"]),
    "a width for no mixture": (lambda: split_mixture(X, 3), ValueError, ["split_mixture", "(4, 2)", "widen"]),
    "no components": (lambda: split_mixture(X, 0), ValueError, ["split_mixture", "0 components"]),
    "half a component": (lambda: split_mixture(X, 1.5), EITHER, ["split_mixture", "1.5"]),
    "a mixture of a list": (lambda: split_mixture([1.0], 1), TypeError, ["split_mixture", "list"]),
}
