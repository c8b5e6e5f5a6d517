"""Chapter 5: backpropagation. XOR's nine gradients: chapter 2's network, one of its nine numbers changed.

The gradient says how to move each number so that the loss falls fastest. Whether it also finds the number
that was changed is counted here, over many changes at random.
"""

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.data import xor
from dlcourse.experiments.ch02_intervals import estimate
from dlcourse.experiments.ch02_xor import HAND_SET, hand_set_network
from dlcourse.layers import MLP
from dlcourse.losses import mean_squared_error
from dlcourse.numbers import Number, kept

NAMES = ("W11", "W12", "W21", "W22", "c1", "c2", "w1", "w2", "b")  # W12: from input 1 to hidden unit 2
BIAS_CHANGED, UNIT_SWITCHED_OFF = ("c2", 0.0), ("W12", -1.0)  # the chapter's two changes; before: -1 and 1
LR, N_STEPS = 0.02, 2000
SEEDS, OTHER_SEEDS = range(2000), range(2000, 4000)


def changed(name: str, value: float) -> MLP:
    """The network set by hand in chapter 2, but for the number of this name."""
    model, k = hand_set_network(), NAMES.index(name)
    for parameter in model.parameters():  # W, c, w, b: in the order of NAMES
        size = parameter.array.size
        if 0 <= k < size:
            parameter.array.flat[k] = value
        k -= size
    return model


def outputs(model: MLP) -> np.ndarray:
    """What the network answers to the four cases 00, 01, 10, 11.   -> f (4,)"""
    return model(xor()[0]).array.ravel()


def loss(model: MLP) -> float:
    """J, the mean over the four cases of (f - y)^2."""
    return float(mean_squared_error(model(xor()[0]), xor()[1]).array)


def nine_gradients(model: MLP) -> dict[str, float]:
    """The derivatives of J with respect to the nine numbers, by the library.   -> name: derivative"""
    x, y = xor()
    found = grad(mean_squared_error(model(x), y), model.parameters())
    return dict(zip(NAMES, np.concatenate([g.ravel() for g in found]).tolist(), strict=True))


def descend(model: MLP, n_steps: int = N_STEPS, lr: float = LR) -> list[float]:
    """J before the first of n_steps steps of gradient descent and after each; the model is changed."""
    x, y = xor()
    parameters, losses = model.parameters(), [loss(model)]
    for _ in range(n_steps):
        gradients = grad(mean_squared_error(model(x), y), parameters)
        for parameter, g in zip(parameters, gradients, strict=True):
            parameter.array -= lr * g
        losses.append(loss(model))
    return losses


def change_one(seed: int) -> tuple[str, dict[str, float]]:
    """One of the nine numbers, each as likely, has a normal number added to it.   -> its name, all nine"""
    rng = np.random.default_rng(seed)
    name, before = NAMES[rng.integers(len(NAMES))], [HAND_SET[key] for key in ("W", "c", "w", "b")]
    values = dict(zip(NAMES, np.concatenate([np.ravel(part) for part in before]), strict=True))
    return name, nine_gradients(changed(name, values[name] + rng.normal()))


@kept
def found_out(seeds: range = SEEDS) -> tuple[int, int]:
    """For how many changes no gradient is larger than that of the number changed; for how many that one is 0.

    Larger in size, and by more than rounding: W12, W22 and c2 often have the same gradient.
    """
    n_found = n_silent = 0
    for name, gradients in map(change_one, seeds):
        own, largest = abs(gradients[name]), max(map(abs, gradients.values()))
        n_found += own > 0 and own >= largest * (1 - 1e-9)
        n_silent += own == 0
    return n_found, n_silent


def numbers() -> dict[str, Number]:
    """Two changes with their losses, the descent from each, and how often the largest gradient is right."""
    starts = {"bias": changed(*BIAS_CHANGED), "off": changed(*UNIT_SWITCHED_OFF)}
    found = {f"J_{name}": Number(loss(model), "g", (), "by hand") for name, model in starts.items()}
    J = {name: descend(model) for name, model in starts.items()}
    k, n_silent = found_out()
    again, _ = found_out(OTHER_SEEDS)
    return found | {
        "g_c2": Number(nine_gradients(changed(*BIAS_CHANGED))["c2"], "g", (), "by hand"),
        "lr": Number(LR, "g", (), "a setting of ours"),
        "n_steps": Number(N_STEPS, ",", (), "a setting of ours"),
        "J_bias_1": Number(J["bias"][1], ".2f", (), "PyTorch"),
        "J_bias_10": Number(J["bias"][10], ".2f", (), "PyTorch", 1e-9),
        "c2_end": Number(float(starts["bias"].parameters()[1].array.flat[1]), ".2f", (), "PyTorch", 1e-6),
        "J_off_end": Number(J["off"][-1], ".4f", (), "1/4", 1e-6),
        "found_out": estimate(k, SEEDS, "the same changes without this library", form=".0%"),
        "found_out_again": estimate(again, OTHER_SEEDS, "the same changes without this library", form=".0%"),
        "silent": estimate(n_silent, SEEDS, "the same changes without this library", form=".0%"),
    }
