"""Checks: costs, gradients and data for the exercises of chapter 11."""

from collections.abc import Callable

import numpy as np

from dlcourse.experiments.ch11_first_order import line_data

BATCHES = (12, 4, 9, 3), (11, 3, 34, 4)  # m, size, n_steps, seed, of the visible check
DRAWN_BATCHES = (13, 5, 26), (11, 11, 4), (12, 1, 30), (11, 20, 3), (23, 7, 15)


def epochs() -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of `minibatches`."""
    names = "m", "size", "n_steps", "seed"

    def draw(rng):
        yield from (dict(zip(names, (*of, int(rng.integers(1000))), strict=True)) for of in DRAWN_BATCHES)

    return [dict(zip(names, of, strict=True)) for of in BATCHES], draw


def steps_on_a_line() -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of `sgd`."""
    x, y, start = np.array([0.7, -1.1, 1.6, -0.4, 2.3]), np.array([1.4, -0.6, 2.1, 0.9, 1.7]), [0.8, -0.5]
    given = {"x": x, "y": y, "theta": np.array(start)}
    shown = [given | {"batches": batches, "lr": 0.1} for batches in ([[1, 2]], [[2, 0], [1, 3], [4]])]

    def draw(rng):
        for m, sizes in ((5, [5, 5]), (7, [3, 3, 1, 3, 3, 1]), (11, [1] * 8), (13, [13, 4, 9])):
            drawn = {"x": rng.normal(size=m), "y": rng.normal(size=m), "theta": 2 * rng.normal(size=2)}
            batches = [rng.permutation(m)[:size].tolist() for size in sizes]
            yield drawn | {"batches": batches, "lr": float(rng.uniform(0.03, 0.15))}

    return shown, draw


def quadratic(rng, n: int) -> Callable:
    """The gradient of a random quadratic cost of n variables, with curvatures from 0.2 to 3."""
    Q = np.linalg.qr(rng.normal(size=(n, n)))[0]
    H, center = (Q * rng.uniform(0.2, 3, size=n)) @ Q.T, rng.normal(size=n)

    def gradient(theta):
        return H @ (theta - center)

    return gradient


def met(rng, shapes, n_steps: int, lr: float, alpha: float) -> dict:
    """The inputs of `momentum`: the gradients that a run on random quadratic costs meets."""
    theta, grads = [2 * rng.normal(size=shape) for shape in shapes], []
    for start in theta:
        gradient, here, v, found = quadratic(rng, start.size), start.ravel(), 0.0, []
        for _ in range(n_steps):
            found.append(gradient(here))
            v = alpha * v - lr * found[-1]
            here = here + v
        grads.append(np.reshape(found, (n_steps, *start.shape)))
    return {"theta": theta, "grads": grads, "lr": lr, "alpha": alpha}


def steps_with_momentum() -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of `momentum`. Arrays of one shape come early: there a mixed-up one fits."""
    one = {"theta": [np.array([1.2, -0.7])], "grads": [np.array([[0.9, 2.3]])], "lr": 0.1, "alpha": 0.7}
    grads = [[[0.9, -2.3], [1.7, 0.4], [-0.6, 1.3]], [[-1.9, 0.8], [0.3, -1.1], [2.2, 1.6]]]
    two = {"theta": [np.array([1.2, -0.7]), np.array([0.5, 2.1])], "grads": [*map(np.array, grads)]}

    def draw(rng):
        for n_steps, shapes in ((3, [(2,), (2,)]), (10, [(3, 2), (2,)]), (10, [(2,)] * 3), (10, [(5,)])):
            lr, alpha = rng.uniform(0.05, 0.3), rng.choice([0.5, 0.6, 0.8, 0.9]) + rng.uniform(0, 0.05)
            yield met(rng, shapes, n_steps, float(lr), float(alpha))

    return [one, two | {"lr": 0.1, "alpha": 0.7}], draw


def bowl_slope(theta):
    """The gradient of x^2 / 20 + y^2."""
    return np.array([0.1, 2.0]) * theta


PIT = np.array([[1.3, 0.4, -0.2], [0.4, 0.8, 0.3], [-0.2, 0.3, 2.1]])


def pit_slope(theta):
    """The gradient of a bowl of three variables in which all act together; its minimum is not at 0."""
    return PIT @ (theta - np.array([0.6, -1.1, 0.3]))


def looks_ahead() -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of `nesterov`."""
    steps = {"lr": 0.15, "alpha": 0.7}
    one = {"theta": np.array([-7.0, 2.0]), "gradient": bowl_slope, **steps, "n_steps": 1}
    three = {"theta": np.array([1.7, 0.9, -2.3]), "gradient": pit_slope, **steps, "n_steps": 3}

    def draw(rng):
        for n, n_steps in ((2, 2), (3, 10), (5, 10), (2, 10)):
            lr, alpha = float(rng.uniform(0.05, 0.25)), float(rng.uniform(0.5, 0.95))
            given = {"theta": 2 * rng.normal(size=n), "gradient": quadratic(rng, n)}
            yield given | {"lr": lr, "alpha": alpha, "n_steps": n_steps}

    return [one, three], draw


def valley(Q, values, parts, n_steps: int) -> dict:
    """The inputs of `rates`.   Q (n, n): the axes, as columns.   values, parts: of H and theta there"""
    return {"H": (Q * np.array(values)) @ Q.T, "theta": Q @ np.array(parts), "n_steps": n_steps}


def valleys() -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of `rates`. Every second start has no part in the two outer axes."""
    Q = np.array([[1.0, 2.0, 2.0], [2.0, 1.0, -2.0], [2.0, -2.0, 1.0]]) / 3
    bowl = {"H": np.diag([0.3, 2.6]), "theta": np.array([-7.0, 2.0]), "n_steps": 60}
    shown = [bowl, valley(Q, [0.9, 3.6, 0.18], [3.0, 0, 0], 30)]

    def draw(rng):
        for n, worst in ((2, True), (3, False), (5, True), (5, False)):
            low, high = np.array([rng.uniform(0.05, 0.2), rng.uniform(1, 5)]) * rng.uniform(0.3, 3)
            # factors of the inner axes: of one that counts to the end, and of others that soon do not
            inner = np.array([rng.uniform(0.6, 0.75), 0.3, -0.2])[: n - 2]
            values = np.array([low, high, *(1 - inner) * (low + high) / 2])
            parts = rng.uniform(1, 3, size=n) * rng.choice([-1, 1], size=n) * (worst or np.arange(n) > 1)
            if not worst:
                parts[2] *= 5  # so that a mean over the whole run measures it, too
            axes = rng.permutation(n)
            Q = np.linalg.qr(rng.normal(size=(n, n)))[0]
            yield valley(Q, values[axes], parts[axes], 100 if worst else 30)

    return shown, draw


def study(rng, n_sets: int, n_steps: int, alpha: float) -> dict:
    """The inputs of `line_ends`: data sets of the chapter, and an order of samples."""
    data = line_data(n_sets, rng)
    m = data.x.shape[1]
    order = np.concatenate([rng.permutation(m) for _ in range(-(-n_steps // m))])[:n_steps].tolist()
    return {"x": data.x, "y": data.y, "order": order, "lr": 0.005, "alpha": alpha}


SMALL = np.array([[1.5, -2.0, 0.5, 3.0], [-1.0, 2.5, 4.0, -3.5], [2.0, -0.5, 1.0, -4.0]])
FEW = (5, 4), (2, 7), (3, 31), (4, 12)  # sets and steps
OFF = np.array([[0.1, -0.2, 0.3, 0.1], [-0.1, 0.2, -0.3, 0.2], [0.2, 0.1, -0.1, -0.3]])


def studies() -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of `line_ends`: a few steps, which show what is wrong; then the study."""
    small = {"x": SMALL, "y": 3 * SMALL + 2 + OFF, "order": [2], "lr": 0.03, "alpha": 0.7}

    def draw(rng):
        yield from (study(rng, n_sets, n_steps, float(rng.uniform(0.6, 0.9))) for n_sets, n_steps in FEW)
        yield study(rng, 30, 1000, 0.8)

    return [small, small | {"order": [2, 0, 3]}, small | {"order": [1, 3, 0, 2, 2], "alpha": 0.4}], draw


def as_ends(rng, x, y, spreads, n_draws: int) -> dict:
    """The inputs of `compare_ends`: ends that spread around the lines of least squares; bootstrap samples."""
    w, b = np.array([np.polyfit(*one, 1) for one in zip(x, y, strict=True)]).T
    off = np.multiply.outer(spreads, [1.0, 0.7])[:, None] * rng.normal(size=(3, len(x), 2))
    draws = rng.integers(len(x), size=(n_draws, len(x))).tolist()
    return {"x": x, "y": y, "ends": (np.stack([b, w], axis=1) + off).round(4), "draws": draws}


def compared() -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of `compare_ends`."""
    small = as_ends(np.random.default_rng(3), SMALL, 3 * SMALL + 2 + OFF, (0.3, 0.5, 0.4), 0)
    draws = [[0, 1, 1], [2, 0, 2], [1, 2, 1], [0, 0, 2], [1, 2, 0]]

    def draw(rng):
        for n_sets, n_draws, spreads in ((5, 150, (0.02, 0.03, 0.02)), (30, 400, (0.005, 0.02, 0.016))):
            data = line_data(n_sets, rng)
            yield as_ends(rng, data.x, data.y, spreads, n_draws)

    data = line_data(30, np.random.default_rng(12))
    large = as_ends(np.random.default_rng(5), data.x.round(2), data.y.round(2), (0.004, 0.02, 0.014), 60)
    return [small | {"draws": draws}, large], draw


def log_curves() -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of `log_areas`."""
    J = np.array([[5.0, 2.0, 0.8, 0.3], [5.0, 0.4, 0.7, 0.2], [5.0, 1.1, 0.2, 0.5]])
    runs = [[9.0, 4.0, 1.5, 0.3, 0.02, 0.004], [9.0, 6.0, 0.9, 0.05, 0.08, 0.012]]
    steps = np.array([0.0, 10.0, 25.0, 60.0, 100.0, 240.0])
    shown = [
        {"steps": np.arange(4.0), "J": J, "floor": 0.1},
        {"steps": steps, "J": np.array(runs), "floor": 0.01},
    ]

    def draw(rng):
        for k, n in ((1, 5), (3, 7), (5, 13), (2, 50)):
            J, floor = np.exp(rng.normal(size=(k, n)) - 5 * np.linspace(0, 1, n)), np.exp(rng.uniform(-5, -2))
            if k > 1:  # else all of the curve is above the floor
                J[:, 1 : n // 2 : 5] = rng.choice([0.0, 1e-4], size=J[:, 1 : n // 2 : 5].shape)
            steps = np.cumsum(rng.uniform(0.5, 9, size=n))
            yield {"steps": steps, "J": J, "floor": float(floor if k > 1 else J.min() / 3)}

    return shown, draw
