"""Chapter 6: operators. Every Operand gets + - * / ** @, indexing and the array methods here."""

import operator
from numbers import Number

from dlcourse.backend import COMPARISONS, is_array
from dlcourse.op import infix
from dlcourse.operand import Operand, Tensor
from dlcourse.ops import arithmetic, linalg, reductions, shaping


def _array(x):
    """The array of a Tensor, else x itself: a comparison has no derivative, so it needs arrays only."""
    return x.array if isinstance(x, Tensor) else x


def _shape(args):
    """reshape(2, 3) and reshape((2, 3)) mean the same."""
    return args[0] if len(args) == 1 else args


def _rows(self):
    """The entries of an Operand along axis 0, for a loop, each recorded as an op on it."""
    if not self.shape:
        raise TypeError(
            f"{type(self).__name__}: expected an axis to iterate along, got one number; "
            "sum() and loops want a list or a vector"
        )
    # A generator expression, not `yield`: iter(x) itself raises the error above.
    return (self[i] for i in range(self.shape[0]))


def _compared(relation):
    """A relation with arrays, numbers and Tensors, element by element; nothing else equals a Tensor."""

    def method(self, other):
        comparable = is_array(other) or isinstance(other, Tensor | Number | list | tuple)
        # NotImplemented lets Python go on: to the other's method, then for == to the identity.
        return relation(self.array, _array(other)) if comparable else NotImplemented

    return method


def _contains(self, x):
    # Python's default would ask for the truth of whole rows.
    return bool((self.array == _array(x)).any())


def _axes(args):
    """transpose(), transpose(1, 0) and transpose((1, 0))."""
    return _shape(args) if args else None


# `infix` leaves out checks that two Tensors do not need; its gain is measured on graphs of scalars.
Operand.__add__ = infix(arithmetic.add)
Operand.__radd__ = lambda self, other: arithmetic.add(other, self)  # for a number or an array on the left
Operand.__sub__ = infix(arithmetic.subtract)
Operand.__rsub__ = lambda self, other: arithmetic.subtract(other, self)
Operand.__mul__ = infix(arithmetic.multiply)
Operand.__rmul__ = lambda self, other: arithmetic.multiply(other, self)
Operand.__truediv__ = infix(arithmetic.divide)
Operand.__rtruediv__ = lambda self, other: arithmetic.divide(other, self)
Operand.__pow__ = infix(arithmetic.power)
Operand.__rpow__ = lambda self, other: arithmetic.power(other, self)
Operand.__neg__ = lambda self: arithmetic.negative(self)
Operand.__matmul__ = lambda self, other: linalg.matmul(self, other)
Operand.__rmatmul__ = lambda self, other: linalg.matmul(other, self)
Operand.__getitem__ = lambda self, key: shaping.getitem(self, key)

for _name in COMPARISONS:
    # Set after the class is made, __eq__ leaves __hash__ as it is: a Tensor stays a key of dicts.
    setattr(Tensor, f"__{_name}__", _compared(getattr(operator, _name)))
Tensor.__contains__ = _contains
Operand.__iter__ = _rows

Operand.T = property(lambda self: shaping.transpose(self))
Operand.transpose = lambda self, *axes: shaping.transpose(self, _axes(axes))
Operand.swapaxes = lambda self, first, second: shaping.swapaxes(self, first, second)
Operand.reshape = lambda self, *shape: shaping.reshape(self, _shape(shape))
Operand.sum = lambda self, axis=None, keepdims=False: reductions.sum(self, axis, keepdims)
Operand.mean = lambda self, axis=None, keepdims=False: reductions.mean(self, axis, keepdims)
Operand.max = lambda self, axis=None, keepdims=False: reductions.max(self, axis, keepdims)
