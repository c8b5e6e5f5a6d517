"""Chapter 6: symbols: variables without values. Ops on symbols build a graph and compute nothing.

A `bprop` works on symbols as on arrays and tensors, so the gradient of a graph of symbols is a graph of
symbols: symbol-to-symbol differentiation. Values come last, in `forward_propagation.evaluate`.
"""

import itertools
import math
import operator

import numpy as np

from dlcourse import expect
from dlcourse.backend import as_float_array, default_dtype, is_array, xp_of
from dlcourse.op import Op
from dlcourse.tensor import Operand, Tensor

_next_serial = itertools.count(1).__next__


class Symbol(Operand):
    """A variable without data: a name and a shape, or the op and the inputs that it is computed from.

    `inputs` holds symbols and constants (arrays and numbers). `serial` numbers symbols in the order of making
    them, as for Tensors. `value` is the value of a constant, else None. Source: DL book, section 6.5.5; deck
    Srihari, section V, slides 39 and 40. Raises ValueError for shapes that do not fit, TypeError for inputs
    that are Tensors or Duals and when used as a truth value.

    >>> x, y = Symbol("x"), Symbol("y")
    >>> x * y
    Symbol(multiply: x, y)
    """

    __slots__ = ("__weakref__", "dtype", "inputs", "name", "op", "serial", "shape", "value")

    def __init__(self, name: str, shape: tuple = (), dtype=None):
        if not isinstance(name, str) or not name:
            raise TypeError(f"Symbol: expected a name, got {name!r}; data comes later, in evaluate")
        if not isinstance(shape, list | tuple) or not all(expect.is_count(n, 0) for n in shape):
            raise ValueError(f"Symbol: expected a shape such as (2, 3), got {shape!r}; a number has shape ()")
        self.name, self.shape = name, tuple(shape)
        self.dtype = default_dtype() if dtype is None else _dtype(dtype)
        # an input until `apply` or `constant` says otherwise
        self.op, self.inputs, self.value, self.serial = None, (), None, _next_serial()

    @property
    def ndim(self):
        return len(self.shape)

    @property
    def size(self):
        return math.prod(self.shape)

    def apply(self, op, inputs):
        """The result of op on symbols: a symbol that holds the op and the inputs."""
        # Op.__call__ comes here as soon as one of its arguments is a Symbol
        for x in inputs:
            if isinstance(x, Operand) and not isinstance(x, Symbol):
                raise TypeError(
                    f"Symbol: expected symbols, arrays and numbers in one graph, got {type(x).__name__}; "
                    "make it a Symbol and give its value to evaluate"
                )
        # the op itself knows best which shape and dtype it returns: try it on placeholders
        with np.errstate(all="ignore"):  # they are not data, so a warning about them would be noise
            like = op(*(_placeholder(x) for x in inputs))
        made = Symbol(repr(op), like.shape, like.dtype)  # shape and dtype are known, the value is not
        made.op, made.inputs = op, tuple(inputs)
        return made

    def astype(self, dtype):
        """A symbol of the same numbers in another dtype. Derivatives pass through unchanged."""
        return Cast(np.dtype(dtype))(self)

    def __len__(self) -> int:  # losses divide by the number of samples
        return self.shape[0]

    def __bool__(self):
        # an `if` would have to choose a branch now, for all values that may come
        raise TypeError("Symbol: expected no use as a truth value, got one; it has no value before evaluate")

    def __repr__(self) -> str:
        if self.op is None:
            return f"Symbol({self.name})"
        return f"Symbol({self.name}: {', '.join(getattr(x, 'name', None) or _short(x) for x in self.inputs)})"


def constant(value, name: str | None = None) -> Symbol:
    """A symbol whose value is known when the graph is built, such as the 1 that a gradient starts from."""
    # an array keeps its dtype, also integers; a Python number gets the default dtype
    array = value[()] if is_array(value) else as_float_array(value)[()]
    made = Symbol(name or _short(array), array.shape, array.dtype)
    made.value = array
    return made


def constant_like(V, value: float):
    """`value` in every entry, with the shape and dtype of V: a Symbol for a Symbol, a Tensor for a Tensor.

    >>> constant_like(Symbol("x", (2,)), 1)
    Symbol(1)
    """
    if isinstance(V, Tensor):
        return Tensor(xp_of(V.array).zeros_like(V.array) + value)  # on the device of V
    return constant(np.full(V.shape, value, V.dtype), name=f"{value:g}")


def _dtype(dtype):
    try:
        return np.dtype(dtype)
    except TypeError:
        raise TypeError(f"Symbol: expected a dtype, got {dtype!r}; float64 and float32 are common") from None


def _placeholder(x):
    """An array of the shape and dtype of a symbol, to try an op on; a constant itself."""
    if not isinstance(x, Symbol):
        return x
    # ones, not zeros: fewer ops fail on them; but integers may be class labels, and 0 is always a class
    return np.ones(x.shape, x.dtype)[()] if x.dtype.kind == "f" else np.zeros(x.shape, x.dtype)[()]


def _short(x) -> str:
    return f"{float(x):g}" if np.size(x) == 1 else f"array{np.shape(x)}"


class Comparison(Op):
    """A comparison, element by element: true or false. Its derivative is taken as 0, also at the jump."""

    takes_integers = True

    def __init__(self, relation):
        self.relation = relation

    def f(self, a, b):
        return self.relation(a, b)

    def bprop(self, inputs, X, G, Y):
        return G * 0  # not 0: a Symbol or Tensor like G, so that gradients of any order stay variables

    def __repr__(self):
        return self.relation.__name__


class Cast(Op):
    """x in another dtype."""

    takes_integers = True

    def __init__(self, dtype):
        self.dtype = dtype

    def f(self, x):
        return x.astype(self.dtype)

    def bprop(self, inputs, X, G, Y):
        return G


def _operator(relation):
    op = Comparison(relation)  # in a function: a lambda in the loop below would see the last relation
    return lambda self, other: op(self, other)


# no "eq" and "ne": graphs hold symbols in dicts and sets, where == must mean that it is the same symbol
for _name in ("lt", "le", "gt", "ge", "and_", "or_"):
    setattr(Symbol, f"__{_name.rstrip('_')}__", _operator(getattr(operator, _name)))
