"""Chapter 4: losses. What every loss expects of its arguments, and the errors where they differ."""

from dlcourse import expect
from dlcourse.backend import as_float_array, is_array
from dlcourse.ops.expected import expect_arrays
from dlcourse.tensor import Operand


def values_of(x):
    """The array in a Tensor or a dual number; an array itself."""
    return x.array if isinstance(x, Operand) else x


def expect_same_shape(who: str, y_hat, y) -> None:
    """Raise unless y_hat and y are arrays or Tensors of one shape."""
    expect_arrays(who, **{"the prediction": y_hat, "y": y})
    if y_hat.shape != y.shape:  # (m, 1) minus (m,) is (m, m): the most common silent error of a loss
        raise ValueError(
            f"{who}: expected prediction and y of one shape, got {y_hat.shape} and {y.shape}; "
            "numpy would broadcast them to a wrong loss: reshape y, as in y.reshape(-1, 1)"
        )


def expect_samples(who: str, x) -> None:
    """Raise ValueError unless axis 0 holds at least one sample."""
    if x.shape == () or x.shape[0] == 0:
        raise ValueError(
            f"{who}: expected at least one sample in axis 0, got shape {x.shape}; there is no mean"
        )


def expect_classes(who: str, z, y) -> None:
    """Raise unless z is (m, k) with m >= 1 and y (m,) holds integers from 0 to k - 1."""
    # Before the shapes: float classes are mostly one-hot rows or targets of a
    # regression, which need another loss.
    if not is_array(y) or y.dtype.kind not in "iu":
        got = getattr(y, "dtype", type(y).__name__)
        raise TypeError(
            f"{who}: expected y as an array of integers, got {got}; use y.astype(int), or y.argmax(axis=1)"
        )
    expect.no_mask(who, y=y)
    expect_arrays(who, z=z)
    if z.ndim != 2 or y.shape != z.shape[:1]:
        raise ValueError(
            f"{who}: expected z (m, k) and y (m,), got {z.shape} and {y.shape}; one class number per row"
        )
    expect_samples(who, z)
    # Read as unsigned, a negative class is a huge number: one pass over the data finds both.
    if y.view(y.dtype.str.replace("i", "u")).max() >= z.shape[1]:
        raise ValueError(
            f"{who}: expected classes from 0 to {z.shape[1] - 1}, got {y.min()} to {y.max()}; "
            "number the classes from 0, or widen the last layer"
        )


def residual(who: str, y_hat, y):
    """y_hat - y in floating point, for y_hat and y of one shape."""
    expect_same_shape(who, y_hat, y)
    if isinstance(y_hat, Operand):
        return y_hat - y  # the op makes floats of integers
    return as_float_array(y_hat) - y  # unsigned integers would wrap around: 0 - 1 is 255
