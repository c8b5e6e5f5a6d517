"""Chapter 3: backpropagation through one module: from dE/dy to the gradients of its inputs and parameters.

A module in Torch stores values of its forward pass for the backward pass. Here the output y holds them: it is
a Tensor, and the graph between x and y has the values that the ops' bprop needs. So the module itself stores
nothing, and its backward pass is a function of x, y and G alone.
"""

from dlcourse.autodiff import grad
from dlcourse.backend import is_array
from dlcourse.op import expect_recorded, recording
from dlcourse.sweep import ancestors
from dlcourse.tensor import Tensor


def module_gradients(who: str, x, G, y, parameters) -> tuple:
    """dE/dx, and the list of dE/dtheta for the parameters theta, from G = dE/dy.

    x, G, y: one each, or tuples, nested as the inputs and outputs of the module are. Integer inputs have no
    gradient and are left out. Raises TypeError for an x or y that is no Tensor, ValueError for a G whose
    shape differs from that of y, and for a y that was not computed from x and the parameters.
    """
    inputs, outputs, weights = _variables(who, _flat(x)), _flat(y), _flat(G)
    _check(who, inputs, outputs, weights, parameters)
    with recording(True):  # also within `no_grad`: E is needed only for its gradient
        E = sum((y * G).sum() for y, G in zip(outputs, weights, strict=True))  # so dE/dy = G
    gradients = grad(E, inputs + parameters)  # one sweep for all: what paths share is computed once
    by_input, by_parameter = gradients[: len(inputs)], gradients[len(inputs) :]
    return by_input[0] if len(by_input) == 1 else tuple(by_input), by_parameter


def _flat(x) -> list:
    """The parts of nested tuples and lists, in one list, in order."""
    return [leaf for part in x for leaf in _flat(part)] if isinstance(x, tuple | list) else [x]


def _variables(who, inputs):
    """The Tensors among the inputs. Integers, such as class indices, have no gradient."""
    for x in inputs:
        if not isinstance(x, Tensor) and not (is_array(x) and x.dtype.kind in "biu"):
            raise TypeError(
                f"{who}.bprop: expected x as a Tensor, got {type(x).__name__}; "
                "wrap it before the call: x = Tensor(x), then y = module(x)"
            )
    return [x for x in inputs if isinstance(x, Tensor)]


def _check(who, inputs, outputs, weights, parameters):
    for y in outputs:
        if not isinstance(y, Tensor):
            raise TypeError(
                f"{who}.bprop: expected y as the Tensor that module(x) returned, got {type(y).__name__}; "
                "the order is bprop(x, G, y)"
            )
    shapes, got = [y.shape for y in outputs], [getattr(G, "shape", ()) for G in weights]
    if shapes != got:
        raise ValueError(
            f"{who}.bprop: expected G of the shape of y, {shapes}, got {got}; it is dE/dy, entry by entry"
        )
    origin = set()  # all that y was computed from: an x of another call is not in it
    for y in outputs:
        expect_recorded(f"{who}.bprop", y, inputs)
        nodes, leaves = ancestors(y)  # inputs need not be leaves: they may come from another module
        origin |= {*nodes, *leaves}
    if not origin.issuperset(inputs) or (parameters and not origin & set(parameters)):
        raise ValueError(
            f"{who}.bprop: expected y = module(x), got one that was not computed from this x and the "
            "module's parameters; pass the x and the y of one and the same call"
        )
