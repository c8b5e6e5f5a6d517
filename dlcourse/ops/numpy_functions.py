"""Chapter 6: numpy's own functions on Tensors. A function with an op becomes that op, any other is refused.

So `np.exp(t)` and `np.mean(t, axis=0)` are recorded, and no gradient is lost without an error.
"""

import operator

import numpy as np

from dlcourse.backend import COMPARISONS
from dlcourse.operand import Operand
from dlcourse.ops import activations, arithmetic, elementwise, joining, linalg, reductions, shaping

UFUNCS = {
    np.add: arithmetic.add,
    np.subtract: arithmetic.subtract,
    np.multiply: arithmetic.multiply,
    np.divide: arithmetic.divide,
    np.power: arithmetic.power,
    np.negative: arithmetic.negative,
    np.matmul: linalg.matmul,
    np.exp: elementwise.exp,
    np.log: elementwise.log,
    np.sqrt: elementwise.sqrt,
    np.square: elementwise.square,
    np.sign: elementwise.sign,
    np.absolute: elementwise.absolute,
    np.sin: elementwise.sine,
    np.cos: elementwise.cosine,
    np.tanh: activations.tanh,
}
RELATIONS = {getattr(np, function): getattr(operator, name) for name, function in COMPARISONS.items()}
MIRRORED = {  # a < t says the same as t > a
    "less": "greater",
    "less_equal": "greater_equal",
    "greater": "less",
    "greater_equal": "less_equal",
}
FUNCTIONS = {
    np.sum: reductions.sum,
    np.mean: reductions.mean,
    np.max: reductions.max,
    np.reshape: shaping.reshape,
    np.transpose: shaping.transpose,
    np.swapaxes: shaping.swapaxes,
    np.broadcast_to: shaping.broadcast_to,
    np.concatenate: joining.concatenate,
    np.stack: joining.stack,
    np.shape: lambda x: x.shape,
    np.ndim: lambda x: x.ndim,
    np.size: lambda x: x.size,
}
KEYWORDS = {"axis", "axes", "keepdims", "shape"}  # an op has no dtype=, out= or where=


def array_ufunc(self, ufunc, method, *inputs, **options):
    """The result of ufunc(*inputs), with an Operand among the inputs."""
    # Other methods are np.add.reduce, .outer and so on; options are out=, where= and dtype=.
    if method != "__call__" or options or not (ufunc in UFUNCS or ufunc in RELATIONS):
        raise _refusal(self, ufunc.__name__)
    if ufunc not in RELATIONS:
        return UFUNCS[ufunc](*inputs)
    if isinstance(inputs[0], Operand):
        # Plain array < Tensor would ask numpy again, and so on without end: the
        # Tensor has to stand on the left.
        return RELATIONS[ufunc](*inputs)
    mirrored = getattr(np, MIRRORED.get(ufunc.__name__, ufunc.__name__))
    return RELATIONS[mirrored](*inputs[::-1])  # read from the operand's side


def array_function(self, function, types, args, options):
    """The result of function(*args), with an Operand among the arguments."""
    # `types`, the classes of the arguments, does not matter here.
    if function not in FUNCTIONS or not set(options) <= KEYWORDS:
        raise _refusal(self, function.__name__)
    return FUNCTIONS[function](*args, **options)


def array(self, *args, **options):
    """Raise TypeError: numpy asks for a plain array in calls that would lose the graph, as np.asarray(t)."""
    raise TypeError(
        f"{type(self).__name__}: expected ops, got a call that makes a numpy array of it, which would lose "
        "the gradient; take its .array, or join Tensors with ops.stack or ops.concatenate"
    )


def _refusal(operand, name):
    return TypeError(
        f"{type(operand).__name__}: expected ops, got numpy's {name}, which has no gradient in this form; "
        "take an op of dlcourse.ops, or numpy's function of the .array"
    )


# Set from here since Operand lies below the ops, and a module imports only from those below.
Operand.__array_ufunc__ = array_ufunc
Operand.__array_function__ = array_function
Operand.__array__ = array
