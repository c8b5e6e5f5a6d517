"""Chapter 15: vanishing and exploding gradients, and how to keep their size.

A gradient is multiplied in each of the L layers through which it goes back. The signal dJ/dz is measured
here, layer by layer: the gradients of the weights can hide what happens to it.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.initializers import normal
from dlcourse.layers import MLP, Linear, LSTMCell, Residual, Sequential
from dlcourse.numbers import Number
from dlcourse.ops import relu, sigmoid, tanh
from dlcourse.optimizers.clipping import clip_by_norm
from dlcourse.tensor import Tensor


def chain_gradient(n_units: int, w: float = 0.5, x: float = 0.5, error: float = 0.49) -> float:
    """`error` times dh/dx for a chain of n sigmoid units, each h = sigmoid(w h), the first of x.

    With w = x it is also the gradient with respect to the first weight. Source: deck Mirabello, "Gradient
    vanishing", second slide, which says about 0.00001 for five.

    >>> f"{chain_gradient(5):.3e}"
    '1.358e-05'
    """
    h = start = Tensor(x)
    for _ in range(n_units):
        h = sigmoid(h * w)
    # error stands for dJ/dh of the last unit: 0.49, from the deck's worked example
    return error * float(grad(h, start))


def steps_to_travel(distance: float, gradient: float, lr: float = 1.0) -> float:
    """The number of steps of lr times gradient over a distance: 70,000 from 0.5 to -0.2 at 1e-5.

    Source: deck Mirabello, "Gradient vanishing", second slide.
    """
    return distance / (lr * gradient)


def path_product(factor: float, n_layers: int = 50) -> float:
    """factor^n_layers, by which a gradient changes if each layer multiplies it by the same w f'(z).

    The slope of the logistic function is at most 1/4, at z = 0; deck Fix, page 48, says below 1 for x != 0,
    which fits tanh. Only the factor 1 keeps the size; a sigmoid has it for w = 4 at z = 0. Recurrent networks
    need factors near 1: deck Srihari, section III, slide 19.
    """
    return factor**n_layers


def deep_net(activation, std: float, *, n_layers: int = 50, width: int = 100, rng) -> Sequential:
    """n_layers of equal width, each followed by the activation; weights N(0, std^2), biases 0."""
    chain = MLP([width] * (n_layers + 1), activation=activation, init=normal(std), rng=rng)
    return Sequential(*chain.steps, activation)  # an MLP ends in a linear layer


def layer_signals(model, x, G) -> np.ndarray:
    """The norm of dJ/dz for each Linear of a Sequential, first to last, with J = sum(G model(x)).

    x: its inputs; G: the gradient on its outputs, with their shape. In ReLU networks without biases the
    gradients of the weights hide what happens: sum(W dJ/dW) is the same for every layer. Source: deck Fix,
    page 48.
    """
    h, signals = Tensor(x), []
    for step in model.steps:
        h = step(h)
        if isinstance(step, Linear):
            signals.append(h)
    # one sweep for all layers: grad takes intermediate Tensors as well
    return np.array([np.linalg.norm(g) for g in grad((h * G).sum(), signals)])


def signal_ratio(activation, std: float, *, width: int = 100, m: int = 32, rng, **options) -> float:
    """log10 of |dJ/dz| in the first layer of a `deep_net` over that in the last.

    0: the gradient keeps its size; below 0 it vanishes, above 0 it explodes. For m standard normal inputs and
    gradients on the outputs.
    """
    model = deep_net(activation, std, width=width, rng=rng, **options)
    # a random gradient on the output in place of a loss, whose own size would enter the picture
    norms = layer_signals(model, rng.standard_normal((m, width)), rng.standard_normal((m, width)))
    return float(np.log10(norms[0] / norms[-1]))


def signal_table(seeds=range(20), width: int = 100) -> dict[tuple[str, str], list[float]]:
    """`signal_ratio` per seed for three units and three standard deviations of the weights."""
    units = {"sigmoid": sigmoid, "tanh": tanh, "ReLU": relu}
    stds = {"1/sqrt(n)": width**-0.5, "sqrt(2/n)": (2 / width) ** 0.5, "1": 1.0}  # Glorot, He, neither
    return {
        (unit, std): [
            signal_ratio(units[unit], stds[std], width=width, rng=np.random.default_rng(seed))
            for seed in seeds
        ]
        for unit in units
        for std in stds
    }


def dead_units(model, x) -> list[int]:
    """The number of dead units, 0 for every row of x, in each ReLU step of a Sequential.

    A dead unit gets no gradient, so it stays dead unless the layers below change. Source: deck Srihari,
    section III, slide 13; deck Fix, page 49.
    """
    arrays = model.trace(x)[1:]  # without x itself: the output of each step
    return [
        int((h <= 0).all(axis=0).sum()) for step, h in zip(model.steps, arrays, strict=True) if step is relu
    ]


def last_state(w, b, h, n_steps: int = 50):
    """The state of one recurrent unit after n_steps of h <- sigmoid(w h + b).   Numbers, arrays or Tensors"""
    for _ in range(n_steps):
        h = sigmoid(w * h + b)
    return h


def through_time(w: float, b: float, h0: float = 0.5, n_steps: int = 50) -> float:
    """d h_n / d h_0 of one recurrent unit after n = n_steps. Source: deck Fix, page 50."""
    start = Tensor(h0)
    return float(grad(last_state(w, b, start, n_steps), start))


def cliff(w, b, h0: float = 0.5, target: float = 0.7, n_steps: int = 50):
    """E = (h_50 - target)^2 of one recurrent unit, and its gradient.   w, b -> E, dE/dw, dE/db, equal shapes

    Source: deck Fix, page 50, the error surface; Pascanu, Mikolov and Bengio 2013.
    """
    w, b = Tensor(w), Tensor(b)
    E = (last_state(w, b, h0, n_steps) - target) ** 2
    # each entry of E depends on its own w and b alone, so the sum gives all gradients of a whole grid
    return E.array, *grad(E.sum(), [w, b])


@dataclass(frozen=True)
class Descent:
    """A path of descent on the cliff: (w, b) after each step, (n_steps + 1, 2), and the final E."""

    path: np.ndarray
    E: float


def descend_cliff(start=(5.5, -2.7), lr: float = 0.1, n_steps: int = 500, max_norm: float | None = None):
    """Gradient descent on E from `start`, with the gradient clipped to the norm `max_norm` unless it is None.

    Without clipping, one step at the cliff throws the weights far away, where E is flat and stays at 0.09;
    how far depends on the last bit of sigmoid. With max_norm 1 they settle at (4.19, -2.09). Source: deck
    Fix, page 50.
    """
    theta = np.array(start, dtype=float)  # 5.5 and -2.7, our choice: near the cliff of the deck's surface
    path = [theta]
    for _ in range(n_steps):
        _, *gradient = cliff(*theta)
        if max_norm is not None:  # the direction stays, the length becomes max_norm at most
            gradient = clip_by_norm([np.array(gradient)], max_norm)[0]
        theta = theta - lr * np.array(gradient)
        path.append(theta)
    return Descent(np.array(path), float(cliff(*theta)[0]))


def residual_path(n_blocks: int = 50) -> float:
    """dy/dx through n residual blocks whose inner function is 0: exactly 1, from the skip connections."""
    blocks = Sequential(*(Residual(lambda x: x * 0.0) for _ in range(n_blocks)))
    x = Tensor(0.5)
    return float(grad(blocks(x), x))


def carousel(forget: float = 1.0, n_steps: int = 50) -> float:
    """dc_T/dc_0 of an LSTM cell without input: the product of its forget gates, exactly 1 for forget = 1.

    All weights are 0; the bias of the forget gate is the logit of `forget`. Source: deck Srihari, section
    III, slide 20; deck Fix, page 50.
    """
    # gates in the order i, f, g, o, one unit each; g = tanh(0) = 0, so that nothing is added to c
    cell = LSTMCell(1, 1, rng=np.random.default_rng(0), init=lambda shape, rng: np.zeros(shape))
    cell.b.array[1] = np.log(forget / (1 - forget)) if forget < 1 else 100.0  # sigmoid(100) is 1 in floats
    c = start = Tensor([[0.5]])
    h, x = np.zeros((1, 1)), np.zeros((1, 1))
    for _ in range(n_steps):
        h, c = cell(x, (h, c))
    return float(grad(c.sum(), start)[0, 0])


def last_of_chain(first: float, n_units: int = 5, w: float = 0.5, x: float = 0.5) -> float:
    """The last of n sigmoid units, each h = sigmoid(w h) but the first, which has the weight `first`."""
    h = sigmoid(Tensor(x * first))
    for _ in range(n_units - 1):
        h = sigmoid(h * w)
    return float(h.array)


def numbers() -> dict[str, Number]:
    """The chain, its factors and what its first weight can do; products; one unit used fifty times."""
    chain, h = ("M029", "M030", "K033"), 0.5
    found = {"h_1": Number(1 / (1 + np.exp(-0.25)), ".4f", chain, "by hand")}
    found |= {f"chain_{n}": Number(chain_gradient(n), ".3e", chain, "by hand", 1e-9) for n in (3, 5, 10)}
    found["chain_50"] = Number(chain_gradient(50), ".2e", chain, "by hand", 1e-9)
    for k in range(1, 6):
        h = float(sigmoid(Tensor(0.5 * h)).array)
        found[f"factor_{k}"] = Number(0.5 * h * (1 - h), ".4f", chain, "by hand")
    found |= {
        "steps": Number(steps_to_travel(0.7, 1e-5), ",.0f", ("M031",), "by hand"),
        "steps_here": Number(steps_to_travel(0.7, chain_gradient(5)), ",.0f", ("M031",), "by hand"),
        "moves": Number(last_of_chain(0.5) - last_of_chain(-0.2), ".1e", ("M031",), "by hand", 1e-9),
        "bound_5": Number(path_product(0.25, 5), ".1e", ("M030",), "a power of 2"),
        "quarter_50": Number(path_product(0.25), ".1e", ("F030",), "a power of 2"),
    }
    for name, factor, form in (("below", 0.9, ".4f"), ("near", 0.99, ".2f"), ("above", 1.01, ".2f")):
        found[name] = Number(path_product(factor), form, ("S082",), "exp and log")
    h = float(last_state(1.0, 0.0, Tensor(0.5)).array)
    found |= {
        "rest": Number(h, ".3f", ("F034",), "by hand"),
        "rest_slope": Number(h * (1 - h), ".4f", ("F034",), "by hand"),
    }
    for w, b, form in ((1, 0, ".0e"), (4, -2, "g"), (5, -2.5, ",.0f"), (8, -4, ".1e")):
        found[f"unit_{w}"] = Number(through_time(w, b), form, ("F034",), "by hand", 1e-9)
    return found
