"""Chapter 16: batch normalization. The milestone: a deep network reads digits by a reader's own layer.

The functions of exercises 16.1, 16.2b and 16.3 are passed as arguments; those below do the same, and two
more each have a mistake that raises no error. Each run has a seed, which decides the digits to learn from,
the start and the order. The network is 64-20-20-20-20-10, with sigmoid units; theta lists all W, the last b,
all gamma, all beta.
"""

import numpy as np

from dlcourse.experiments.ch02_intervals import estimated_median
from dlcourse.experiments.ch07_milestone import class_loss, parts, train
from dlcourse.numbers import Number, kept

WIDTHS = (64, 20, 20, 20, 20, 10)
N = len(WIDTHS) - 2  # hidden layers
EPS, MOMENTUM = 1e-5, 0.9
LR, SIZE, N_EPOCHS = 0.5, 50, 10
LOW, HIGH = 0.85, 0.98  # the accuracy that is asserted lies between them
SEEDS, FRESH = range(10), range(1000, 1010)  # disjoint


def batch_norm(x, gamma, beta, running_mean, running_variance, eps, training):
    """x_hat, and gamma x_hat + beta, by the statistics of x in training, by the running ones otherwise."""
    if training:
        running_mean, running_variance = x.mean(axis=0), x.var(axis=0)
    x_hat = (x - running_mean) / np.sqrt(running_variance + eps)
    return x_hat, gamma * x_hat + beta


def batch_norm_grad(x_hat, std, gamma, G):
    """dx, by the direct path, by that through the mean and by that through the variance."""
    g = G * gamma
    return (g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0)) / std


def running_statistics(running_mean, running_variance, x, momentum, training):
    """The running mean and the running unbiased variance after a batch; at test time those of before."""
    if not training:
        return running_mean, running_variance
    new_mean = momentum * running_mean + (1 - momentum) * x.mean(axis=0)
    return new_mean, momentum * running_variance + (1 - momentum) * x.var(axis=0, ddof=1)


def direct_path(x_hat, std, gamma, G):
    """Wrong: mean and variance are taken for constants."""
    return G * gamma / std


def not_through_the_mean(x_hat, std, gamma, G):
    """Wrong: the mean is taken for a constant, the variance is not."""
    g = G * gamma
    return (g - x_hat * (g * x_hat).mean(axis=0)) / std


WRONG = {"": batch_norm_grad, "direct": direct_path, "no_mean": not_through_the_mean}


def slope(y):
    """sigmoid(y), and its slope there."""
    h = 1 / (1 + np.exp(-y))
    return h, h * (1 - h)


def forward(x, theta, running, training, batch_norm=batch_norm):
    """The logits, what enters the last layer, and of each layer what enters it, z, x_hat and y."""
    h, trace = x, []
    for k in range(N):
        z = h @ theta[k]
        gamma, beta = theta[N + 2 + k], theta[2 * N + 2 + k]
        x_hat, y = batch_norm(z, gamma, beta, *running[k], EPS, training)
        trace.append((h, z, x_hat, y))
        h = slope(y)[0]
    return h @ theta[N] + theta[N + 1], h, trace


def backward(G, theta, h, trace, through):
    """The gradients, in the order of theta. through: (z, x_hat, gamma, G) -> the gradient on z"""
    found = [None] * N + [h.T @ G, G.sum(axis=0)] + [None] * 2 * N
    G = G @ theta[N].T
    for k in reversed(range(N)):
        below, z, x_hat, y = trace[k]
        G = G * slope(y)[1]
        found[N + 2 + k], found[2 * N + 2 + k] = (G * x_hat).sum(axis=0), G.sum(axis=0)
        G = through(z, x_hat, theta[N + 2 + k], G)
        found[k] = below.T @ G
        G = G @ theta[k].T
    return found


def start(seed: int, widths=WIDTHS):
    """Weights by Glorot's rule, b and beta 0, gamma 1."""
    rng, W = np.random.default_rng((3, seed)), []
    for n_in, n_out in zip(widths, widths[1:], strict=False):
        a = (6 / (n_in + n_out)) ** 0.5
        W.append(rng.uniform(-a, a, (n_in, n_out)))
    hidden = widths[1:-1]
    return [*W, np.zeros(widths[-1]), *map(np.ones, hidden), *map(np.zeros, hidden)]


def read_digits(
    seed,
    *,
    normalize=True,
    batch_norm=batch_norm,
    batch_norm_grad=batch_norm_grad,
    running_statistics=running_statistics,
):
    """Accuracies on digits that were not learned from, by how they are read: see `accuracies`.

    normalize: if False, the layer is always in test mode, with 0 and 1: y = gamma z + beta.
    """
    running = fresh_statistics()

    def through(z, x_hat, gamma, G):
        std = np.sqrt(z.var(axis=0) + EPS)
        return batch_norm_grad(x_hat, std, gamma, G) if normalize else G * gamma / np.sqrt(1 + EPS)

    def slopes(x, y, theta):
        z, h, trace = forward(x, theta, running, normalize, batch_norm)
        L, G = class_loss(z, y, 0.0)
        for k, (_, z, *_) in enumerate(trace):
            running[k] = running_statistics(*running[k], z, MOMENTUM, normalize)
        return L, backward(G, theta, h, trace, through)

    training, (x, y) = parts(seed)
    theta, _ = train(*training, start(seed), slopes, LR, SIZE, N_EPOCHS, seed)

    def logits(x, training, running=running):
        return forward(x, theta, running, training, batch_norm)[0]

    return accuracies(x, y.argmax(axis=1), logits)


@kept
def at_start(seed: int, normalize: bool) -> dict[str, float]:
    """Before the first step, over all training digits: the mean slope of the last layer's sigmoids; the mean
    deviation of z in the first hidden layer and in the last; the root mean square gradient on the first W.
    """

    def through(z, x_hat, gamma, G):
        return batch_norm_grad(x_hat, np.sqrt(z.var(axis=0) + EPS), gamma, G) if normalize else G * gamma

    (x, y), _ = parts(seed)
    theta = start(seed)
    z, h, trace = forward(x, theta, fresh_statistics(), normalize)
    gradients = backward(class_loss(z, y, 0.0)[1], theta, h, trace, through)
    return {
        "slope": float(slope(trace[-1][3])[1].mean()),
        "first": float(trace[0][1].std(axis=0).mean()),
        "last": float(trace[-1][1].std(axis=0).mean()),
        "gradient": float((gradients[0] ** 2).mean() ** 0.5),
    }


def fresh_statistics():
    """The running mean and variance of each layer before the first batch."""
    return [(np.zeros(n), np.ones(n)) for n in WIDTHS[1:-1]]


def accuracies(x, classes, logits) -> dict[str, float]:
    """By how digits are read: by running statistics, as they are and with 0 and 1 still in their place; by
    those of all digits at hand, of 50 of one class after the other, or of each digit alone.

    logits: x, training[, running] -> (m, 10)
    """
    order = np.argsort(classes, kind="stable")
    few = order[::8]  # the 100 that are read alone
    by_class = [logits(x[rows], True) for rows in np.array_split(order, len(x) // SIZE)]
    found = {
        "": (logits(x, False), classes),
        "never": (logits(x, False, fresh_statistics()), classes),
        "batch": (logits(x, True), classes),
        "sorted": (np.concatenate(by_class), classes[order]),
        "alone": (np.concatenate([logits(x[[row]], True) for row in few]), classes[few]),
    }
    return {way: float((z.argmax(axis=1) == y).mean()) for way, (z, y) in found.items()}


@kept
def run(seed: int, wrong: str = "", normalize: bool = True) -> dict[str, float]:
    """The accuracies of one run, with the right gradient or with one of the WRONG ones."""
    return read_digits(seed, normalize=normalize, batch_norm_grad=WRONG[wrong])


def numbers() -> dict[str, Number]:
    """Accuracies with right functions, without the layer, and with wrong ones, over two sets of seeds."""
    found, alone = {}, "PyTorch"
    for end, seeds in (("", SEEDS), ("_again", FRESH)):
        runs = {name: [run(seed, name) for seed in seeds] for name in WRONG}
        bare = [run(seed, normalize=False)[""] for seed in seeds]
        shown = {"accuracy": [one[""] for one in runs[""]], "bare": bare}
        shown |= {way: [one[way] for one in runs[""]] for way in ("never", "batch", "sorted", "alone")}
        for name in ("direct", "no_mean"):
            shown |= {
                name: [one[""] for one in runs[name]],
                f"{name}_batch": [one["batch"] for one in runs[name]],
            }
        found |= {name + end: estimated_median(values, seeds, alone, ".1%") for name, values in shown.items()}
        for name, normalize in (("bare", False), ("normal", True)):
            starts = [at_start(seed, normalize) for seed in seeds]
            for quantity, form in (("slope", ".2f"), ("first", ".2f"), ("last", ".3f"), ("gradient", ".5f")):
                values = [one[quantity] for one in starts]
                found[f"{name}_{quantity}{end}"] = estimated_median(values, seeds, alone, form)
    right = [run(seed)[""] for seed in (*SEEDS, *FRESH)]
    found["least"] = Number(min(right), ".1%", (), alone, 0.01)
    found["most"] = Number(max(right), ".1%", (), alone, 0.01)
    for name, value, form in (("low", LOW, ".0%"), ("high", HIGH, ".0%"), ("n_epochs", N_EPOCHS, "d")):
        found[name] = Number(value, form, (), "a setting of ours")
    return found
