"""Chapter 4: losses. Each takes predictions or logits first and targets second, and gives one number.

Three squared losses go by three names, since the decks keep or drop the half and the mean: `squared_error`,
`half_squared_error`, `mean_squared_error`. The cross-entropies take logits, in nats.
"""

from dlcourse import ops
from dlcourse.backend import as_float_array, is_array
from dlcourse.tensor import Tensor


def squared_error(y_hat, y):
    """Sum of (y_hat - y)^2 over everything.   y_hat, y of one shape

    Source: deck Leibe, "Recap: loss functions". Raises ValueError when the shapes differ.

    >>> float(squared_error(np.array([1.0, 3.0]), np.array([0.0, 1.0])))
    5.0
    """
    return ops.square(_residual("squared_error", y_hat, y)).sum()


def half_squared_error(y_hat, y):
    """Half the sum of (y_hat - y)^2; its gradient by y_hat is y_hat - y.   y_hat, y of one shape

    Source: deck Mirabello, "Calculate loss"; deck Leibe, "Backpropagation: core steps".
    """
    return ops.square(_residual("half_squared_error", y_hat, y)).sum() * 0.5


def mean_squared_error(y_hat, y):
    """Mean over samples of the sum over outputs of (y_hat - y)^2.   y_hat, y (m,) or (m, k)

    Source: deck Srihari, section I, slide 24. Raises ValueError when the shapes differ or the batch is empty.
    """
    residual = _residual("mean_squared_error", y_hat, y)
    _refuse_empty("mean_squared_error", y_hat)
    return ops.square(residual).sum() * (1 / y_hat.shape[0])


def sigmoid_cross_entropy(z, y):
    """Mean over samples, sum over outputs, of -ln p(y), where p(1) = sigmoid(z).   z, y (m,) or (m, k)

    z: logits of any size. y: targets in [0, 1]. Source: DL book, section 6.2.2.2; deck Srihari, section II,
    slide 26. Raises ValueError when the shapes differ, the batch is empty, or a target lies outside [0, 1].

    >>> round(float(sigmoid_cross_entropy(np.zeros((4, 1)), np.ones((4, 1)))), 4)  # ln 2
    0.6931
    """
    _same_shape("sigmoid_cross_entropy", z, y)
    _refuse_empty("sigmoid_cross_entropy", z)
    values = y.array if isinstance(y, Tensor) else y
    if not ((values >= 0) & (values <= 1)).all():
        raise ValueError(
            f"sigmoid_cross_entropy: expected targets from 0 to 1, got {values.min()} to {values.max()}; "
            "map labels -1 and 1 with (y + 1) / 2"
        )
    return ops.sigmoid_cross_entropy(z, y)


def softmax_cross_entropy(z, y):
    """Mean over the batch of -log softmax(z)[y], in nats.

    z: logits (m, k) of any size. y: classes (m,), integers from 0 to k - 1. Source: DL book, section 6.2.2.3.
    Raises TypeError when y holds no integers, ValueError for other shapes, an empty batch, or a class out of
    range.

    >>> round(float(softmax_cross_entropy(np.zeros((2, 4)), np.array([0, 3]))), 4)  # ln 4
    1.3863
    """
    who = "softmax_cross_entropy"
    if not is_array(y) or y.dtype.kind not in "iu":
        got = getattr(y, "dtype", type(y).__name__)
        raise TypeError(
            f"{who}: expected y as an array of integers, got {got}; use y.astype(int), or y.argmax(axis=1)"
        )
    if not is_array(z) and not isinstance(z, Tensor):
        raise TypeError(f"{who}: expected z as an array or a Tensor, got {type(z).__name__}; use np.asarray")
    if z.ndim != 2 or y.shape != z.shape[:1]:
        raise ValueError(
            f"{who}: expected z (m, k) and y (m,), got {z.shape} and {y.shape}; one class number per row"
        )
    _refuse_empty(who, z)
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError(
            f"{who}: expected classes from 0 to {z.shape[1] - 1}, got {y.min()} to {y.max()}; "
            "number the classes from 0, or widen the last layer"
        )
    return ops.softmax_cross_entropy(z, y)


def _same_shape(who, y_hat, y):
    for name, x in (("the prediction", y_hat), ("y", y)):
        if not is_array(x) and not isinstance(x, Tensor):
            raise TypeError(
                f"{who}: expected {name} as an array or a Tensor, got {type(x).__name__}; use np.asarray"
            )
    if y_hat.shape != y.shape:
        raise ValueError(
            f"{who}: expected prediction and y of one shape, got {y_hat.shape} and {y.shape}; "
            "numpy would broadcast them to a wrong loss: reshape y, as in y.reshape(-1, 1)"
        )


def _residual(who, y_hat, y):
    _same_shape(who, y_hat, y)
    if isinstance(y_hat, Tensor):
        return y_hat - y
    return as_float_array(y_hat) - y


def _refuse_empty(who, x):
    if x.shape == () or x.shape[0] == 0:
        raise ValueError(
            f"{who}: expected at least one sample in axis 0, got shape {x.shape}; there is no mean"
        )
