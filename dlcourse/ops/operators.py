"""Chapter 6: operators. Every Operand gets + - * / ** @, indexing and the array methods here."""

from dlcourse.op import infix
from dlcourse.operand import Operand, Tensor
from dlcourse.ops import arithmetic, linalg, reductions, shaping


def _array(x):
    """What a comparison looks at: it has no derivative, so its result is a plain array of booleans."""
    return x.array if isinstance(x, Tensor) else x


def _shape(args):
    """reshape(2, 3) and reshape((2, 3)) mean the same."""
    return args[0] if len(args) == 1 else args


def _axes(args):
    """transpose(), transpose(1, 0) and transpose((1, 0))."""
    return _shape(args) if args else None


Operand.__add__ = infix(arithmetic.add)
Operand.__radd__ = lambda self, other: arithmetic.add(other, self)
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

Tensor.__lt__ = lambda self, other: self.array < _array(other)
Tensor.__le__ = lambda self, other: self.array <= _array(other)
Tensor.__gt__ = lambda self, other: self.array > _array(other)
Tensor.__ge__ = lambda self, other: self.array >= _array(other)

Operand.T = property(lambda self: shaping.transpose(self))
Operand.transpose = lambda self, *axes: shaping.transpose(self, _axes(axes))
Operand.swapaxes = lambda self, first, second: shaping.swapaxes(self, first, second)
Operand.reshape = lambda self, *shape: shaping.reshape(self, _shape(shape))
Operand.sum = lambda self, axis=None, keepdims=False: reductions.sum(self, axis, keepdims)
Operand.mean = lambda self, axis=None, keepdims=False: reductions.mean(self, axis, keepdims)
Operand.max = lambda self, axis=None, keepdims=False: reductions.max(self, axis, keepdims)
