"""Chapter 6: operations. An Op says how to compute (`f`) and how to hand a gradient back (`bprop`).

Applying an op records it. The recording is the graph on which `autodiff.grad` runs.
"""

import contextlib
import itertools
from contextvars import ContextVar

from numpy import float64, ndarray

from dlcourse.backend import BOOL, FLOAT32, FLOAT64
from dlcourse.constants import has_float32, settled
from dlcourse.operand import Operand, Tensor

_next_serial = itertools.count(1).__next__
UNRECORDED = -1  # in place of a serial
_new = Tensor.__new__
_recording = ContextVar("recording", default=True)  # each thread and each asyncio task has its own
is_recording = _recording.get  # called once per op: bound here, it takes a few nanoseconds


class Op:
    """An operation on arrays, used as a function: `tanh(x)`.

    A subclass holds constants only (an axis, a power), never the data of a call, and defines

        f(*arrays) -> Y                   the value
        bprop(inputs, X, G, Y) -> array   sum_i (dY_i / dX) G_i for the input at position X

    with G shaped like Y. `bprop` is pure and is written with operators, methods and ops: it is given arrays
    in a first-order pass, and Tensors when the gradient will be differentiated again. It need not undo
    broadcasting: `grad` does, once. Source: DL book, section 6.5.6, `op.bprop(inputs, X, G)`.

    Where work is shared between the gradients of several inputs, a kernel may stand beside the rule, on
    arrays only, defined as a pair:

        f_saving(*arrays) -> (Y, saved)          f, and what is worth keeping for the way back
        bprop_all(inputs, G, Y, saved) -> list   bprop for every input at once

    A first-order pass uses it; `f` and `bprop` stay the truth.
    """

    f_saving = None
    bprop_all = None
    takes_integers = False  # or it moves numbers, or compares them, whatever they are

    def settle(self, inputs, arrays):
        """The arrays as `f` takes them, when constants are not plain float arrays or numbers."""
        return settled(self, inputs, arrays)

    def f(self, *arrays):
        raise NotImplementedError(f"{type(self).__name__}: expected a method f(*arrays), got none; define it")

    def bprop(self, inputs, X, G, Y):
        raise NotImplementedError(
            f"{type(self).__name__}: expected a rule bprop(inputs, X, G, Y), got none; "
            "define it to take gradients"
        )

    def __call__(self, *inputs):
        variable = foreign = truths = wide = False
        arrays = []
        for x in inputs:
            if isinstance(x, Tensor):
                variable = True
                arrays.append(x.array)
            elif isinstance(x, Operand):
                return x.apply(self, inputs)
            else:
                arrays.append(x)
                if x.__class__ is ndarray:
                    dtype = x.dtype
                    if dtype is BOOL:
                        truths = True
                    elif (dtype is not FLOAT64 and dtype is not FLOAT32) or not x.ndim:
                        foreign = True
                elif x.__class__ is float64:
                    wide = True
                elif x.__class__ is not float and x.__class__ is not int:
                    foreign = True
        if foreign or (truths and not variable) or (wide and len(arrays) > 1 and has_float32(arrays)):
            arrays = self.settle(inputs, arrays)
        try:
            if variable and self.f_saving is not None:
                Y, saved = self.f_saving(*arrays)
            else:
                Y, saved = self.f(*arrays), None
        except (ValueError, TypeError, IndexError) as error:
            add_shapes(error, self, arrays)
            raise
        if not variable:
            return Y
        if not is_recording():
            return unrecorded(Y)
        tensor = _new(Tensor)
        tensor.array, tensor.op, tensor.inputs, tensor.arrays = Y, self, inputs, arrays
        tensor.saved, tensor.serial = saved, _next_serial()
        return tensor

    def __repr__(self) -> str:
        constants = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        name = type(self).__name__
        return f"{name}({constants})" if constants else name[0].lower() + name[1:]


def unrecorded(Y) -> Tensor:
    """A tensor of value Y without an origin: what ops give while nothing is recorded."""
    tensor = _new(Tensor)
    tensor.array, tensor.op, tensor.inputs, tensor.arrays = Y, None, (), ()
    tensor.saved, tensor.serial = None, UNRECORDED
    return tensor


def expect_recorded(who: str, Y, targets) -> None:
    """Raise ValueError when Y was computed while nothing was recorded: what it was made of is not known."""
    if Y.serial == UNRECORDED and not any(Y is x for x in targets):
        raise ValueError(
            f"{who}: expected a result that was recorded, got one computed under no_grad; "
            "compute it outside of that block"
        )


def infix(op):
    """`op` of two inputs as a method: what Tensor has for an operator such as `*`.

    For two plain tensors the road of `Op.__call__` is cut short, which takes a quarter off graphs of scalars,
    forward and backward; all else takes the long road. Not for an op with a kernel.
    """
    f = op.f

    def method(self, other):
        if other.__class__ is not Tensor or self.__class__ is not Tensor or not is_recording():
            return op(self, other)
        arrays = self.array, other.array
        try:
            Y = f(*arrays)
        except (ValueError, TypeError) as error:
            add_shapes(error, op, arrays)
            raise
        tensor = _new(Tensor)
        tensor.array, tensor.op, tensor.inputs, tensor.arrays = Y, op, (self, other), arrays
        tensor.saved, tensor.serial = None, _next_serial()
        return tensor

    return method


def add_shapes(error, op, arrays):
    """Tell an error of numpy's which op it came from, and of what shapes the inputs were."""
    shapes = ", ".join(str(getattr(a, "shape", a)) for a in arrays)
    error.add_note(f"{op!r}: expected inputs that fit together, got shapes {shapes}; compare the axes")


@contextlib.contextmanager
def recording(on: bool):
    """A `with` block in which ops are recorded, or not. It is for the thread or asyncio task that opened it:
    others go on as they were."""
    token = _recording.set(on)
    try:
        yield
    finally:
        _recording.reset(token)
