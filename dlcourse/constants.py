"""Chapter 6: constants, the inputs of an op that are not Tensors, in the dtype in which the op computes.

Ops compute in floating point, since unsigned integers would wrap around below 0. Integers become floats: of
the dtype of the floats beside them, or else of the default dtype. Neither integers nor single numbers widen
float32.
"""

import numpy as np

from dlcourse.backend import FLOAT32, base_array, default_dtype, is_array


def converted(op, inputs, arrays) -> list:
    """The arrays of `inputs` as `op` takes them. Raises TypeError for what holds no real numbers.

    Booleans beside floats stay booleans, since they do not widen them; an op with `takes_integers` takes
    integers as they are where no float is among its inputs.
    """
    # Python's numbers stay: numpy gives them the dtype of the arrays beside them (NEP 50).
    arrays = [x if isinstance(x, int | float) and not is_array(x) else _real(op, x) for x in arrays]
    dtype = _dtype_beside(arrays)
    keeps = op.takes_integers and dtype is None
    return [x if not is_array(x) or keeps else _as_float(x, dtype) for x in arrays]


def has_float32(arrays) -> bool:
    """Whether a single number of float64 would widen one of the arrays."""
    return any(getattr(x, "dtype", None) is FLOAT32 for x in arrays)


def _real(op, x):
    if not is_array(x):
        raise TypeError(
            f"{op!r}: expected Tensors, arrays or numbers, got {type(x).__name__}; "
            "convert it with np.asarray first"
        )
    x = base_array(x)
    if x.dtype.kind not in "biuf":  # bool, int, unsigned int, float
        raise TypeError(
            f"{op!r}: expected real numbers, got dtype {x.dtype}; convert them with x.astype(float) first"
        )
    return x if x.dtype.isnative else x.astype(x.dtype.newbyteorder("="))


def _dtype_beside(arrays):
    """The widest dtype of the floats: of arrays with axes, or of single numbers where there are only such;
    None without floats."""
    floats = [x for x in arrays if is_array(x) and x.dtype.kind == "f"]
    wide = [x.dtype for x in floats if x.ndim] or [x.dtype for x in floats]
    return np.result_type(*wide) if wide else None


def _as_float(x, dtype):
    kind = x.dtype.kind
    if kind == "b" and dtype is not None:
        return x
    # An array of floats is never cast, but a single number is, where it would widen the arrays.
    if kind == "f" and (x.ndim or x.dtype.itemsize <= dtype.itemsize):
        return x if x.ndim else x[()]  # numpy computes with scalars ten times faster than with 0-d arrays
    return x.astype(default_dtype() if dtype is None else dtype)[()]
