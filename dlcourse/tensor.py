"""Chapter 6: Tensors with their operators, to be imported from here.

The classes are defined in `operand.py`, below the ops; `ops/operators.py` then adds + - * / ** @ to them.
"""

from dlcourse.operand import Operand, Parameter, Tensor
from dlcourse.ops import numpy_functions, operators  # noqa: F401  they add the operators

__all__ = ["Operand", "Parameter", "Tensor"]

Tensor.__module__ = Parameter.__module__ = __name__  # so that unpickling, too, imports the operators
