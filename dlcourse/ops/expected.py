"""Chapter 6: a check of inputs for ops made of several steps; a plain op checks in `Op.__call__`."""

import numpy as np

from dlcourse.backend import is_array
from dlcourse.operand import Operand


def expect_arrays(who: str, **arguments) -> None:
    """Raise TypeError for an argument that is neither an array of real numbers nor a Tensor."""
    for name, x in arguments.items():
        # The usual kinds first, since the checks below are slower.
        if isinstance(x, Operand) or (x.__class__ is np.ndarray and x.dtype.kind == "f"):
            continue
        if not is_array(x):
            raise TypeError(
                f"{who}: expected {name} as an array or a Tensor, got {type(x).__name__}; use np.asarray"
            )
        # Subclasses with a meaning of their own: * of np.matrix is a product of matrices, and an op
        # would take the masked entries for numbers.
        if x.dtype.kind not in "biuf" or isinstance(x, np.ma.MaskedArray | np.matrix):
            raise TypeError(
                f"{who}: expected {name} as a plain array of real numbers, got {type(x).__name__} of "
                f"{x.dtype}; use np.asarray(..., float)"
            )
