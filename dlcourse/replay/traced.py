"""Chapter 20: traced arrays. They compute as arrays do, and write down on a tape what was done with them.

Only the thread that writes the tape has that from them. To others, who may meet them in a module that is used
by several threads, they are the arrays that they stand for.
"""

import operator

import numpy as np

from dlcourse.backend import ARITHMETIC, COMPARISONS, LOGIC, to_numpy
from dlcourse.replay import recording
from dlcourse.replay.others import by_its_thread
from dlcourse.replay.tape import CannotReplay, Storage, Tape, expect_same
from dlcourse.tensor import Operand

WRITING = ("fill", "itemset", "partition", "put", "resize", "setfield", "setflags", "sort")
METHODS = ("argmax", "argmin", "astype", "copy", "reshape", "squeeze", "swapaxes", "transpose", "view")
NUMBER = "takes a number out of an array, by item(), float() or int()"


class Traced:
    """An array whose uses are written on a tape. `value` is the array, or the number that numpy gives in
    place of one without axes; views share their `storage`.
    """

    __slots__ = ("storage", "tape", "value")
    __hash__ = None

    def __init__(self, value, storage, tape):
        self.value, self.storage, self.tape = value, storage, tape
        if storage.array is None:
            storage.array = np.asarray(value) if isinstance(value, np.generic) else value

    @property
    def array(self):
        """The array that a replay works on: `value`, but for a number one without axes."""
        return self.storage.array if isinstance(self.value, np.generic) else self.value

    def like(self, value, storage, tape=None):
        """Another value on the same tape."""
        return Traced(value, storage, tape or self.tape)

    def __bool__(self):
        truth = bool(self.value)
        if self.storage.varies and self.tape.is_written:
            self.tape.add(expect_same, (self, truth))
        return truth

    def taken(self, how):
        """The array itself; what is done with it cannot be followed."""
        if self.storage.varies and self.tape.is_written:
            self.tape.refuse(f"the step {how}")
        return self.value

    def item(self):
        """The number, out of sight of the tape."""
        return self.taken(NUMBER).item()

    def __float__(self):
        return float(self.taken(NUMBER))

    def __int__(self):
        return int(self.taken(NUMBER))

    def __index__(self):
        return operator.index(self.taken(NUMBER))

    def get(self):
        """The numpy array, out of sight of the tape."""
        return to_numpy(self.taken("moves an array to the CPU"))

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if name in WRITING and self.tape.is_written:
            raise CannotReplay(f"the step writes into an array by its method {name}")
        return getattr(self.taken(f"uses an array's {name}"), name)

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        if method == "__call__" and not options and getattr(np, ufunc.__name__, None) is ufunc:
            return recording.elementwise(self.tape, ufunc.__name__, inputs)
        return self.leave(ufunc.__name__, getattr(ufunc, method), inputs, options)

    def __array_function__(self, function, types, args, options):
        return self.leave(function.__name__, function, args, options)

    def leave(self, name, function, args, options):
        """function(*args) of the arrays themselves, out of sight of the tape."""
        self.taken(f"hands an array to numpy's {name}; take the function of xp_of(x)")
        args, options = recording.resolved((args, options), recording.value_of)
        return function(*args, **options)

    def __array__(self, *args, **options):
        value = self.taken("hands an array to numpy itself")
        return np.asarray(value).__array__(*args, **options)

    def __len__(self):
        return len(self.value)

    def __iter__(self):
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
        """An array of somebody else's, whose content changes from step to step."""
        return self.traced(value, Storage(varies=True, fixed=True))

    def operands(self, args) -> tuple:
        """args as a call takes them: as they are. Another kind of tape may put arrays in place of numbers."""
        return args


def _beside_arrays(function):
    """The operator `function` of a Traced value and what arrays can stand beside; not of a Tensor."""

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
        out = None if isinstance(self.value, np.generic) else self  # a number of numpy's is not changed
        return recording.elementwise(self.tape, name, (self, other), out)

    return _beside_arrays(function)


def _unary(name):
    return lambda self: recording.elementwise(self.tape, name, (self,))


def _reduction(name):
    def method(self, axis=None, keepdims=False):
        return recording.reduce(self, name, axis, keepdims)

    return method


def _method(name):
    def call(value, *args, **options):
        return getattr(value, name)(*args, **options)

    def method(self, *args, **options):
        return recording.compute(self.tape, call, (self, *args), options)

    return method


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
Traced.__pow__ = _beside_arrays(lambda self, other: recording.power(self.tape, self, other))
Traced.__rpow__ = _beside_arrays(lambda self, other: recording.power(self.tape, other, self))
Traced.mean = lambda self, axis=None, keepdims=False: recording.mean(self, axis, keepdims)
Traced.T = property(lambda self: self.transpose())
for _name in ("dtype", "flags", "ndim", "shape", "size"):
    setattr(Traced, _name, property(operator.attrgetter(f"value.{_name}")))


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
        setattr(Traced, _name, by_its_thread(_name, getattr(Traced, _name)))
