"""Chapter 20: backends. The same code serves numpy and cupy, and only this module imports cupy.

An op asks `xp_of(array)` for the module of the array, numpy or cupy, and calls the functions of that module.
Only `to_numpy` and `to_device` move arrays between devices.
"""

import contextlib
import importlib.util
from contextvars import ContextVar
from types import ModuleType

import numpy as np

_ARRAY_MODULES: dict[type, ModuleType] = {}  # array class -> the module of its functions, numpy when absent
_OF_NUMPY = np.ndarray | np.generic  # made once, since making a union takes longer than the isinstance
FLOAT64, FLOAT32, BOOL = np.dtype(np.float64), np.dtype(np.float32), np.dtype(bool)
# Python's operators, as in __add__, and the functions of numpy that compute them for arrays
ARITHMETIC = {"add": "add", "sub": "subtract", "mul": "multiply", "truediv": "true_divide"}
LOGIC = {"and": "bitwise_and", "or": "bitwise_or"}
COMPARISONS = {
    "lt": "less",
    "le": "less_equal",
    "gt": "greater",
    "ge": "greater_equal",
    "eq": "equal",
    "ne": "not_equal",
}


class Setting:
    """A value that `with` blocks set for the thread or asyncio task that opened them.

    The value is that of the latest block that is still open: those of generators end in any order.
    """

    def __init__(self, name: str, default):
        self.name, self.default = name, default
        self.value, self.open = ContextVar(name, default=default), ContextVar(f"{name}, open", default=())
        self.get = self.value.get

    def block(self, value):
        """A `with` block in which the setting has this value."""
        return Block(self, value)


class Block(contextlib.ContextDecorator):
    """A `with` block in which a Setting has a value; also a decorator."""

    def __init__(self, setting, value):
        self.setting, self.value = setting, value

    def __enter__(self):
        setting = self.setting
        setting.open.set((*setting.open.get(), self))
        setting.value.set(self.value)

    def __exit__(self, *error):
        setting = self.setting
        before = setting.open.get()
        left = tuple([block for block in before if block is not self])
        if len(left) == len(before):
            raise RuntimeError(
                f"{setting.name}: expected a block to end in the thread or task that opened it, got its end "
                "in another; let one thread use up a generator that holds a block"
            )
        setting.open.set(left)
        setting.value.set(left[-1].value if left else setting.default)

    def _recreate_cm(self):
        return Block(self.setting, self.value)  # for each call of a function that it decorates


_default_dtype = Setting("default dtype", FLOAT64)


def register_array_module(array_type: type, module: ModuleType) -> None:
    """Register the module that `xp_of` returns for arrays of `array_type`, as for cupy and stacks."""
    _ARRAY_MODULES[array_type] = module


def xp_of(array) -> ModuleType:
    """The module (numpy or cupy) whose functions work on `array`: numpy for whatever is not registered."""
    # `type` and not isinstance: this is called in every op, and an exact class needs one look-up in a dict.
    return _ARRAY_MODULES.get(type(array), np)


def is_array(x) -> bool:
    """Whether x is an array of some backend, numpy's scalars included."""
    return isinstance(x, _OF_NUMPY) or type(x) in _ARRAY_MODULES


def cuda_module() -> ModuleType:
    """cupy, registered as a backend. Raises RuntimeError when there is no cupy or no GPU."""
    if importlib.util.find_spec("cupy") is None:  # asked first, so that a broken cupy raises its own error
        raise RuntimeError(
            'device "cuda": expected cupy to be installed, got no such module; '
            'install it with pip install "dlcourse[gpu]", or stay on device="cpu"'
        )
    import cupy  # here and not above: only who asks for a GPU waits for it

    try:
        n_devices = cupy.cuda.runtime.getDeviceCount()
    except cupy.cuda.runtime.CUDARuntimeError:  # no driver, or none that fits
        n_devices = 0
    if n_devices == 0:
        raise RuntimeError('device "cuda": expected a GPU, got none; stay on device="cpu"')
    register_array_module(cupy.ndarray, cupy)
    return cupy


def to_device(array, device: str):
    """`array` on "cpu" or "cuda", copied only when it is on the other one.

    Raises ValueError for another name of a device, RuntimeError when there is no cupy or no GPU.
    """
    if device == "cpu":
        return to_numpy(array)
    if device == "cuda":
        return cuda_module().asarray(array)
    raise ValueError(f'to_device: expected device "cpu" or "cuda", got {device!r}; choose one of the two')


def to_numpy(array) -> np.ndarray:
    """`array` as a numpy array on the CPU, without a copy when it is a numpy array already."""
    if type(array) in _ARRAY_MODULES:
        return array.get()
    return np.asarray(array)


def default_dtype() -> np.dtype:
    """The floating dtype of new parameters and of data given as Python numbers.

    It is float64, outside of a `use_dtype` block.
    """
    return _default_dtype.get()


@contextlib.contextmanager
def use_dtype(dtype):
    """A `with` block in which new parameters have this dtype: "float32" or "float64".

    It holds only in the thread or asyncio task that opened it. Raises TypeError for a dtype that is not
    floating.

    >>> with use_dtype("float32"):
    ...     as_float_array([1, 2]).dtype
    dtype('float32')
    """
    try:
        floating = np.dtype(dtype).kind == "f"
    except TypeError:  # no dtype at all, as use_dtype("float 32"): refused below, in the same words
        floating = False
    if not floating:
        raise TypeError(f"use_dtype: expected a floating type, got {dtype}; use float32 or float64")
    with _default_dtype.block(np.dtype(dtype)):
        yield


def as_float_array(data):
    """`data` as a floating array: arrays of floats keep their dtype, all else becomes the default dtype.

    Raises TypeError for what holds no real numbers.
    """
    array = base_array(data if is_array(data) else _array_of(data))
    if array.dtype.kind not in "biuf":  # bool, int, unsigned int, float
        raise TypeError(
            f"as_float_array: expected real numbers, got dtype {array.dtype}; "
            "give rows of equal length that hold numbers only"
        )
    # A list of Python floats has no dtype of its own, though numpy makes float64 of it.
    if array.dtype.kind == "f" and is_array(data):
        # Native byte order: `Op` compares dtypes by `is`, which would take any other for a foreign one.
        return array if array.dtype.isnative else array.astype(array.dtype.newbyteorder("="))
    return array.astype(default_dtype())


def base_array(array):
    """`array` as a plain array over the same memory: for np.matrix, * would be a product of matrices.

    Raises TypeError for a masked array, whose mask would be lost.
    """
    if not isinstance(array, np.ndarray) or type(array) is np.ndarray:
        return array
    if isinstance(array, np.ma.MaskedArray):
        raise TypeError(
            "as_float_array: expected an array without a mask, got a masked array; "
            "fill what is masked with x.filled(value), or drop those rows"
        )
    return array.view(np.ndarray)


def _array_of(data):
    """The array of Python numbers or lists of them; where numpy cannot make one, as of rows of different
    lengths, an array of dtype object, which callers refuse."""
    try:
        return np.asarray(data)
    except ValueError:
        return np.asarray(None)
