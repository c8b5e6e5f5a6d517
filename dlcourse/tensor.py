"""Chapter 6: Tensors with their operators, the door through which the library gets them.

The classes stand in `operand.py`, below the ops, and `ops/operators.py` gives them + - * / ** @.
"""

from dlcourse.operand import Operand, Parameter, Tensor
from dlcourse.ops import numpy_functions, operators  # noqa: F401  a tensor without operators is of no use

__all__ = ["Operand", "Parameter", "Tensor"]

Tensor.__module__ = Parameter.__module__ = __name__  # a pickle, too, comes back by this door
