"""Checks: exercise 15.3. What slips make of the cost on the cliff, of its gradient, and of a clipped step."""

from collections.abc import Callable

import numpy as np

H0, TARGET, N_TURNS = 0.5, 0.7, 50
TURNED = "w and b have changed places in the gradient."
E_OF: dict[str, Callable] = {  # from h
    "It lacks the square: E is that of h - 0.7.": lambda h: h - TARGET,
    "It lacks the square: E is that of h - 0.7, not its absolute value.": lambda h: abs(h - TARGET),
    "It has a half: E is the square alone.": lambda h: (h - TARGET) ** 2 / 2,
    "That is the last h: E is (h - 0.7)^2.": lambda h: h,
    "That has 0.5 where 0.7 belongs: 0.5 is the first h.": lambda h: (h - H0) ** 2,
    "It is divided by 50: E is that of the last h.": lambda h: (h - TARGET) ** 2 / N_TURNS,
    "That is log10 of E.": lambda h: np.log10((h - TARGET) ** 2),
    "That is the logarithm of E.": lambda h: np.log((h - TARGET) ** 2),
}


def logistic(z):
    """The sigmoid."""
    return 1 / (1 + np.exp(-z))


FORWARD: dict[str, dict] = {  # options of `last_h`
    "h has 49 turns: it has 50.": {"n_turns": N_TURNS - 1},
    "h has 51 turns: it has 50.": {"n_turns": N_TURNS + 1},
    "h has one turn: it has 50.": {"n_turns": 1},
    "h starts at 0: it starts at 0.5.": {"h0": 0.0},
    "h starts at 1: it starts at 0.5.": {"h0": 1.0},
    "h starts at 0.7: it starts at 0.5.": {"h0": TARGET},
    "w and b have changed places: a row is (w, b).": {"unit": lambda w, b, h: logistic(b * h + w)},
    "b is left out: h is sigmoid(w h + b).": {"unit": lambda w, b, h: logistic(w * h)},
    "The exponent has the wrong sign: sigmoid(z) has exp(-z).": {
        "unit": lambda w, b, h: logistic(-w * h - b)
    },
    "b has the wrong sign: h is sigmoid(w h + b).": {"unit": lambda w, b, h: logistic(w * h - b)},
    "w multiplies b, too: h is sigmoid(w h + b).": {"unit": lambda w, b, h: logistic(w * (h + b))},
    "The unit is tanh: it is the sigmoid.": {"unit": lambda w, b, h: np.tanh(w * h + b)},
    "The unit is a ReLU: it is the sigmoid.": {"unit": lambda w, b, h: max(0.0, w * h + b)},
    "The sigmoid is left out.": {"unit": lambda w, b, h: w * h + b},
    "h is added to what it becomes: it is sigmoid(w h + b) alone.": {
        "unit": lambda w, b, h: h + logistic(w * h + b)
    },
}


def last_h(theta, n_turns: int = N_TURNS, h0: float = H0, unit=lambda w, b, h: logistic(w * h + b)) -> float:
    """The last h of the recurrent unit."""
    h = h0
    for _ in range(n_turns):
        h = unit(*theta, h)
    return h


DERIVATIVES: dict[
    str, Callable
] = {  # (own, slope, w, d, h, new) -> the next d; own is (h, 1), d is dh/d(w, b)
    "": lambda own, slope, w, d, h, new: slope * (own + w * d),
    "The gradient is that of the last turn alone: the h before depends on w and b, too.": (
        lambda own, slope, w, d, h, new: slope * own
    ),
    "On the way through the h before, the factor w is missing.": (
        lambda own, slope, w, d, h, new: slope * (own + d)
    ),
    "On the way through the h before, the slope of the sigmoid is missing.": (
        lambda own, slope, w, d, h, new: slope * own + w * d
    ),
    "The slope of the sigmoid is missing: it is h (1 - h), with the new h.": (
        lambda own, slope, w, d, h, new: own + w * d
    ),
    "The slope is that of tanh: a sigmoid has h (1 - h), with the new h.": (
        lambda own, slope, w, d, h, new: (1 - new**2) * (own + w * d)
    ),
    "The slope of the sigmoid has the old h: it is h (1 - h) with the new one.": (
        lambda own, slope, w, d, h, new: h * (1 - h) * (own + w * d)
    ),
    "The new h stands where the old one belongs: w h + b has the slope h in w, with the h before.": (
        lambda own, slope, w, d, h, new: slope * (np.array([new, 1.0]) + w * d)
    ),
    "The turns are added: they are multiplied, each has w h (1 - h) of those before.": (
        lambda own, slope, w, d, h, new: slope * own + d
    ),
    "The old slope of b is used with the new slope of w, or the reverse: take both at the old values.": (
        lambda own, slope, w, d, h, new: slope * (own + w * d[::-1])
    ),
}


def derivatives(theta, rule: Callable, n_turns: int = N_TURNS, d=(0.0, 0.0)) -> np.ndarray:
    """dh/d(w, b) for the last h, by a rule for each turn."""
    (w, b), h, d = theta, H0, np.array(d)
    for _ in range(n_turns):
        new = logistic(w * h + b)
        h, d = new, rule(np.array([h, 1.0]), new * (1 - new), w, d, h, new)
    return d


def on_and_on(path) -> tuple[np.ndarray, np.ndarray]:
    """The last h of each row if h goes on from row to row; and the gradient in the last if its slopes do."""
    h, last, d = H0, [], np.zeros(2)
    for theta in path:
        last.append(h := last_h(theta, h0=h))
        d = derivatives(theta, DERIVATIVES[""], d=d)
    return np.array(last), 2 * (last_h(path[-1]) - TARGET) * d


def gradients(theta) -> dict:
    """What slips make of the gradient, by what is said of them; under "" the right one."""
    error = last_h(theta) - TARGET
    found = {told: 2 * error * derivatives(theta, rule) for told, rule in DERIVATIVES.items()}
    right = found[""]
    for n in (N_TURNS - 1, N_TURNS + 1):  # where h rests, E is the same
        slope = derivatives(theta, DERIVATIVES[""], n)
        found[f"The gradient is that of {n} turns: h has 50."] = 2 * (last_h(theta, n) - TARGET) * slope
    found |= {
        "The 2 of the square is missing in the gradient.": right / 2,
        "The gradient is that of the last h alone, without 2 (h - 0.7).": right / (2 * error),
        "The gradient has the square itself: that of (h - 0.7)^2 is 2 (h - 0.7) dh.": right * error,
        "The gradient has the last h for h - 0.7.": right / error * (error + TARGET),
        "The gradient has 0.5 where 0.7 belongs: 0.5 is the first h.": right / error * (error + TARGET - H0),
        "The gradient is divided by 50: it is a sum over all turns.": right / N_TURNS,
        TURNED: right[::-1],
        "b moves by the gradient of w, too: each has its own.": right[[0, 0]],
        "w moves by the gradient of b, too: each has its own.": right[[1, 1]],
        "Both have the sign of their gradient alone: its size counts, too.": np.sign(right),
    }
    return found


def clipped(g, max_norm: float):
    """g (2,), shortened to the length max_norm if it is longer."""
    return g * min(1.0, max_norm / (np.linalg.norm(g) or 1.0))


def steps_of(g, theta, lr: float, max_norm: float) -> dict:
    """What slips make of the step along a gradient, by what is said of them; under "" the right one."""
    length, moved = np.linalg.norm(g) or 1e-300, theta - lr * g
    long = length > max_norm
    factors = {
        "The gradient is not clipped.": 1.0,
        "A short gradient is made longer: it stays as it is.": max_norm / length,
        "The gradient has the length 1: that is max_norm at most.": 1 / length,
        "A long gradient has the length 1: that is max_norm.": 1 / max(1.0, length),
        "A gradient that is too long is left out: it is shortened, to max_norm.": float(not long),
        "The square of the length stands where the length belongs.": min(1, max_norm / length**2),
        "The length is that of abs(dw) + abs(db): it is the root of the sum of squares.": min(
            1, max_norm / (abs(g).sum() or 1)
        ),
        "The length is that of the larger of both numbers: it is the root of the sum of squares.": min(
            1, max_norm / (abs(g).max() or 1)
        ),
        "min and max are mixed up: the factor is 1 at most.": max(1, max_norm / length),
        "The factor is upside down: it is max_norm / length.": length / max_norm,
        "A long gradient is multiplied by max_norm: divide it by its length, too.": max_norm if long else 1.0,
        "A long gradient is divided by its length alone: max_norm is missing.": 1 / length if long else 1.0,
        "The factor has a root: it is max_norm / length.": min(1, max_norm / length) ** 0.5,
    }
    return {
        "": -lr * clipped(g, max_norm),
        **{told: -lr * g * factor for told, factor in factors.items()},
        "The step itself has the length max_norm: clip the gradient, then take lr times that.": -clipped(
            lr * g, max_norm
        ),
        "(w, b) is clipped after the update: clip the gradient, before it.": clipped(moved, max_norm) - theta,
        "w and b are cut to max_norm after the update: clip the gradient, before it.": np.clip(
            moved, -max_norm, max_norm
        )
        - theta,
        "Each number of the gradient is cut by itself, which changes the direction.": -lr
        * np.clip(g, -max_norm, max_norm),
        "lr is missing: a step is lr times the gradient.": -clipped(g, max_norm),
        "lr is taken twice.": -(lr**2) * clipped(g, max_norm),
    }
