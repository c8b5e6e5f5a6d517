"""Chapter 4: passes. The slopes of losses, and what goes back through softmax: exercises 4.2 to 4.6, 4.8."""

import numpy as np

from dlcourse.experiments.ch00_passes import Pass, by


def softmax_cost(z, G):
    """The sum of the probabilities of each row of z, each times the slope in G that arrives at it."""
    e = np.exp(z)
    return (G * e / e.sum(axis=1, keepdims=True)).sum()


def yes_or_no_cost(z, y):
    """The mean over examples of the cross-entropy of yes and no, of all questions."""
    return (np.logaddexp(0, z) - y * z).sum() / len(z)


def class_cost(z, y, eps):
    """The mean of the cross-entropy of classes, or of rows of probabilities, with smoothed targets."""
    rows = np.eye(z.shape[1])[y] if isinstance(y, list) else y
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return -(((1 - eps) * rows + eps / z.shape[1]) * log_p).sum() / len(z)


def named_cost(name, y_hat, y):
    """A loss by its name."""
    square = ((y_hat - y) ** 2).sum()
    found = {"sse": square, "half sse": square / 2, "mse": square / len(y)}
    absolute, hinge = abs(y_hat - y).sum() / len(y), np.maximum(0, 1 - y * y_hat).sum() / len(y)
    return (found | {"mae": absolute, "hinge": hinge})[name]


def gaussian_cost(mu, s, y):
    """The mean of minus the logarithm of a Gaussian density, up to a constant."""
    return ((y - mu) ** 2 / (2 * np.exp(2 * s)) + s).mean()


def _softmax(numbers, m, k):
    return {"z": numbers((m, k)), "G": numbers((m, k))}


def _yes_or_no(numbers, m, k):
    return {"z": numbers((m, k)), "y": np.resize([1.0, 0.0, 0.25], (m, k))}


def _classes(eps):
    return lambda numbers, m, k: {"z": numbers((m, k)), "y": [i % k for i in range(m)], "eps": eps}


def _rows(numbers, m, k):
    rows = np.resize([0.5, 0.2, 0.3, 0.1], (m, k))
    return {"z": numbers((m, k)), "y": rows / rows.sum(axis=1, keepdims=True), "eps": 0.3}


def _named(name):
    def draw(numbers, m, k):
        y_hat, y = 1.5 * numbers((m, k)), numbers((m, k))  # 1.5: where all are 1, no corner is met
        return {"name": name, "y_hat": y_hat, "y": np.resize([-1.0, 1.0], (m, k)) if name == "hinge" else y}

    return draw


def _gaussian(numbers, m):
    return {"mu": numbers((m,)), "s": numbers((m,)), "y": 2 * numbers((m,))}


def _losses(exercise, *names):
    """One exercise, a pass for each loss."""
    return (
        Pass(f"04_losses/{exercise}", (7, 5), (1, 1), _named(name),
             by(named_cost, "y_hat"), lambda inputs, results: results[1:])
        for name in names
    )  # fmt: skip


PASSES = (
    Pass("04_losses/softmax_back", (7, 3), (1, 2), _softmax,
         by(softmax_cost, "z"), lambda inputs, results: (results,)),
    Pass("04_losses/yes_or_no_loss", (7, 3), (1, 1), _yes_or_no,
         by(yes_or_no_cost, "z"), lambda inputs, results: results[1:]),
    *(Pass("04_losses/class_loss", (7, 3), (1, 2), draw,
           by(class_cost, "z"), lambda inputs, results: results[1:])
      for draw in (_classes(0.0), _classes(0.3), _rows)),
    *_losses("squared_loss", "sse", "half sse", "mse"),
    *_losses("cornered_loss", "mae", "hinge"),
    Pass("04_losses/gaussian_loss", (7,), (1,), _gaussian,
         by(gaussian_cost, "mu", "s"), lambda inputs, results: results[1:3]),
)  # fmt: skip
