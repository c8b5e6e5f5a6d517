"""Chapter 20: backends. A stand-in for cupy that needs no GPU: an array that numpy may not touch.

Code that runs on it runs on cupy: there is no road back to the CPU but `get`, an explicit copy, and numpy
arrays and numpy scalars are refused as operands, as arguments and as indices. A reduction gives an array
without axes, as cupy's do, never a number. Within `staying()` no road back is open at all.

>>> x = strict.asarray([1.0, 4.0])
>>> strict.sqrt(x) + 1
StrictArray(array([2., 3.]))
"""

import contextlib
import operator
from contextvars import ContextVar
from types import ModuleType, SimpleNamespace

import numpy as np

from dlcourse.backend import register_array_module

_staying = ContextVar("staying", default=False)


@contextlib.contextmanager
def staying():
    """A `with` block in which the values of strict arrays stay on their device: no float(x), no `if x`.

    On a GPU each of these makes Python wait until all that was asked for before is done.
    """
    token = _staying.set(True)
    try:
        yield
    finally:
        _staying.reset(token)


def _leave(how: str):
    if _staying.get():
        raise TypeError(
            f"StrictArray: expected values that stay on the device, got {how}, which copies them to the CPU; "
            "compute with arrays to the end, as xp.maximum and xp.where do"
        )


class StrictArray:
    """An array whose values lie where numpy cannot reach them."""

    __hash__ = None

    def __init__(self, values):
        if isinstance(values, StrictArray):
            raise TypeError(
                "StrictArray: expected numpy values, got a StrictArray; it is on the device already"
            )
        self._values = np.array(values)

    def __array__(self, *args, **kwargs):
        raise TypeError("StrictArray: expected to stay on its device, got a conversion; use to_numpy(x)")

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        if method == "__call__" and any(isinstance(x, np.ndarray | np.generic) for x in inputs):
            raise TypeError(  # it may have been an operator: numpy_array * strict
                f"StrictArray: expected strict arrays or Python numbers beside it, got a NumPy array in "
                f"{ufunc.__name__}; make it with xp_of(x), or send it with to_device"
            )
        name = ufunc.__name__ if method == "__call__" else f"{ufunc.__name__}.{method}"
        raise TypeError(
            f"StrictArray: expected a function of its own module, got np.{name}; use xp_of(x).{name}"
        )

    def __array_function__(self, function, types, args, kwargs):
        name = function.__name__
        raise TypeError(
            f"StrictArray: expected a function of its own module, got np.{name}; use xp_of(x).{name}"
        )

    def get(self):
        """The values as a numpy array: the one road back."""
        _leave("get")
        return self._values.copy()

    def item(self):
        _leave("item")
        return self._values.item()

    def __float__(self):
        _leave("float()")
        return float(self._values.item())

    def __bool__(self):
        _leave("`if`, `and` or max()")
        return bool(self._values)

    def __len__(self):
        return len(self._values)

    def __repr__(self):
        return f"StrictArray({self._values!r})"

    def __getitem__(self, key):
        return wrap(self._values[unwrap(key)])

    def __setitem__(self, key, value):
        self._values[unwrap(key)] = unwrap(value)


def wrap(values):
    """A StrictArray that shares the memory of numpy `values`, as a view on the device would."""
    array = StrictArray.__new__(StrictArray)
    array._values = np.asarray(values)
    return array


def unwrap(x):
    """The numpy values inside x, also within tuples and lists; TypeError for what lies on the CPU."""
    if isinstance(x, StrictArray):
        return x._values
    if isinstance(x, np.ndarray | np.generic):
        raise TypeError(
            f"StrictArray: expected strict arrays or Python numbers, got {type(x).__name__}; "
            "send it with to_device"
        )
    if isinstance(x, tuple | list):
        return type(x)(unwrap(part) for part in x)
    if isinstance(x, slice | int | float | str | np.dtype | type) or x is None or x is Ellipsis:
        return x
    return NotImplemented


class Lifted:
    """A numpy function, made to work on strict arrays and on nothing else."""

    def __init__(self, function):
        self.function = function

    def __call__(self, *args, **kwargs):
        return wrap(self.function(*map(unwrap, args), **{name: unwrap(x) for name, x in kwargs.items()}))

    def at(self, target, key, values):
        self.function.at(unwrap(target), unwrap(key), unwrap(values))


def _lifted(found):
    """A function of numpy, or all functions of its linalg; dtypes and constants as they are."""
    if isinstance(found, ModuleType):
        return SimpleNamespace(**{k: _lifted(f) for k, f in vars(found).items() if not k.startswith("_")})
    return Lifted(found) if callable(found) and not isinstance(found, type) else found


class StrictModule(ModuleType):
    """What `xp_of` answers: numpy's functions under numpy's names, lifted."""

    ndarray = StrictArray

    def __getattr__(self, name):
        return _lifted(getattr(np, name))

    @staticmethod
    def asarray(values, dtype=None):
        """Values sent to the device."""
        array = values if isinstance(values, StrictArray) else StrictArray(values)
        return array if dtype is None else array.astype(dtype)


def _binary(name):
    def method(self, other):
        other = unwrap(other)
        return (
            NotImplemented if other is NotImplemented else wrap(getattr(operator, name)(self._values, other))
        )

    return method


def _reflected(name):
    def method(self, other):
        other = unwrap(other)
        return (
            NotImplemented if other is NotImplemented else wrap(getattr(operator, name)(other, self._values))
        )

    return method


def _in_place(ufunc):
    def method(self, other):
        ufunc(self._values, unwrap(other), out=self._values, casting="same_kind")
        return self

    return method


def _method(name):
    def method(self, *args, **kwargs):
        kwargs = {name: unwrap(x) for name, x in kwargs.items()}
        return wrap(getattr(self._values, name)(*map(unwrap, args), **kwargs))

    return method


for _name in ("add", "sub", "mul", "truediv", "pow", "matmul"):
    setattr(StrictArray, f"__{_name}__", _binary(_name))
    setattr(StrictArray, f"__r{_name}__", _reflected(_name))
for _name in ("lt", "le", "gt", "ge", "eq", "ne", "and_", "or_"):
    setattr(StrictArray, f"__{_name.rstrip('_')}__", _binary(_name))
for _name, _ufunc in (("add", np.add), ("sub", np.subtract), ("mul", np.multiply), ("truediv", np.divide)):
    setattr(StrictArray, f"__i{_name}__", _in_place(_ufunc))
StrictArray.__neg__ = _method("__neg__")
StrictArray.__abs__ = _method("__abs__")
StrictArray.__invert__ = _method("__invert__")
for _name in (
    "sum",
    "mean",
    "max",
    "min",
    "all",
    "any",
    "argmax",
    "reshape",
    "transpose",
    "swapaxes",
    "squeeze",
):
    setattr(StrictArray, _name, _method(_name))
for _name in ("astype", "copy", "view"):
    setattr(StrictArray, _name, _method(_name))
StrictArray.T = property(lambda self: wrap(self._values.T))
for _name in ("shape", "ndim", "size", "dtype", "flags", "strides", "base"):
    setattr(StrictArray, _name, property(operator.attrgetter(f"_values.{_name}")))

strict = StrictModule("strict")
register_array_module(StrictArray, strict)
