"""Checks: a bias before a batch is centered, for chapter 16: how it moves, and what slips make of it."""

from collections.abc import Callable, Iterator

import numpy as np

from dlcourse.checks.right import Right

ONE_STEP = "Take n_steps = 1: print x_hat - y and its mean; what part of it does the mean of u + b take back?"


def bias(rng, m: int, lr: float, n_steps: int, through_mean: bool, decimals: int | None = None) -> dict:
    """The inputs of `bias_descent`: neither u nor y has the mean 0."""
    while True:
        u, y = rng.normal(size=m) + 0.8, rng.normal(size=m) + rng.choice([-1.1, 1.1])
        b = rng.uniform(0.3, 0.9) * rng.choice([-1, 1])
        if decimals:
            u, y, b = np.round(u, decimals), np.round(y, decimals), np.round(b, decimals)
        means = abs(u.mean()), abs(y.mean()), abs(y.mean() - u.mean()), abs(y.mean() - u.mean() - b)
        if min(means) > 0.2:
            start = {"u": u, "y": y, "b": float(b)}
            return start | {"lr": lr, "n_steps": n_steps, "through_mean": through_mean}


def biases() -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of `bias_descent`."""
    rng = np.random.default_rng(164)
    cases = (2, 0.1, 2, False), (5, 0.3, 3, False), (4, 0.3, 3, True)
    shown = [bias(rng, *case, 1) for case in cases]

    def draw(rng):
        for case in ((5, 0.2, 4, False), (3, 0.5, 2, True), (7, 0.1, 100, False), (6, 0.1, 100, True)):
            yield bias(rng, *case)

    return shown, draw


def descended(u, y, b, lr, n_steps, through_mean) -> Right:
    """The judgement of `bias_descent`: b does not change x_hat, so the gradient is the same at each step."""
    m, t = len(u), np.arange(n_steps + 1)
    x_hat = u - u.sum() / m
    J = np.full(n_steps + 1, ((x_hat - y) @ (x_hat - y)) / (2 * m))
    detached = -y.sum() / m  # the mean of x_hat - y

    def results(g, J=J):
        return {"b_path": b - lr * g * t, "J": J}

    right = Right(**results(0.0 if through_mean else detached)).knowing({"m": m})
    told = STAYS if through_mean else GROWS
    right.if_instead(told, results(detached if through_mean else 0.0))
    for told, led in of_bias(u, y, b, lr, t, J, right.results["b_path"], through_mean):
        right.if_instead(told, led)
    for told, of in OF_J.items():
        right.slip("J", np.full(n_steps + 1, of(x_hat, x_hat - y)), told)
    return right.hinting(ONE_STEP)


STAYS = "The mean is a constant in yours: here the gradient goes through it, and b cannot move x_hat."
GROWS = "The gradient goes through the mean: here the mean is a constant, and x_hat has the slope 1 in b."
FIRST_MEAN = "The mean stays that of the first u + b: work it out anew, with each b."
NOT_CENTERED = "The mean of u + b is not subtracted: x_hat is u + b - mean(u + b)."
NO_B = "The mean is that of u, without b: x_hat is u + b - mean(u + b)."
OF_J: dict[str, Callable] = {
    "J lacks its half.": lambda x_hat, e: (e**2).mean(),
    "J is a sum: it is half the mean of the squares.": lambda x_hat, e: (e**2).sum() / 2,
    "J is a sum, without the half: it is half the mean of the squares.": lambda x_hat, e: (e**2).sum(),
    "J is the mean of x_hat - y: the squares are missing.": lambda x_hat, e: e.mean(),
    "J is half the mean of x_hat - y: the squares are missing.": lambda x_hat, e: e.mean() / 2,
    "J has absolute values: take squares.": lambda x_hat, e: abs(e).mean() / 2,
    "J is the square of a mean: square first, then take the mean.": lambda x_hat, e: e.mean() ** 2 / 2,
    "J has a root.": lambda x_hat, e: np.sqrt((e**2).mean() / 2),
    "J is a length: it is half the mean of the squares.": lambda x_hat, e: np.sqrt((e**2).sum()),
    "J is divided by m - 1: a mean is over m.": lambda x_hat, e: (e**2).sum() / (2 * (len(e) - 1)),
    "J lacks y.": lambda x_hat, e: (x_hat**2).mean() / 2,
}


def of_bias(u, y, b, lr, t, J, path, through_mean: bool) -> Iterator[tuple[str, dict]]:
    """(what is told, what a slip leads to)."""
    m, detached = len(u), -y.mean()
    yield from of_centering(u, y, b, lr, t, J)
    late = np.concatenate([path[1:], [2 * path[-1] - path[-2]]])
    yield "b_path begins after the first step: entry 0 is the start.", {"b_path": late, "J": J}
    yield "b_path has the steps from 0: it begins at b.", {"b_path": path - b, "J": J}
    if through_mean:
        part = b - lr * detached * (1 - 1 / m) * t
        yield (
            "The mean of u + b moves by as much as b: its slope in b is 1, not 1 / m.",
            {"b_path": part, "J": J},
        )
        return
    yield from of_first_mean(u, y, b, lr, J, path)
    yield (
        "The steps shrink with t: each is lr times the gradient.",
        {
            "b_path": b - lr * detached * np.array([sum(1 / k for k in range(1, n + 1)) for n in t]),
            "J": J,
        },
    )
    yield (
        "The steps grow with t: each is lr times the gradient.",
        {"b_path": b - lr * detached * t * (t - 1) / 2, "J": J},
    )
    for told, g in of_gradient(u, y, lr, detached, J[0]):
        yield told, {"b_path": b - lr * g * t, "J": J}


def of_first_mean(u, y, b, lr, J, path) -> Iterator[tuple[str, dict]]:
    """(what is told, what comes out) where the mean is a constant, and stays that of the first b."""
    kept = [b]
    for _ in path[1:]:
        kept.append(kept[-1] - lr * (kept[-1] - b - y.mean()))
    for b_path in (np.array(kept), path):
        e = (u - u.mean() - y) + (b_path - b)[:, None]
        yield FIRST_MEAN, {"b_path": b_path, "J": (e**2).mean(axis=1) / 2}
    yield FIRST_MEAN, {"b_path": np.array(kept), "J": J}


def of_gradient(u, y, lr, detached, J) -> Iterator[tuple[str, float]]:
    """(what is told, what a slip takes for the gradient) where the mean is a constant."""
    m = len(u)
    yield from (
        ("The step goes uphill: b moves against its gradient.", -detached),
        ("The gradient is a sum over the samples: J has their mean, so it has 1 / m.", m * detached),
        ("The gradient is divided by m twice: it is the mean of x_hat - y.", detached / m),
        ("The gradient is twice too large: the half in J cancels the square's 2.", 2 * detached),
        ("The gradient has a half: the square's 2 cancels it.", detached / 2),
        ("The gradient has u as a factor: b has the slope 1 in x_hat.", ((u - u.mean() - y) * u).mean()),
        ("The gradient has x_hat as a factor: b has the slope 1 in x_hat.", centered(u, y)),
        ("The gradient is 2 J: its slope in b is the mean of x_hat - y.", 2 * J),
        ("The gradient is the mean of u: it is that of x_hat - y.", -u.mean()),
        ("The gradient is J: its slope in b is the mean of x_hat - y.", J),
        ("The gradient is that of one sample: take the mean.", (u - u.mean() - y)[0]),
        ("lr is missing: a step is lr times the gradient.", detached / lr),
        ("lr is squared: a step is lr times the gradient.", detached * lr),
        ("Every step is lr: it is lr times the mean of x_hat - y.", -1.0),
        ("Every step is lr: it is lr times the mean of x_hat - y.", 1.0),
        ("Every step is lr, with the sign alone of the gradient.", np.sign(detached)),
    )


def centered(u, y) -> float:
    """The mean of (x_hat - y) x_hat."""
    x_hat = u - u.mean()
    return float(((x_hat - y) * x_hat).mean())


def of_centering(u, y, b, lr, t, J) -> Iterator[tuple[str, dict]]:
    """(what is told, what comes out) where the mean is left out or another."""
    for told, shift, slope in (
        (NOT_CENTERED, 0.0, 1.0),
        (NO_B, u.mean(), 1.0),
        (NOT_CENTERED, 0.0, 0.0),
        (NO_B, u.mean(), 0.0),
    ):
        path = [b]
        for _ in t[1:]:
            path.append(path[-1] - lr * slope * (u + path[-1] - shift - y).mean())
        e = u + np.array(path)[:, None] - shift - y
        yield told, {"b_path": np.array(path), "J": (e**2).mean(axis=1) / 2}
        if slope:
            yield f"In the gradient {told[0].lower()}{told[1:]}", {"b_path": np.array(path), "J": J}
    std = u.std()
    x_hat = (u - u.mean()) / std
    divided = np.full(len(t), ((x_hat - y) ** 2).mean() / 2)
    for g in (0.0, -y.mean(), -y.mean() / std):
        yield (
            "u + b is divided by its spread, too: here it is only centered.",
            {"b_path": b - lr * g * t, "J": divided},
        )
