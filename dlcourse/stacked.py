"""Chapter 6: stacks of arrays, which compute as one array does, so that the rows of a Jacobian share one
backward sweep. Elsewhere this is called batching, or vmap.

`xp_of` returns the module for stacks, as it returns cupy for arrays on a GPU, so the rules of the ops serve
unchanged. An operation without a meaning for stacks raises CannotStack; then there is one sweep per row.
"""

import math
from types import ModuleType

import numpy as np

from dlcourse.backend import ARITHMETIC, COMPARISONS, LOGIC, is_array, register_array_module, xp_of


class CannotStack(Exception):
    """The error of an operation that has no meaning for a stack of arrays, or is not written for it."""


class Stacked:
    """n arrays of one shape. values (n, *shape); shape, axes and operations are those of each array."""

    __slots__ = ("values",)
    __array_ufunc__ = None  # so that numpy leaves `array * stack` to __rmul__ of the stack
    __hash__ = None  # == compares element by element, as for arrays

    def __init__(self, values):
        self.values = values

    @property
    def shape(self):
        return self.values.shape[1:]

    @property
    def ndim(self):
        return self.values.ndim - 1

    @property
    def size(self):
        return math.prod(self.shape)

    @property
    def dtype(self):
        return self.values.dtype

    def __len__(self):
        return self.shape[0]

    def __array__(self, *args, **kwargs):
        # Asked for by a function of numpy, which would take axis 0 of the stack for an axis of the arrays.
        raise CannotStack("numpy takes one array")

    def __bool__(self):
        raise CannotStack("a condition has one truth value")

    # A rule that branches on a number, or takes one out, may need another answer for each array.
    __float__ = __int__ = __index__ = item = get = __bool__

    def __getitem__(self, key):
        key = key if isinstance(key, tuple) else (key,)
        if any(is_array(part) or isinstance(part, Stacked | list) for part in key):
            raise CannotStack("a key of arrays")  # numpy might move the axis that it indexes to the front
        return Stacked(self.values[(slice(None), *key)])

    def __matmul__(self, other):
        if self.ndim < 2 or other.ndim < 2:  # numpy would take a stack of vectors for one matrix
            raise CannotStack("a product with a vector")
        return Stacked(self.values @ plain(other))

    def __rmatmul__(self, other):
        if self.ndim < 2:
            raise CannotStack("a product with a vector")
        return Stacked(other @ self.values)

    def sum(self, axis=None, keepdims=False):
        return Stacked(self.values.sum(axis=self._axis(axis), keepdims=keepdims))

    def max(self, axis=None, keepdims=False):
        return Stacked(self.values.max(axis=self._axis(axis), keepdims=keepdims))

    def mean(self, axis=None, keepdims=False):
        return Stacked(self.values.mean(axis=self._axis(axis), keepdims=keepdims))

    def reshape(self, *shape):
        shape = shape[0] if len(shape) == 1 else shape
        shape = shape if isinstance(shape, tuple) else (shape,)
        return Stacked(self.values.reshape(len(self.values), *shape))

    def transpose(self, axes=None):
        axes = range(self.ndim)[::-1] if axes is None else axes  # None: in reverse order, as numpy does
        # axis % ndim first: axis -1 of an array is its last one, and 1 + axis would be axis 0 of the stack.
        return Stacked(self.values.transpose(0, *(1 + axis % self.ndim for axis in axes)))

    def swapaxes(self, first, second):
        return Stacked(self.values.swapaxes(1 + first % self.ndim, 1 + second % self.ndim))

    def astype(self, dtype):
        return Stacked(self.values.astype(dtype))

    def copy(self):
        return Stacked(self.values.copy())

    @property
    def T(self):
        return self.transpose()

    @property
    def flags(self):
        return self.values.flags  # `ops.sums` chooses by contiguity in which order to add

    def _axis(self, axis):
        """The axis of each array as one of the stack."""
        if axis is None:
            return tuple(range(1, self.values.ndim))  # all but axis 0, that of the stack
        if isinstance(axis, tuple):
            return tuple(1 + a % self.ndim for a in axis)
        return 1 + axis % self.ndim


def plain(x):
    """The values of a stack; anything else as it is."""
    return x.values if isinstance(x, Stacked) else x


def elementwise(ufunc, *args):
    """The stack of the results of a ufunc, array by array.

    Broadcasting aligns shapes at the last axis, so missing axes are inserted after axis 0, that of the stack.
    """
    ndim = max(getattr(x, "ndim", 0) for x in args)
    return Stacked(ufunc(*(_padded(x, ndim) for x in args)))


def _padded(x, ndim):
    """The values of a stack with `ndim` axes per array; anything else as it is, the same for every array."""
    if not isinstance(x, Stacked) or x.ndim == ndim:
        return plain(x)
    return x.values.reshape(len(x.values), *(1,) * (ndim - x.ndim), *x.shape)


class StackedFunction:
    """A ufunc of the module, applied to each array of a stack."""

    def __init__(self, ufunc):
        self.ufunc = ufunc

    def __call__(self, *args):
        return elementwise(self.ufunc, *args)

    def at(self, *args):
        raise CannotStack("adding at a key of arrays")


class StackedModule(ModuleType):
    """The module that `xp_of` returns for a stack. Its `arange` and `ones` make one array for all of them."""

    ndarray = Stacked

    def __getattr__(self, name):
        function = getattr(np, name)
        if name in ("arange", "ones"):
            return function
        if not isinstance(function, np.ufunc):  # its meaning may depend on which axes there are
            raise CannotStack(name)
        return StackedFunction(function)

    @staticmethod
    def broadcast_to(x, shape):
        values = _padded(x, len(shape))
        return Stacked(np.broadcast_to(values, (len(values), *shape)))


def _binary(ufunc):
    return lambda self, other: elementwise(ufunc, self, other)


def _reflected(ufunc):
    return lambda self, other: elementwise(ufunc, other, self)


def _in_place(ufunc):
    def method(self, other):
        ufunc(self.values, _padded(other, self.ndim), out=self.values)
        return self

    return method


# Python looks for operators in the class, never in __getattr__, so each is set here.
for _name, _function in (ARITHMETIC | {"pow": "power"} | LOGIC | COMPARISONS).items():
    setattr(Stacked, f"__{_name}__", _binary(getattr(np, _function)))
    if _name not in COMPARISONS:  # those have no reflected method: Python swaps < and >
        setattr(Stacked, f"__r{_name}__", _reflected(getattr(np, _function)))
for _name, _function in ARITHMETIC.items():
    setattr(Stacked, f"__i{_name}__", _in_place(getattr(np, _function)))
Stacked.__neg__ = lambda self: Stacked(-self.values)
Stacked.__abs__ = lambda self: Stacked(abs(self.values))

register_array_module(Stacked, StackedModule("stacked"))


def stack_of(array):
    """The stack of all unit arrays of the shape of `array`: each is 1 at one entry and 0 elsewhere.

    Swept backward, they yield all rows of the Jacobian at once, since row i is e_i^T J.
    """
    xp = xp_of(array)
    return Stacked(xp.eye(array.size, dtype=array.dtype).reshape(array.size, *array.shape))


def rows_of(x, n: int):
    """The arrays of a stack as rows (n, size); a plain array, which is the same for all, as n equal rows."""
    if isinstance(x, Stacked):
        return x.values.reshape(n, x.size)
    # Zeros, of a target that Y does not depend on.
    return np.broadcast_to(x.reshape(1, -1), (n, x.size))
