"""Chapter 0: passes. What a student's backward pass claims, and which difference quotients it is to equal.

`ch01_passes`, `ch02_passes` and so on list those of a chapter's exercises, of all that return derivatives.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np


def sigmoid(z):
    """1 / (1 + exp(-z))"""
    return 1 / (1 + np.exp(-z))


@dataclass(frozen=True)
class Pass:
    """A backward pass that students write.

    exercise: "NN_topic/function".   sizes: distinct primes; least: the smallest that make sense.
    draw: (numbers, *sizes) -> inputs, where numbers(shape) gives an array, and numbers(()) a number.
    costs: what is differentiated, and with respect to which input, one pair for each claim.
    claims: (inputs, results) -> the derivatives, in this order.   given: inputs -> further values at which
    one differentiates, such as the output of a layer before.   names: what the setup cell defines.
    """

    exercise: str
    sizes: tuple[int, ...]
    least: tuple[int, ...]
    draw: Callable
    costs: tuple[tuple[Callable, str], ...]
    claims: Callable
    given: Callable = lambda inputs: {}
    names: dict = field(default_factory=dict, compare=False)

    @property
    def name(self) -> str:
        return self.exercise.split("/")[1]


def by(cost: Callable, *names: str) -> tuple:
    """The pairs of a cost and a name, for derivatives of one cost."""
    return tuple((cost, name) for name in names)


def steps(inputs: dict, before, after) -> tuple:
    """The derivatives that a step with the rate lr was made of.   before: names   after: new values"""
    return tuple((inputs[name] - new) / inputs["lr"] for name, new in zip(before, after, strict=True))
