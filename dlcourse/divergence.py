"""Chapter 7: divergence. A number overflows or is NaN: in which layer first, and how to undo the step."""

import math
from operator import is_

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.backend import xp_of
from dlcourse.sweep import ancestors
from dlcourse.tensor import Parameter, Tensor


class DivergenceError(FloatingPointError):
    """Raised when training met infinity or NaN. Parameters and state are then those before that step.

    epoch, step: when it happened, counted from 0; where: the first output or gradient that was not finite, in
    words.
    """

    def __init__(self, message: str, epoch: int, step: int, where: str):
        super().__init__(message)
        self.epoch, self.step, self.where = epoch, step, where

    def __reduce__(self):  # pickle rebuilds an exception from its `args`, which is the message alone
        return type(self), (str(self), self.epoch, self.step, self.where)


class Snapshot:
    """Copies of all that a step of training changes: parameters, optimizer state, the model's buffers and
    the states of its random generators, and of those that `others`, modules outside of the model, have."""

    def __init__(self, model, optimizer, others=()):
        self.optimizer, modules = optimizer, model.modules()
        self.buffers = [(module, name) for module in modules for name in module.buffers]
        drawers = [value for module in (*modules, *others) for value in vars(module).values()]
        found = [value for value in drawers if isinstance(value, np.random.Generator)]
        self.generators = list(dict.fromkeys(found))  # two Dropout layers may share one
        # Memory for the copies, which `take` makes: a copy of its own here would be a second one.
        self.theta = xp_of(optimizer.theta).empty_like(optimizer.theta)
        self.rest = [xp_of(array).empty_like(array) for array in self._others()]
        self.take()

    def take(self) -> None:
        """Copy everything once more, into the memory of the previous copies."""
        optimizer, self.parts = self.optimizer, None
        if all(map(is_, [p.array for p in optimizer.parameters], optimizer.views)):
            self.theta[...] = optimizer.theta  # one copy for all parameters, which are views of it
        else:  # parameters that were given new arrays are no longer parts of theta
            self.parts = [parameter.array.copy() for parameter in optimizer.parameters]
        for copy, array in zip(self.rest, self._others(), strict=True):
            copy[...] = array
        self.n_steps = optimizer.n_steps
        self.states = [generator.bit_generator.state for generator in self.generators]

    def restore(self) -> None:
        """Set everything back to the copies, in place: views and the optimizer refer to these arrays."""
        optimizer = self.optimizer
        if self.parts is None:
            optimizer.theta[...] = self.theta
        else:
            for parameter, part in zip(optimizer.parameters, self.parts, strict=True):
                parameter.array[...] = part
        for array, copy in zip(self._others(), self.rest, strict=True):
            array[...] = copy
        optimizer.n_steps = self.n_steps
        optimizer.note_change()  # a graph of the bad step must not be differentiated at these values
        for generator, state in zip(self.generators, self.states, strict=True):
            generator.bit_generator.state = state

    def live(self) -> list:
        """The arrays themselves of which there are copies."""
        return [*[parameter.array for parameter in self.optimizer.parameters], *self._others()]

    def _others(self):
        # Asked for each time: a layer may set a buffer to a new array instead of writing into it.
        return [*self.optimizer.state.values(), *[getattr(m, name) for m, name in self.buffers]]


def all_finite(array) -> bool:
    """Whether no number in the array is infinite or NaN."""
    # Finite terms have a finite sum unless it overflows, and NaN or infinity in a term stays in the sum. So a
    # finite sum, one pass without an array of booleans, is enough; any other is looked at number by number.
    if math.isfinite(float(array.sum())):
        return True
    return bool(xp_of(array).isfinite(array).all())


def first_bad_output(J, model) -> str:
    """The first tensor in the forward pass to J that is not finite, as "the output of affine in steps.0"."""
    # First the parameters: one that the step before has spoiled makes the output of its layer NaN, too.
    for name, parameter in model.named_parameters():
        if not _finite(parameter.array):
            return f"the parameter {name}"
    nodes = ancestors(J)[0][::-1]  # in the order in which they were computed
    places = _places(nodes, model)
    for node in nodes:
        if not _finite(node.array):
            return f"the output of {node.op!r} {places[node]}"
    return "the data"


def first_bad_gradient(J, model) -> str:
    """The first gradient of the backward pass from J that is not finite, in words."""
    nodes = ancestors(J)[0]
    places = _places(nodes[::-1], model)
    with np.errstate(all="ignore"):  # numpy has warned of it once already
        gradients = dict(zip(nodes, grad(J, nodes), strict=True))
    for node in nodes:  # J first: the order of the backward pass
        if not _finite(gradients[node]):
            users = [user for user in gradients if any(x is node for x in user.inputs)]
            # The user nearest to J: it was the first to pass a gradient back.
            by = f", computed by bprop of {users[0].op!r}" if users else ""
            return f"the gradient at the output of {node.op!r} {places[node]}{by}"
    for name, parameter in model.named_parameters():
        if not _finite(grad(J, parameter)):
            return f"the gradient of the parameter {name}"
    return "a gradient"


def _finite(array):
    return bool(xp_of(array).isfinite(array).all())


def _places(nodes, model):
    """The place of each node, in words: "in steps.0, Linear(2, 4)", or "after" the last such layer.

    nodes: inputs before outputs. A node is in the layer whose Parameter is among its inputs: a graph knows
    ops, not layers, and an activation has no Parameter that would tell where it is.
    """
    owners = {}  # Parameter -> its module, in words
    for name, parameter in model.named_parameters():
        prefix = name.rpartition(".")[0]
        owners[parameter] = f"{prefix}, {_module_at(model, prefix)!r}" if prefix else repr(model)
    latest, places = {}, {}
    for node in nodes:
        tensors = [x for x in node.inputs if isinstance(x, Tensor)]
        own = [owners[x] for x in tensors if isinstance(x, Parameter) and x in owners]
        # Of several inputs the one that was computed last is nearest to this node.
        above = [latest[x] for x in sorted(tensors, key=lambda x: x.serial) if x in latest]
        latest[node] = own[0] if own else above[-1] if above else "the input"
        places[node] = ("in " if own else "after ") + latest[node]
    return places


def _module_at(model, name):
    """The module that a dotted name stands for: "steps.0" is model.steps[0]."""
    for part in name.split("."):
        model = model[int(part)] if part.isdigit() else getattr(model, part)
    return model
