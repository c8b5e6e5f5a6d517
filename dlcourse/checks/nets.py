"""Checks: nine networks whose backward passes are to be checked, six of them wrong, for exercise 7.5.

All compute y_hat = scale (g(x W1 + b1) W2 + unit b2) and the penalty alpha / 2 (sum W1^2 + sum W2^2), where
theta is the list W1, b1, W2, b2. What is wrong with each, and why one may not see it, is told in words.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dlcourse.experiments.ch07_passes import slope, value

X = np.round(np.sin(3.0 * np.arange(1, 16)).reshape(5, 3), 2)
SHAPES = (3, 2), (2,), (2, 7), (7,)


@dataclass(frozen=True)
class Net:
    """A network, and what its backward pass does.

    told: what is particular to it, for whoever takes it for something else.   wrong: the numbers of the
    gradients that are wrong.   shift: added to b1, away from any kink.   spoilt: gradients -> wrong ones
    """

    told: str
    wrong: tuple = ()
    unit: str = "tanh"
    scale: float = 1.0
    alpha: float = 0.0
    of_b2: float = 1.0
    shift: float = 0.0
    spoilt: Callable = lambda net, theta, G, grads: grads

    def forward(self, theta):
        """y_hat and the penalty."""
        W1, b1, W2, b2 = theta
        y_hat = self.scale * (value(self.unit, X @ W1 + b1) @ W2 + self.of_b2 * b2)
        return y_hat, self.alpha / 2 * ((W1**2).sum() + (W2**2).sum())

    def backward(self, theta, G):
        """What it says that the gradients of (G * y_hat).sum() + penalty are."""
        return self.spoilt(self, theta, G, self.gradients(theta, G))

    def gradients(self, theta, G, at=lambda net, z: z):
        """The right ones.   at: where the slope of the unit is taken"""
        W1, b1, W2, b2 = theta
        z, G = X @ W1 + b1, self.scale * G
        dz = G @ W2.T * slope(self.unit, at(self, z))
        dW1, dW2 = X.T @ dz + self.alpha * W1, value(self.unit, z).T @ G + self.alpha * W2
        return [dW1, dz.sum(axis=0), dW2, self.of_b2 * G.sum(axis=0)]


def _single_entries(net, theta, G, grads):
    spoilt = [part.copy() for part in grads]
    # Up in one, down in another, both in theta[2], where the mean of all differences is 0.
    for k, i, sign in ((1, 1, 1), (2, (1, 3), 1), (2, (0, 5), -1), (3, 5, -1)):
        spoilt[k][i] += sign * 0.02 * np.linalg.norm(grads[k])
    return spoilt


NETS = {
    "1": Net("It is right: is J that of one G, with the penalty, and the step 1e-5?", alpha=0.7),
    "2": Net(
        "It takes the mean of G in the place of G: where all of G is one number, nothing is wrong.",
        (0, 1, 2, 3),
        alpha=0.7,
        spoilt=lambda net, theta, G, grads: net.gradients(theta, np.full_like(G, G.mean())),
    ),
    "3": Net(
        "Single entries are off, one up, one down, each by 0.02 of its gradient's length.",
        (1, 2, 3),
        spoilt=_single_entries,
    ),
    "4": Net(
        "It is right: all of its ReLUs are off, so 0 is the slope, and 0 and 0 agree.", unit="relu", shift=-50
    ),
    "5": Net(
        "It forgets the penalty of theta[0].",
        (0,),
        alpha=0.7,
        spoilt=lambda net, theta, G, grads: [grads[0] - net.alpha * theta[0], *grads[1:]],
    ),
    "6": Net(
        "Its gradients are tiny, and twice too large: what is small depends on the gradient.",
        (0, 1, 2, 3),
        scale=1e-10,
        spoilt=lambda net, theta, G, grads: [2 * g for g in grads],
    ),
    "7": Net(
        "It takes the slope of tanh at h, which is tanh already.",
        (0, 1),
        spoilt=lambda net, theta, G, grads: (
            net.gradients(theta, G, lambda net, z: value(net.unit, z))[:2] + grads[2:]
        ),
    ),
    "8": Net(
        "theta[3] has the wrong sign: its gradient is as long as the right one, and small beside the others.",
        (3,),
        of_b2=2e-5,
        spoilt=lambda net, theta, G, grads: [*grads[:3], -grads[3]],
    ),
    "9": Net("It is right: its gradients are in the millions, and so is what rounding leaves.", scale=1e6),
}


def _named(function, name):
    def net(*args):
        return function(*args)

    net.__name__ = name
    return net


FORWARD = {key: _named(net.forward, f"forward_{key}") for key, net in NETS.items()}
BACKWARD = {key: _named(net.backward, f"backward_{key}") for key, net in NETS.items()}


def inputs(key: str, rng, decimals: int | None = None) -> dict:
    """The inputs of `wrong_gradients` for one of the networks, with weights that are drawn."""
    theta = [rng.normal(size=shape) for shape in SHAPES]
    theta = theta if decimals is None else [np.round(part, decimals) for part in theta]
    theta[1] = theta[1] + NETS[key].shift
    return {"forward": FORWARD[key], "backward": BACKWARD[key], "theta": theta}
