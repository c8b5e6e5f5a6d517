"""Chapter 20: traced arrays. They compute as arrays do, and record each operation on a tape.

They record only in the thread that writes the tape. Threads may share a module: in the others its traced
arrays act as the plain arrays that they stand for.
"""

import operator

import numpy as np

from dlcourse.backend import ARITHMETIC, COMPARISONS, LOGIC, to_numpy
from dlcourse.replay import recording
from dlcourse.replay.other_threads import only_in_its_thread
from dlcourse.replay.tape import CannotReplay, Storage, Tape, expect_same
from dlcourse.tensor import Operand

# Methods that write into the array: a tape records only operators such as += and item assignment.
WRITING = ("fill", "itemset", "partition", "put", "resize", "setfield", "setflags", "sort")
# Methods that return a view or a new array, recorded as calls of the same method.
METHODS = ("argmax", "argmin", "astype", "copy", "reshape", "squeeze", "swapaxes", "transpose", "view")
NUMBER = "takes a number out of an array, by item(), float() or int()"


class Traced:
    """An array whose operations are recorded on a tape.

    value: the array, or the NumPy scalar that NumPy returns in place of a 0-d array. storage: the buffer,
    shared by all views of it.
    """

    __slots__ = ("storage", "tape", "value")
    __hash__ = None  # == compares element by element, as for arrays

    def __init__(self, value, storage, tape):
        self.value, self.storage, self.tape = value, storage, tape
        if storage.array is None:  # the first value in it, which is the whole buffer
            storage.array = np.asarray(value) if isinstance(value, np.generic) else value

    @property
    def array(self):
        """The array that a replay works on: `value`, or a 0-d array for a scalar, which has no buffer."""
        return self.storage.array if isinstance(self.value, np.generic) else self.value

    def like(self, value, storage, tape=None):
        """A new Traced value, on the same tape unless another is given."""
        return Traced(value, storage, tape or self.tape)

    def __bool__(self):
        truth = bool(self.value)
        if self.storage.varies and self.tape.is_written:
            # an `if` asks for this: the tape has one branch only, so a replay must check it
            self.tape.add(expect_same, (self, truth))
        return truth

    def untraced(self, how):
        """The plain array. What is done with it is not recorded, so there will be no replay."""
        if self.storage.varies and self.tape.is_written:
            self.tape.refuse(f"the step {how}")
        return self.value

    def item(self):
        """The number as a Python scalar, on which no tape records operations."""
        return self.untraced(NUMBER).item()

    def __float__(self):
        return float(self.untraced(NUMBER))

    def __int__(self):
        return int(self.untraced(NUMBER))

    def __index__(self):
        return operator.index(self.untraced(NUMBER))

    def get(self):
        """The array on the CPU, as cupy's `get` returns it; not recorded."""
        return to_numpy(self.untraced("moves an array to the CPU"))

    def __getattr__(self, name):
        if name.startswith("__"):  # numpy and copy ask for protocols such as __array_interface__
            raise AttributeError(name)
        if name in WRITING and self.tape.is_written:
            raise CannotReplay(f"the step writes into an array by its method {name}")
        return getattr(self.untraced(f"uses an array's {name}"), name)

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        # Another package's ufunc may have the name of one of numpy's, so the objects are compared.
        if method == "__call__" and not options and getattr(np, ufunc.__name__, None) is ufunc:
            return recording.elementwise(self.tape, ufunc.__name__, inputs)
        return self.call_untraced(ufunc.__name__, getattr(ufunc, method), inputs, options)

    def __array_function__(self, function, types, args, options):
        return self.call_untraced(function.__name__, function, args, options)

    def call_untraced(self, name, function, args, options):
        """function(*args, **options) with the plain arrays; not recorded."""
        self.untraced(f"hands an array to numpy's {name}; call the function of xp_of(x) instead")
        args, options = recording.resolved((args, options), recording.value_of)
        return function(*args, **options)

    def __array__(self, *args, **options):
        value = self.untraced("hands an array to numpy itself")
        return np.asarray(value).__array__(*args, **options)

    def __len__(self):
        return len(self.value)  # not refused: another number of rows is another kind of batch, recorded anew

    def __iter__(self):  # Python's default ends with an IndexError, and an error rules out a replay
        return iter([self[i] for i in range(len(self))])

    def __getitem__(self, key):
        return recording.compute(self.tape, operator.getitem, (self, key))

    def __setitem__(self, key, value):
        recording.assign(self, key, value)

    def __repr__(self) -> str:
        return f"Traced({self.value!r})"


class TracedTape(Tape):
    """A tape that makes Traced values."""

    def traced(self, value, storage):
        return Traced(value, storage, self)

    def varying(self, value):
        """A Traced value for an array that the step did not make and whose content may change."""
        return self.traced(value, Storage(varies=True, fixed=True))

    def operands(self, args) -> tuple:
        """args as a call takes them: as they are. A subclass may put arrays in place of numbers."""
        return args


def _beside_arrays(function):
    """The operator method for `function`, which leaves a Tensor on the other side to Tensor's own method."""
    # NotImplemented makes Python call the reflected method of the Tensor, which applies an op to both.

    def method(self, other):
        return NotImplemented if isinstance(other, Operand) else function(self, other)

    return method


def _binary(name):
    return _beside_arrays(lambda self, other: recording.elementwise(self.tape, name, (self, other)))


def _reflected(name):
    return _beside_arrays(lambda self, other: recording.elementwise(self.tape, name, (other, self)))


def _in_place(name):
    def function(self, other):
        if name in ("matmul", "power"):
            raise CannotReplay(f"the step computes {name} in place")
        out = None if isinstance(self.value, np.generic) else self  # scalars are immutable: a += b makes one
        return recording.elementwise(self.tape, name, (self, other), out)

    return _beside_arrays(function)


def _unary(name):
    return lambda self: recording.elementwise(self.tape, name, (self,))


def _reduction(name):
    def method(self, axis=None, keepdims=False):
        return recording.reduce(self, name, axis, keepdims)

    return method


def _method(name):
    # By name at the time of the call: the array is numpy's or cupy's, and may be a scalar.
    def call(value, *args, **options):
        return getattr(value, name)(*args, **options)

    def method(self, *args, **options):
        return recording.compute(self.tape, call, (self, *args), options)

    return method


# Python looks for operators in the class, never in __getattr__, so each is set here.
MORE = {"floordiv": "floor_divide", "mod": "remainder", "matmul": "matmul", "xor": "bitwise_xor"}
for _operator, _name in (ARITHMETIC | LOGIC | MORE).items():
    setattr(Traced, f"__{_operator}__", _binary(_name))
    setattr(Traced, f"__r{_operator}__", _reflected(_name))
    setattr(Traced, f"__i{_operator}__", _in_place(_name))
Traced.__ipow__ = _in_place("power")
for _operator, _name in COMPARISONS.items():
    setattr(Traced, f"__{_operator}__", _binary(_name))
for _operator, _name in (("pos", "positive"), ("neg", "negative"), ("abs", "absolute"), ("invert", "invert")):
    setattr(Traced, f"__{_operator}__", _unary(_name))
for _name in recording.REDUCTIONS:
    setattr(Traced, _name, _reduction(_name))
for _name in METHODS:
    setattr(Traced, _name, _method(_name))
# `**` has short cuts in numpy (x**2 is a square), so the ufunc np.power may give other bits.
Traced.__pow__ = _beside_arrays(lambda self, other: recording.power(self.tape, self, other))
Traced.__rpow__ = _beside_arrays(lambda self, other: recording.power(self.tape, other, self))
Traced.mean = lambda self, axis=None, keepdims=False: recording.mean(self, axis, keepdims)
Traced.T = property(lambda self: self.transpose())
for _name in ("dtype", "flags", "ndim", "shape", "size"):
    setattr(Traced, _name, property(operator.attrgetter(f"value.{_name}")))

# Methods that ask `tape.is_written` themselves, read nothing but the shape, or use only such methods.
SEEN = (
    "__init__",
    "__bool__",
    "__float__",
    "__int__",
    "__index__",
    "__getattr__",
    "__iter__",
    "__len__",
    "__repr__",
)
OPERATIONS = [name for name in vars(Traced) if name.startswith("__") and callable(getattr(Traced, name))]
for _name in (*OPERATIONS, *recording.REDUCTIONS, *METHODS, "mean"):
    if _name not in SEEN:
        setattr(Traced, _name, only_in_its_thread(_name, getattr(Traced, _name)))
