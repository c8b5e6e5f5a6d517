"""Chapter 15: vanishing and exploding gradients, and what keeps their size.

A gradient that goes back through L layers is multiplied L times. Measured here is the signal dJ/dz, layer by
layer: the gradients of the weights can hide what happens to it.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.initializers import normal
from dlcourse.layers import MLP, Linear, LSTMCell, Residual, Sequential
from dlcourse.ops import relu, sigmoid, tanh
from dlcourse.optimizers.clipping import clip_by_norm
from dlcourse.tensor import Tensor


def chain_gradient(n_units: int, w: float = 0.5, x: float = 0.5, error: float = 0.49) -> float:
    """`error` times dh/dx of n sigmoid units in a row, each h = sigmoid(w h), the first of x.

    With w = x it is also the gradient by the first weight. Source: deck Mirabello, "Gradient vanishing",
    second slide, which says about 0.00001 for five.

    >>> f"{chain_gradient(5):.3e}"
    '1.358e-05'
    """
    h = start = Tensor(x)
    for _ in range(n_units):
        h = sigmoid(h * w)
    return error * float(grad(h, start))


def steps_to_travel(distance: float, gradient: float, lr: float = 1.0) -> float:
    """How many steps of lr times gradient a weight needs for a distance: 70,000 from 0.5 to -0.2 at 1e-5.

    Source: deck Mirabello, "Gradient vanishing", second slide.
    """
    return distance / (lr * gradient)


def path_product(factor: float, n_layers: int = 50) -> float:
    """factor^n_layers: what is left of a gradient when each layer multiplies by the same w f'(z).

    The slope of the logistic function is at most 1/4, at z = 0; deck Fix, page 48, says below 1 for x != 0,
    which fits tanh. Only the factor 1 is neutral: for sigmoid it needs w = 4 at z = 0. Recurrent nets need
    factors near 1: deck Srihari, section III, slide 19.
    """
    return factor**n_layers


def deep_net(activation, std: float, *, n_layers: int = 50, width: int = 100, rng) -> Sequential:
    """n_layers of equal width, each followed by the activation; weights N(0, std^2), biases 0."""
    chain = MLP([width] * (n_layers + 1), activation=activation, init=normal(std), rng=rng)
    return Sequential(*chain.steps, activation)


def layer_signals(model, x, G) -> np.ndarray:
    """The norm of dJ/dz for each Linear of a chain, first to last, with J = sum(G model(x)).

    model: a Sequential; x its inputs; G shaped like its outputs. Of ReLU nets without biases the gradients of
    the weights do not show what happens: sum(W dJ/dW) is the same for every layer. Source: deck Fix, page 48.
    """
    h, signals = Tensor(x), []
    for step in model.steps:
        h = step(h)
        if isinstance(step, Linear):
            signals.append(h)
    return np.array([np.linalg.norm(g) for g in grad((h * G).sum(), signals)])


def signal_ratio(activation, std: float, *, width: int = 100, m: int = 32, rng, **options) -> float:
    """log10 of |dJ/dz| in the first layer over that in the last: 0 is level, less vanishes, more explodes.

    Of a `deep_net`, for m standard normal inputs and as many gradients on the output.
    """
    model = deep_net(activation, std, width=width, rng=rng, **options)
    norms = layer_signals(model, rng.standard_normal((m, width)), rng.standard_normal((m, width)))
    return float(np.log10(norms[0] / norms[-1]))


def signal_table(seeds=range(20), width: int = 100) -> dict[tuple[str, str], list[float]]:
    """`signal_ratio` per seed for three units and three standard deviations of the weights."""
    units = {"sigmoid": sigmoid, "tanh": tanh, "ReLU": relu}
    stds = {"1/sqrt(n)": width**-0.5, "sqrt(2/n)": (2 / width) ** 0.5, "1": 1.0}
    return {
        (unit, std): [
            signal_ratio(units[unit], stds[std], width=width, rng=np.random.default_rng(seed))
            for seed in seeds
        ]
        for unit in units
        for std in stds
    }


def dead_units(model, x) -> list[int]:
    """For each ReLU step of a Sequential: how many of its units are 0 for every row of x.

    No gradient reaches such a unit, so it cannot come back. Source: deck Srihari, section III, slide 13; deck
    Fix, page 49.
    """
    arrays = model.trace(x)[1:]
    return [
        int((h <= 0).all(axis=0).sum()) for step, h in zip(model.steps, arrays, strict=True) if step is relu
    ]


def last_state(w, b, h, n_steps: int = 50):
    """h <- sigmoid(w h + b), n_steps times: one recurrent unit.   w, b, h: numbers, arrays or Tensors"""
    for _ in range(n_steps):
        h = sigmoid(w * h + b)
    return h


def through_time(w: float, b: float, h0: float = 0.5, n_steps: int = 50) -> float:
    """The derivative of the state after n_steps by the first. Source: deck Fix, page 50."""
    start = Tensor(h0)
    return float(grad(last_state(w, b, start, n_steps), start))


def cliff(w, b, h0: float = 0.5, target: float = 0.7, n_steps: int = 50):
    """E = (h_50 - target)^2 of one recurrent unit and its gradient.   w, b -> (E, dE/dw, dE/db), shaped alike

    Source: deck Fix, page 50, the error surface; Pascanu, Mikolov and Bengio 2013.
    """
    w, b = Tensor(w), Tensor(b)
    E = (last_state(w, b, h0, n_steps) - target) ** 2
    return E.array, *grad(E.sum(), [w, b])


@dataclass(frozen=True)
class Descent:
    """A path down the cliff: (w, b) from start to end, (n_steps + 1, 2), and the E that it ends at."""

    path: np.ndarray
    E: float


def descend_cliff(start=(5.5, -2.7), lr: float = 0.1, n_steps: int = 500, max_norm: float | None = None):
    """Gradient descent on E from `start`, the gradient clipped to `max_norm` unless that is None.

    Without clipping one step over the cliff throws the weights far away, where all is flat and E stays at
    0.09 (how far depends on the last bit of sigmoid); with max_norm 1 they settle at (4.19, -2.09). Source:
    deck Fix, page 50.
    """
    theta = np.array(start, dtype=float)
    path = [theta]
    for _ in range(n_steps):
        _, *gradient = cliff(*theta)
        if max_norm is not None:
            gradient = clip_by_norm([np.array(gradient)], max_norm)[0]
        theta = theta - lr * np.array(gradient)
        path.append(theta)
    return Descent(np.array(path), float(cliff(*theta)[0]))


def residual_path(n_blocks: int = 50) -> float:
    """dy/dx along the shortcuts of n residual blocks whose steps add nothing: 1, exactly."""
    blocks = Sequential(*(Residual(lambda x: x * 0.0) for _ in range(n_blocks)))
    x = Tensor(0.5)
    return float(grad(blocks(x), x))


def carousel(forget: float = 1.0, n_steps: int = 50) -> float:
    """dc_T/dc_0 of an LSTM cell with closed ears: the product of its forget gates, exactly 1 for forget 1.

    All weights are 0; the bias of the forget gate is the logit of `forget`. Source: deck Srihari, section
    III, slide 20; deck Fix, page 50.
    """
    cell = LSTMCell(1, 1, rng=np.random.default_rng(0), init=lambda shape, rng: np.zeros(shape))
    cell.b.array[1] = np.log(forget / (1 - forget)) if forget < 1 else 100.0  # sigmoid(100) is 1 in floats
    c = start = Tensor([[0.5]])
    h, x = np.zeros((1, 1)), np.zeros((1, 1))
    for _ in range(n_steps):
        h, c = cell(x, (h, c))
    return float(grad(c.sum(), start)[0, 0])
