"""Chapter 7: training an MLP. A penalty whose gradient gets lost: who notices?

The penalty stays in the cost, but no step knows of it. Then training is that without a penalty, so its runs
are those of `ch07_digits_mlp`.
"""

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.experiments.ch00_checkers import relative_error
from dlcourse.experiments.ch02_intervals import estimated_median
from dlcourse.experiments.ch07_digits_mlp import FRESH, SEEDS, SIZE, STRONG, network, parts, runs
from dlcourse.losses import softmax_cross_entropy
from dlcourse.numbers import Number

ALPHAS = tuple(10.0**k for k in range(-6, 0))


def costs(lost: bool, alpha: float = STRONG, seed: int = 0) -> np.ndarray:
    """J = L + alpha Omega after each epoch, of one run, on its test digits."""
    run = runs(0.0 if lost else alpha, [seed])[0]
    return run.test_loss + alpha * run.omega


def gradients(alpha: float, seed: int = 0):
    """dJ/dW1 and dJ/dW2 of the first minibatch at the start, with the penalty path and without.

    -> two lists of two arrays, and which pixels are blank in the minibatch (64,)
    """
    (x, y), _ = parts(seed)
    x, y, model = x[:SIZE], y[:SIZE], network(seed)
    W = [layer.W for layer in model.layers]
    data = grad(softmax_cross_entropy(model(x), y), W)
    return [g + alpha * w.array for g, w in zip(data, W, strict=True)], data, (x == 0).all(axis=0)


def error_without(alpha: float, seed: int = 0) -> tuple[float, float]:
    """The relative error of dJ/dW1 when the penalty path is lost: of the whole, and at blank pixels alone."""
    (whole, _), (data, _), blank = gradients(alpha, seed)
    return relative_error(data, whole), relative_error(data[blank], whole[blank])


def numbers() -> dict[str, Number]:
    """Errors of the gradient, and what training shows when the path is lost."""
    found = {
        "alpha": Number(STRONG, "g", (), "a setting of ours"),
        "alpha_small": Number(1e-4, "g", (), "a setting of ours"),
        "error_small": Number(error_without(1e-4)[0], ".1%", ("S160",), "gradients by hand", 1e-9),
        "error_strong": Number(error_without(STRONG)[0], ".0%", ("S160",), "gradients by hand", 1e-9),
        "error_blank": Number(error_without(1e-4)[1], ".0%", ("S160",), "by hand"),
    }
    for name, alpha in (("lost", 0.0), ("kept", STRONG)):
        for end, seeds in (("", SEEDS), ("_again", FRESH)):
            some = runs(alpha, seeds)
            J = [run.training_loss + STRONG * run.omega[-1] for run in some]
            found[f"J_{name}{end}"] = estimated_median(J, seeds, "NumPy alone", ".2f", ("S160",))
            right = [run.accuracy[-1] for run in some]
            found[f"accuracy_{name}{end}"] = estimated_median(right, seeds, "NumPy alone", ".1%", ("S160",))
    return found
