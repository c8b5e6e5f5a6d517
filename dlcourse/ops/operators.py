"""Chapter 6: operators. Tensor gets its + - * / ** @, its indexing and its array methods here, and only
here."""

from dlcourse.ops import arithmetic, linalg, reductions, shaping
from dlcourse.tensor import Tensor


def _array(x):
    """What a comparison looks at: it has no derivative, so its result is a plain array of booleans."""
    return x.array if isinstance(x, Tensor) else x


def _shape(args):
    """reshape(2, 3) and reshape((2, 3)) mean the same."""
    return args[0] if len(args) == 1 else args


def _axes(args):
    """transpose(), transpose(1, 0) and transpose((1, 0))."""
    return _shape(args) if args else None


Tensor.__add__ = lambda self, other: arithmetic.add(self, other)
Tensor.__radd__ = lambda self, other: arithmetic.add(other, self)
Tensor.__sub__ = lambda self, other: arithmetic.subtract(self, other)
Tensor.__rsub__ = lambda self, other: arithmetic.subtract(other, self)
Tensor.__mul__ = lambda self, other: arithmetic.multiply(self, other)
Tensor.__rmul__ = lambda self, other: arithmetic.multiply(other, self)
Tensor.__truediv__ = lambda self, other: arithmetic.divide(self, other)
Tensor.__rtruediv__ = lambda self, other: arithmetic.divide(other, self)
Tensor.__pow__ = lambda self, other: arithmetic.power(self, other)
Tensor.__rpow__ = lambda self, other: arithmetic.power(other, self)
Tensor.__neg__ = lambda self: arithmetic.negative(self)
Tensor.__matmul__ = lambda self, other: linalg.matmul(self, other)
Tensor.__rmatmul__ = lambda self, other: linalg.matmul(other, self)
Tensor.__getitem__ = lambda self, key: shaping.getitem(self, key)

Tensor.__lt__ = lambda self, other: self.array < _array(other)
Tensor.__le__ = lambda self, other: self.array <= _array(other)
Tensor.__gt__ = lambda self, other: self.array > _array(other)
Tensor.__ge__ = lambda self, other: self.array >= _array(other)

Tensor.T = property(lambda self: shaping.transpose(self))
Tensor.transpose = lambda self, *axes: shaping.transpose(self, _axes(axes))
Tensor.swapaxes = lambda self, first, second: shaping.swapaxes(self, first, second)
Tensor.reshape = lambda self, *shape: shaping.reshape(self, _shape(shape))
Tensor.sum = lambda self, axis=None, keepdims=False: reductions.sum(self, axis, keepdims)
Tensor.mean = lambda self, axis=None, keepdims=False: reductions.mean(self, axis, keepdims)
Tensor.max = lambda self, axis=None, keepdims=False: reductions.max(self, axis, keepdims)
