"""Chapter 6: operations. An Op defines a value (`f`) and how to pass a gradient back (`bprop`).

An op that is applied to Tensors is recorded. The recorded ops are the computational graph, which
`autodiff.grad` visits in reverse.
"""

from numpy import float32, float64, ndarray

from dlcourse.backend import BOOL, FLOAT32, FLOAT64, Setting
from dlcourse.constants import converted, has_float32
from dlcourse.operand import Operand, Parameter, Tensor, next_serial
from dlcourse.unchanged import SMALL, frozen, is_tracing, sample

DETACHED = -1  # the serial of a result that is detached from the graph; leaves have 0, recorded results more
_new = Tensor.__new__  # without Tensor.__init__, which would convert and copy the array once more
_recording = Setting("no_grad", True)  # whether ops are recorded
is_recording = _recording.get  # called once per op: bound here, it needs no look-up of an attribute


class Op:
    """An operation on arrays, used as a function: `tanh(x)`.

    A subclass holds constants only (an axis, a power), never the data of a call, and defines

        f(*arrays) -> Y                   the value
        bprop(inputs, X, G, Y) -> array   sum_i (dY_i / dX) G_i for the input at position X

    with G shaped like Y. `bprop` is pure and is written with operators, methods and ops: it is given arrays
    in a first-order pass, and Tensors when the gradient will be differentiated again. It need not undo
    broadcasting: `grad` does so in one place. Source: DL book, section 6.5.6, `op.bprop(inputs, X, G)`.

    Where work is shared between the gradients of several inputs, a kernel may stand beside the rule, on
    arrays only, defined as a pair:

        f_saving(*arrays) -> (Y, saved)          f, and what is worth keeping for the backward pass
        bprop_all(inputs, G, Y, saved) -> list   bprop for every input at once

    A first-order pass uses the kernel; `f` and `bprop` stay the definition, to which a test compares it.
    """

    f_saving = None
    bprop_all = None
    takes_integers = False  # True for an op that only moves or compares numbers, whatever their dtype

    def convert(self, inputs, arrays):
        """The arrays as `f` takes them; called when a constant is no number and no plain float array."""
        return converted(self, inputs, arrays)

    def f(self, *arrays):
        raise NotImplementedError(f"{type(self).__name__}: expected a method f(*arrays), got none; define it")

    def bprop(self, inputs, X, G, Y):
        raise NotImplementedError(
            f"{type(self).__name__}: expected a rule bprop(inputs, X, G, Y), got none; "
            "define it to take gradients"
        )

    def __call__(self, *inputs):
        variable = is_open = foreign = truths = wide = single = False
        arrays = []
        for x in inputs:
            if isinstance(x, Tensor):
                variable = True
                arrays.append(x.array)
                if x.op is None:
                    is_open = True  # a leaf: somebody may write into its array
                continue
            if isinstance(x, Operand):
                return x.apply(self, inputs)  # a dual number or a symbol says what an op does to it
            arrays.append(x)
            kind = x.__class__
            if kind is ndarray:
                is_open, dtype = True, x.dtype
                if dtype is BOOL:
                    truths = True
                elif (dtype is not FLOAT64 and dtype is not FLOAT32) or not x.ndim:  # `is`: faster than ==
                    foreign = True
            elif kind is float64:
                wide = True  # a float64 scalar would widen float32 arrays
            elif kind is float32:
                single = is_open = True  # it may widen float16, which is foreign where all are plain
            elif kind is not float and kind is not int:  # integers of numpy, float16, a list, ...
                foreign = True
        if foreign or (single if variable else truths) or (wide and len(arrays) > 1 and has_float32(arrays)):
            arrays = self.convert(inputs, arrays)
        # Arrays alone are constants: without a Tensor nothing is recorded, and an array is returned.
        records, samples = variable and is_recording(), None
        if records and (is_open or foreign) and not is_tracing():
            inputs, samples = as_recorded(inputs, arrays)
        try:
            Y, saved = self.f_saving(*arrays) if variable and self.f_saving else (self.f(*arrays), None)
        except (ValueError, TypeError, IndexError) as error:
            add_shapes(error, self, arrays)
            raise
        if not records:
            return detached(Y) if variable else Y
        return recorded(Y, self, inputs, arrays, saved, samples)

    def __repr__(self) -> str:
        constants = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        name = type(self).__name__
        return f"{name}({constants})" if constants else name[0].lower() + name[1:]


def as_recorded(inputs, arrays):
    """The inputs with values that nobody can change any more, and samples of those that were not copied.

    Constant arrays are copied, and so are leaves that can be written to, such as Parameters, of up to `SMALL`
    numbers; the copies also replace the originals in the list `arrays`. samples: for each larger leaf, the
    leaf, a function that reads its sample, and the sample; None when there is no such leaf.
    """
    samples, own = None, None
    for X, x in enumerate(inputs):
        array = arrays[X]
        if x is array or not isinstance(x, Tensor):
            if x.__class__ is not float:  # a Python number cannot change
                if own is None:
                    own = list(inputs)  # only now: most calls have no constant among the inputs
                own[X] = arrays[X] = frozen(array)
        elif array.__class__ is not ndarray:  # a scalar, which is immutable, or an array on a GPU
            if x.__class__ is Parameter:  # found if noted: to read numbers back would wait for the GPU
                samples = [*(samples or ()), (x, tuple, ())]
        elif x.op is not None:
            continue  # results are read-only
        elif x.__class__ is Parameter or array.flags.writeable:
            if array.size <= SMALL:
                arrays[X] = array.__copy__()  # keeps the memory order of the axes, as copy("K") does
            else:
                read = sample(array).tobytes
                samples = [*(samples or ()), (x, read, read())]
    return inputs if own is None else tuple(own), samples


def expect_unchanged(nodes) -> None:
    """Raise ValueError when a large input of one of these results was changed in place since.

    Changes that are noted and recordings share one counter, so the greater serial came later. Changes by hand
    are found by comparing the samples.
    """
    for result, (x, read, before) in [(node, part) for node in nodes for part in node.samples]:
        if getattr(x, "changed", 0) > result.serial or read() != before:
            raise ValueError(
                f"grad: expected the values with which {result.op!r} was computed, got an input of shape "
                f"{x.shape} that was changed in place since; take the gradient before changing it, or "
                "compute the result anew"
            )


def recorded(Y, op, inputs, arrays, saved, samples) -> Tensor:
    """The tensor with the array Y that remembers the op and the inputs. Y is read-only from now on."""
    tensor = _new(Tensor)
    # In groups of two and three: for more targets Python would build a tuple, which takes longer.
    tensor.array, tensor.op = Y, op
    tensor.inputs, tensor.arrays = inputs, arrays
    tensor.saved, tensor.serial, tensor.samples = saved, next_serial(), samples
    if Y.__class__ is ndarray:
        if samples is not None:  # Y may be the very array of a Parameter, which must stay writable
            tensor.array = Y = Y.view()
        Y.setflags(False)  # write=False; parsed in half the time when it is positional
    return tensor


def detached(Y) -> Tensor:
    """The tensor with the array Y, detached from the graph: the result of an op while nothing is recorded."""
    tensor = _new(Tensor)
    tensor.array, tensor.op, tensor.inputs, tensor.arrays = Y, None, (), ()
    tensor.saved, tensor.serial, tensor.samples = None, DETACHED, None
    return tensor


def expect_recorded(who: str, Y, targets) -> None:
    """Raise ValueError when Y is detached: computed while nothing was recorded, so its inputs are unknown.

    Y itself may be among the targets, since dY/dY = 1 needs no graph.
    """
    if Y.serial == DETACHED and not any(Y is x for x in targets):
        raise ValueError(
            f"{who}: expected a result that was recorded, got one computed under no_grad; "
            "compute it outside of that block"
        )


def infix(op):
    """The method of Tensor for an operator such as `*`, which applies `op` to two inputs.

    Two plain tensors need few of the checks in `Op.__call__`. Leaving those out takes a quarter off the time
    of graphs of scalars; anything else goes through `Op.__call__`. Not for an op with a kernel, since
    `f_saving` is never called here.
    """
    f = op.f  # bound once per operator, not once per call

    def method(self, other):
        if other.__class__ is not Tensor or self.__class__ is not Tensor or not is_recording():
            return op(self, other)
        inputs, arrays = (self, other), [self.array, other.array]
        try:
            Y = f(*arrays)
        except (ValueError, TypeError) as error:
            add_shapes(error, op, arrays)
            raise
        samples = None
        # Only a leaf can change; where Y is a scalar, so were both inputs, and scalars are immutable.
        if Y.__class__ is ndarray and (self.op is None or other.op is None) and not is_tracing():
            _, samples = as_recorded(inputs, arrays)
        return recorded(Y, op, inputs, arrays, None, samples)

    return method


def add_shapes(error, op, arrays):
    """Add to an error that numpy raised the op in which it arose and the shapes of the inputs."""
    shapes = ", ".join(str(getattr(a, "shape", a)) for a in arrays)
    error.add_note(f"{op!r}: expected inputs that fit together, got shapes {shapes}; compare the axes")


def recording(on: bool):
    """A `with` block in which ops are recorded, or are not, in the thread or asyncio task that opened it.

    Other threads and tasks are not affected.
    """
    return _recording.block(on)
