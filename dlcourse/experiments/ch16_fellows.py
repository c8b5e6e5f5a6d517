"""Chapter 16: one sample's answer by who else is in its batch, where the batch's statistics are used.

A network of `ch16_sigmoid_layers` with batch normalization, trained for 300 steps; then test_on = "batch", so
that no running statistics are changed or used.
"""

import numpy as np

from dlcourse.experiments import ch16_sigmoid_layers as layers
from dlcourse.experiments.ch16_sigmoid_layers import mean_of
from dlcourse.layers import BatchNorm
from dlcourse.numbers import Number, kept
from dlcourse.ops import softmax

SIZES = (2, 4, 16, 64)
N_DRAWS, N_STEPS = 500, 300


def trained(seed: int):
    """A trained network in test mode, and test points with their classes."""
    rng = np.random.default_rng(seed)
    (x, y), (x_test, y_test) = layers.drawn_data(rng)
    model = layers.classifier(rng, BatchNorm)
    for _ in layers.descend(model, x, y, rng, N_STEPS):
        pass
    model.eval()
    return model, x_test, y_test


def statistics_of(model, test_on: str):
    """Sets which statistics all layers of the network use at test time."""
    for step in model.steps:
        if isinstance(step, BatchNorm):
            step.test_on = test_on


@kept
def accuracies(seed: int) -> dict[str, float]:
    """Accuracy by which statistics are used: the running ones, those of drawn batches, of one class only."""
    model, x, y = trained(seed)
    order = np.random.default_rng((seed, 16)).permutation(len(x) // 64 * 64)

    def right(batches):
        answers = np.concatenate([model.trace(x[rows])[-1].argmax(axis=1) for rows in batches])
        return float((answers == y[np.concatenate(batches)]).mean())

    classes = [np.flatnonzero(y == k) for k in range(layers.N_CLASSES)]
    found = {"running": right([order]), "sorted_running": right(classes)}
    statistics_of(model, "batch")
    found |= {str(size): right(list(order.reshape(-1, size))) for size in SIZES}
    return found | {"sorted": right(classes)}


@kept
def one_answer(seed: int = 0) -> tuple[float, np.ndarray]:
    """The probability of its class for the first test point: with running statistics, and in batches of 4.

    -> a number, (N_DRAWS,) for fellows drawn anew
    """
    model, x, y = trained(seed)
    alone = softmax(model.trace(x[:1])[-1])[0, y[0]]
    statistics_of(model, "batch")
    rng, found = np.random.default_rng(seed), []
    for _ in range(N_DRAWS):
        fellows = rng.integers(1, len(x), 3)
        found.append(softmax(model.trace(x[[0, *fellows]])[-1])[0, y[0]])
    return float(alone), np.array(found)


def numbers() -> dict[str, Number]:
    """Accuracies, means over two sets of seeds; where the answers of one sample lie."""
    found = {}
    for end, seeds in layers.SETS.items():
        measured = [accuracies(seed) for seed in seeds]
        for name in measured[0]:
            values = [run[name] for run in measured]
            found[f"right_{name}{end}"] = mean_of(values, seeds, ".1%", ("F086",))
    alone, answers = one_answer()
    found["alone"] = Number(alone, ".2f", (), "NumPy alone")
    for name, q in (("low", 0.05), ("high", 0.95)):
        found[name] = Number(float(np.quantile(answers, q)), ".2f", (), "NumPy alone")
    return found
