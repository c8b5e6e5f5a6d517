"""Chapter 6: computational graphs. A Tensor is an array with its origin: the op that made it, and the inputs.

Arrays are constants, Tensors are variables. An op on arrays gives an array and records nothing; with a Tensor
among its inputs it gives a Tensor that remembers the op and the inputs. A Tensor knows its inputs, never its
consumers, so a graph has no cycles: it is freed as soon as nobody refers to its result any more. The
operators + - * / ** @ are given to Tensor in `ops/operators.py`, so import it from `dlcourse.tensor`.
"""

import itertools

import numpy as np

from dlcourse.backend import as_float_array, default_dtype, to_numpy, xp_of
from dlcourse.unchanged import frozen, is_tracing

# One counter for all threads: a call into C, so two threads never get the same serial (0 is that of leaves).
next_serial = itertools.count(1).__next__


class Operand:
    """The base class of all that ops can be applied to besides arrays: tensors, dual numbers, symbols.

    `ops/operators.py` gives it + - * / ** @, indexing and the array methods, `ops/numpy_functions.py` numpy's
    functions. A subclass other than Tensor defines `apply(op, inputs)`, the result of `op(*inputs)` when one
    of its instances is among the inputs.
    """

    __slots__ = ()  # a subclass with slots has no dict of its own only if its base has none


class Tensor(Operand):
    """An array with its origin.

    data: anything numpy takes as numbers; floats keep their dtype, integers become the default dtype. The
    tensor has its own copy of them.

    Values that a gradient needs cannot change: `array` is read-only, in a leaf and in a result, and arrays
    among the inputs of a recorded op are copied. Set `t.array = new` on a leaf to continue from other
    numbers; results computed before keep the old ones. A Parameter, which is changed in place, is different:
    see there.

    `op` is None for a leaf, else the op that made the tensor from `inputs` (Tensors and constant arrays),
    whose arrays are `arrays`. `serial` counts recordings: inputs have smaller serials than the results made
    from them, so the order of the serials is a topological order.

    No op changes a tensor: `t += 1` gives the name t to a new one. Comparisons (`==` too) go element by
    element and return plain arrays of booleans. As keys of dicts and members of sets tensors are compared by
    identity.
    """

    # Slots, as a graph has many tensors: each takes less memory, and its attributes are found faster.

    __slots__ = ("__weakref__", "array", "arrays", "inputs", "op", "samples", "saved", "serial")

    def __init__(self, data):
        if isinstance(data, Tensor):
            raise TypeError(
                "Tensor: expected numbers or an array, got a Tensor; use it as it is, or take its .array"
            )
        array = as_float_array(data)
        if array.ndim == 0:
            array = array[()]  # numpy computes with its scalars ten times faster than with 0-d arrays
        elif array is not data and array.__class__ is np.ndarray and array.base is None:
            array.setflags(False)  # made just now, and no view, so nobody else can hold it
        elif not is_tracing():
            array = frozen(array)  # the caller's own array, which may be written to after this
        elif array.__class__ is np.ndarray:
            array = array.view()  # the view can be made read-only, the caller's array must not
        self.array = array
        # samples: of large inputs, to find changes (op.py); saved: what a kernel keeps for its backward pass
        self.op = self.saved = self.samples = None
        self.inputs = self.arrays = ()
        self.serial = 0  # less than that of every recorded result

    @property
    def shape(self):
        return self.array.shape

    @property
    def ndim(self):
        return self.array.ndim

    @property
    def size(self):
        return self.array.size

    @property
    def dtype(self):
        return self.array.dtype

    def item(self) -> float:
        """The only number in the tensor, as a Python float. Raises ValueError unless there is exactly one."""
        if self.size != 1:
            raise ValueError(f"Tensor: expected one number, got shape {self.shape}; reduce it, as in .sum()")
        return self.array.item()

    def __float__(self) -> float:
        return float(self.item())

    def __int__(self) -> int:
        return int(self.item())

    def __complex__(self) -> complex:
        return complex(self.item())

    def __round__(self, ndigits=None):
        return round(self.item(), ndigits)

    def __format__(self, spec: str) -> str:
        return format(self.item(), spec) if spec else str(self)

    def __len__(self) -> int:
        if not self.shape:
            raise TypeError("Tensor: expected an axis to count along, got one number; use .item()")
        return len(self.array)

    def __bool__(self):
        raise TypeError("Tensor: expected no use as a truth value, got one; compare its .array")

    def __reduce_ex__(self, protocol):
        """What copy and pickle need to rebuild a leaf. Raises TypeError for the result of an op, whose copy
        would either belong to no graph or need a copy of the whole graph."""
        if self.op is not None:
            raise TypeError(
                f"Tensor: expected a leaf to copy or pickle, got a result of {self.op!r:.50}; take its .array"
            )
        return super().__reduce_ex__(protocol)

    def __setitem__(self, key, value):
        # Tensors have indexing, so without this method Python would only say that assignment is unsupported.
        raise TypeError(
            f"{type(self).__name__}: expected no assignment to entries, got one, which a gradient could not "
            "follow; join parts with ops.concatenate or ops.stack, or write into the .array of a leaf"
        )

    def __repr__(self) -> str:
        origin = "" if self.op is None else f", op={self.op!r}"
        # A repr stands in messages and notebooks: more than 20 numbers are abbreviated.
        values = np.array2string(to_numpy(self.array), separator=", ", prefix="Tensor(", threshold=20)
        return f"{type(self).__name__}({values}{origin})"


class Parameter(Tensor):
    """A leaf that a model learns: `Module.parameters` finds it, an optimizer changes its `.array` in place.

    The array is the parameter's own copy, in the default dtype. A gradient belongs to the numbers that the
    result was computed from. Up to 4096 numbers an op keeps a copy, so the parameter may be changed before
    `grad` is called. Of a larger parameter no copy is made, and `grad` raises ValueError when it was changed
    in between. Changes by optimizers and `load_state_dict` are noted; a change by hand in a large array is
    found by comparing a sample of some 60 numbers, spread over rows and columns, so a change of a few numbers
    may be missed unless `note_change` is called. On a GPU parameters are neither copied nor compared: only
    noted changes are found there, and results are not read-only. For second derivatives a parameter must
    not change at all.

    `changed` is the serial of the last change that was noted.
    """

    __slots__ = ("changed",)

    def __init__(self, data):
        super().__init__(data)
        self.array = xp_of(self.array).array(self.array, default_dtype())  # 0-d too: writable, no scalar
        self.changed = 0

    def note_change(self) -> None:
        """Let `grad` know that the numbers have changed."""
        self.changed = next_serial()

    def _refuse_in_place(self, other):
        """TypeError: W *= 0.5 would give the name W to a new Tensor while the model keeps the old numbers."""
        raise TypeError(
            "Parameter: expected a change of its numbers in place, as in W.array *= 0.5, got an operator "
            "such as W *= 0.5; write W = W * 0.5 for a new Tensor"
        )

    # Python reads W *= 0.5 as W = W * 0.5 by default: without these the layer would lose its parameter.
    __iadd__ = __isub__ = __imul__ = __itruediv__ = __ipow__ = __imatmul__ = _refuse_in_place
    __ifloordiv__ = __imod__ = _refuse_in_place
