"""Chapter 14: units that start equal, and what breaks their symmetry.

Source of the question: deck Fix, page 88.
"""

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.initializers import constant, glorot_uniform
from dlcourse.layers import MLP
from dlcourse.losses import mean_squared_error
from dlcourse.numbers import Number
from dlcourse.optimizers import SGD

NOISE, LR = 0.1, 0.1


def network(init, seed: int = 0):
    """A 3-4-1 tanh network and random data for it.   -> model, x (20, 3), y (20, 1)"""
    rng = np.random.default_rng(seed)
    model = MLP((3, 4, 1), rng=rng, init=init)
    return model, rng.standard_normal((20, 3)), rng.standard_normal((20, 1))


def hidden_gradients(init, seed: int = 0, noisy: int | None = None, n_steps: int = 0) -> np.ndarray:
    """dJ/dW of the first layer of the network, one column per hidden unit.   -> (3, 4)

    noisy: the layer, 0 or 1, to whose weights noise of deviation NOISE is added. n_steps: of plain descent
    with the rate LR, before the gradient is taken.
    """
    model, x, y = network(init, seed)
    if noisy is not None:
        W = model.layers[noisy].W.array
        W += NOISE * np.random.default_rng((seed, 14)).standard_normal(W.shape)
    optimizer = SGD(model.parameters(), lr=LR)
    for _ in range(n_steps):
        optimizer.step(grad(mean_squared_error(model(x), y), model.parameters()))
    return grad(mean_squared_error(model(x), y), model.layers[0].W)


def second_direction(gradients) -> float:
    """How far the columns are from multiples of one vector: the second singular value over the first."""
    singular = np.linalg.svd(gradients, compute_uv=False)
    return float(singular[1] / singular[0])


def numbers() -> dict[str, Number]:
    """How far the gradients of equal units are apart, and how many directions they have with noise."""
    equal, source = hidden_gradients(constant(0.3)), "equal formulas"
    return {
        "apart": Number(float(abs(equal - equal[:, :1]).max()), ".0f", ("F077",), source),
        "output_noise": Number(
            second_direction(hidden_gradients(constant(0.3), noisy=1)), ".0f", ("F077",), source
        ),
        "one_step_later": Number(
            second_direction(hidden_gradients(constant(0.3), noisy=1, n_steps=1)),
            ".3f",
            ("F077",),
            "gradients by hand",
            1e-6,
        ),
        "hidden_noise": Number(
            second_direction(hidden_gradients(constant(0.3), noisy=0)),
            ".3f",
            ("F077",),
            "gradients by hand",
            1e-6,
        ),
        "drawn": Number(
            second_direction(hidden_gradients(glorot_uniform)), ".2f", ("F077",), "gradients by hand", 1e-6
        ),
    }
