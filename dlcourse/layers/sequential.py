"""Chapter 3: chains of layers, f3(f2(f1(x))), and the multi-layer perceptron."""

from itertools import pairwise
from reprlib import recursive_repr

from dlcourse.backend import is_array
from dlcourse.layers.linear import Linear
from dlcourse.layers.module import Module
from dlcourse.op import recording
from dlcourse.ops import tanh
from dlcourse.tensor import Tensor


class Sequential(Module):
    """A chain: one step after the other.   Sequential(Linear(2, 2, rng=rng), relu, Linear(2, 1, rng=rng))

    A step is a Module or a function of one tensor, such as an op. Depth and widths count the layers with
    weights; the input does not count as a layer. Source: deck Srihari, section I, slides 7 and 8; deck Fix,
    pages 34 and 35. Raises TypeError for a step that cannot be called.
    """

    def __init__(self, *steps):
        self.steps = list(steps)  # a list, so that steps can be appended
        _check(self.steps)

    def fprop(self, x):
        for step in self.steps:
            if not callable(step):  # added to the list after __init__
                _check(self.steps)
            x = step(x)
        return x

    def trace(self, x) -> list:
        """The arrays along the chain: x, then the output of each step. Nothing is recorded."""
        arrays = [x.array if isinstance(x, Tensor) else x]
        with recording(False):
            for step in self.steps:
                y = step(arrays[-1])
                # Parameters within a step make its result a Tensor.
                arrays.append(y if is_array(y) else y.array)
        return arrays

    @property
    def layers(self) -> list[Module]:
        """The steps that have units (an attribute n_out), with those of chains within the chain."""
        found, seen, stack = [], {id(self)}, self.steps[::-1]  # `seen`: a chain may hold itself
        while stack:
            step = stack.pop()
            if isinstance(step, Sequential) and id(step) not in seen:
                seen.add(id(step))
                stack += step.steps[::-1]
            elif isinstance(step, Module) and hasattr(step, "n_out"):
                found.append(step)
        return found

    @property
    def depth(self) -> int:
        """The number of layers with weights."""
        return len(self.layers)

    @property
    def widths(self) -> list[int]:
        """The number of units of each layer, the input not counted."""
        return [layer.n_out for layer in self.layers]

    @recursive_repr()  # a chain may hold itself
    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(repr, self.steps))})"


def _check(steps):
    for i, step in enumerate(steps):
        if not callable(step):
            raise TypeError(
                f"Sequential: expected step {i} to be a module or a function, got {step!r:.50}; "
                "pass the steps one by one, Sequential(a, b), not as a list"
            )


class MLP(Sequential):
    """Linear layers with an activation between each two.   MLP((2, 8, 1), activation=relu, rng=rng)

    widths: n_in, the hidden widths, n_out. The output is linear (values or logits), as the losses expect it.
    `linear_options` (init, bias_init) go to every Linear. Raises ValueError for fewer than two widths.
    """

    def __init__(self, widths, *, activation=tanh, rng, **linear_options):
        if not hasattr(widths, "__iter__"):
            raise TypeError(f"MLP: expected widths (n_in, ..., n_out), got {widths!r}; name at least two")
        widths = list(widths)
        if len(widths) < 2:
            raise ValueError(
                f"MLP: expected widths (n_in, ..., n_out), got {tuple(widths)}; name at least two"
            )
        if not callable(activation):  # the likely slip is the name of an activation, or None
            raise TypeError(
                f"MLP: expected activation to be a module or a function, got {activation!r}; "
                "pass the op itself, as in activation=ops.relu"
            )
        steps = []
        for n_in, n_out in pairwise(widths):
            steps += [Linear(n_in, n_out, rng=rng, **linear_options), activation]
        super().__init__(*steps[:-1])  # no activation after the last layer
