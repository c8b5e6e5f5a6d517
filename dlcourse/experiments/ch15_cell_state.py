"""Chapter 15: how much of a gradient an LSTM cell keeps over many steps, by the bias of its forget gate."""

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.experiments.ch15_vanishing import carousel
from dlcourse.layers import LSTMCell, RNNCell
from dlcourse.numbers import Number, kept
from dlcourse.tensor import Tensor

N_IN, N, M, T = 4, 20, 8, 50
SETS = {"": range(20), "_again": range(1000, 1020)}  # disjoint, by the end of a number's name
BIASES = (0.0, 1.0, 3.0, 5.0)


def weighted_sum(w, x):
    """sum of w_i x_i, which lets pass, and adds up.   w, x (n,) -> ()"""
    return (w * x).sum()


def product(x):
    """The product of all x_i, in which each is a gate for the others.   x (n,) -> ()"""
    y = x[0]
    for i in range(1, len(x)):
        y = y * x[i]
    return y


def bias_for(n_steps: int) -> float:
    """ln(T - 1), for which f = sigmoid(bias) = 1 - 1/T, and f^T is near 1/e.

    Source: Tallec and Ollivier 2018, "Can recurrent neural networks warp time?", whose T is drawn at random.

    >>> round(bias_for(50), 2)
    3.89
    """
    return float(np.log(n_steps - 1))


def gradients(kind: str, bias: float, seed: int, n_steps: int = T) -> np.ndarray:
    """|d J / d (state t)| for t = 0 to n_steps, with J a random sum of the last output.   -> (n_steps + 1,)

    The state is c in an LSTM, h in a plain recurrent cell; inputs are standard normal, states start at 0.
    """
    rng = np.random.default_rng(seed)
    cell = LSTMCell(N_IN, N, rng=rng, forget_bias=bias) if kind == "lstm" else RNNCell(N_IN, N, rng=rng)
    x, G = rng.standard_normal((n_steps, M, N_IN)), rng.standard_normal((M, N))
    h = c = Tensor(np.zeros((M, N)))
    states = [c]
    for x_t in x:
        if kind == "lstm":
            h, c = cell(x_t, (h, c))
            states.append(c)
        else:
            h = cell(x_t, h)
            states.append(h)
    return np.array([np.linalg.norm(g) for g in grad((h * G).sum(), states)])


@kept
def course(kind: str, bias: float, seeds: range) -> np.ndarray:
    """The median over the seeds of gradient norms, relative to the last.   -> (T + 1,)"""
    norms = np.array([gradients(kind, bias, seed) for seed in seeds])
    return np.median(norms / norms[:, -1:], axis=0)


def numbers() -> dict[str, Number]:
    """Products of forget gates; what is left of gradients after T steps; biases for many steps."""
    found, rows = {}, ("S083", "F033")
    for bias in BIASES:
        f = 1 / (1 + np.exp(-bias))
        name = f"{bias:.0f}"
        found[f"gate_{name}"] = Number(f, ".4f" if bias > 3 else ".2f", rows, "tanh")
        found[f"kept_{name}"] = Number(
            carousel(f), ".0e" if f**T < 1e-3 else ".2f", rows, "exp and log", 1e-9
        )
        for end, seeds in SETS.items():
            value = float(course("lstm", bias, seeds)[0])
            form = ".0e" if value < 1e-3 else ".4f" if value < 0.1 else ".0f"
            found[f"lstm_{name}{end}"] = Number(value, form, rows, "other seeds")
    for end, seeds in SETS.items():
        found[f"rnn{end}"] = Number(float(course("rnn", 0.0, seeds)[0]), ".0e", rows, "other seeds")
    y, f, g = found["gate_5"].value, found["gate_1"].value, np.tanh(-1.0)
    by_hand = {
        "slope_first": 2 * y * (1 - y),
        "slope_second": -y * (1 - y),
        "hand_f": 2 * f * (1 - f),
        "hand_i": g / 4,
        "hand_g": (1 - g * g) / 2,
    }
    found |= {name: Number(float(v), ".4f", ("S175",), "the engine") for name, v in by_hand.items()}
    for n_steps in (50, 1000):
        found[f"bias_{n_steps}"] = Number(bias_for(n_steps), ".2f", rows, "by hand")
    return found
