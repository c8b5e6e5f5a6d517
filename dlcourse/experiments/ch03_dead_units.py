"""Chapter 3: dead units: ReLUs that are active for no sample, and how many become active again.

Deck Sohn says that dead units are no problem, deck Fix, page 49, that they are lost for ever. A dead unit
gets no gradient; it becomes active again only if the layers below it change, or if momentum carries its own
weights on. Here all of that is counted.
"""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.data import moons
from dlcourse.experiments.ch02_xor_outcomes import active_points
from dlcourse.experiments.ch02_xor_training import SEEDS as XOR_SEEDS
from dlcourse.experiments.ch02_xor_training import train_many
from dlcourse.layers import MLP
from dlcourse.losses import sigmoid_cross_entropy
from dlcourse.numbers import Number, kept
from dlcourse.ops import matmul, relu
from dlcourse.optimizers import SGD
from dlcourse.tensor import Parameter

WIDTH, PER_CLASS = 8, 30
SETS = (range(200), range(1000, 1200))  # disjoint
STEPS = {  # momentum is compared with plain steps at the same rate
    "plain": {},
    "slow": {"lr": 0.2},
    "momentum": {"lr": 0.2, "momentum": 0.9},
}


@dataclass(frozen=True)
class Deaths:
    """Units per network and hidden layer: dead at some step, active again later, dead at the end.

    Arrays (n_runs, 2) of counts. by_step (n_steps + 1, 2): the dead units of all networks at each step.
    """

    dead: np.ndarray
    revived: np.ndarray
    at_end: np.ndarray
    by_step: np.ndarray


@kept
def deaths_and_revivals(seeds, *, n_steps: int = 300, lr: float = 1.0, momentum=0.0, bias=0.0) -> Deaths:
    """Counts for 2-8-8-1 ReLU networks trained on two moons, full batch, one network per seed.

    bias: the initial value of the hidden biases. The settings are our choice.
    """
    x, y, weights, biases = _starts(seeds, bias)
    parameters = weights + biases
    optimizer = SGD(parameters, lr=lr, momentum=momentum)
    off = []
    for _ in range(n_steps + 1):
        h1 = relu(matmul(x, weights[0]) + biases[0])
        h2 = relu(matmul(h1, weights[1]) + biases[1])
        off.append([(h.array <= 0).all(axis=1) for h in (h1, h2)])
        z = matmul(h2, weights[2]) + biases[2]
        # times the runs: the loss is a mean over all of them, a network's own is one over its samples
        J = sigmoid_cross_entropy(z.reshape((-1, 1)), y.reshape(-1, 1)) * len(x)
        optimizer.step(grad(J, parameters))
    off = np.array(off)  # (n_steps + 1, 2, n_runs, WIDTH)
    back = (off[:-1] & ~off[1:]).any(axis=0)  # off at one step, on at the next
    counts = (found.sum(axis=-1).T for found in (off.any(axis=0), back, off[-1]))
    return Deaths(*counts, off.sum(axis=(2, 3)))


def _starts(seeds, bias):
    """Data and networks of all seeds, stacked.   -> x (n_runs, m, 2), y (n_runs, m, 1), weights, biases"""
    drawn = []
    for seed in seeds:
        rng = np.random.default_rng((51, seed))  # 51: streams of this experiment's own (row K051)
        x, y = moons(PER_CLASS, rng=rng, noise=0.2)
        layers = MLP((2, WIDTH, WIDTH, 1), activation=relu, rng=rng).layers
        drawn.append((x, y[:, None].astype(float), *(layer.W.array for layer in layers)))
    x, y, *weights = map(np.stack, zip(*drawn, strict=True))
    start = [np.full((len(x), 1, n), b) for n, b in ((WIDTH, bias), (WIDTH, bias), (1, 0.0))]
    return x, y, [Parameter(W) for W in weights], [Parameter(b) for b in start]


def ratio_interval(part, whole, confidence: float = 0.99) -> tuple[float, float]:
    """A confidence interval for sum(part) / sum(whole), counts per network.   (n,), (n,)

    Units of one network share their fate, so the network is what is drawn independently: the interval comes
    from the spread of part - ratio whole over networks. At 0 of n it has no width.
    """
    part, whole = np.asarray(part, float), np.asarray(whole, float)
    ratio = part.sum() / whole.sum()
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * np.sqrt(((part - ratio * whole) ** 2).sum())
    reach /= whole.sum()
    return max(0.0, float(ratio - reach)), min(1.0, float(ratio + reach))


def numbers() -> dict[str, Number]:
    """Units that died and came back, by layer, with plain steps and with momentum; dead units of XOR."""
    source = "gradients by hand, and other seeds"
    n_runs = sum(map(len, SETS))
    found = {
        "runs": Number(n_runs, "d", (), "a setting of ours"),
        "units": Number(n_runs * WIDTH, ",", (), "runs times units"),
    }
    for name, options in STEPS.items():
        runs = [deaths_and_revivals(seeds, **options) for seeds in SETS]
        dead, revived = (np.concatenate([getattr(run, what) for run in runs]) for what in ("dead", "revived"))
        for layer in (0,) if name == "momentum" else (0, 1):
            key = f"{name}_{layer + 1}"
            for what, counts in (("dead", dead), ("revived", revived)):
                found[f"{key}_{what}"] = Number(int(counts[:, layer].sum()), ",", ("K051",), source)
            if revived[:, layer].any():
                found[f"{key}_rate"] = _rate(revived[:, layer], dead[:, layer], SETS)
    for key, layer in (("plain_2", 1), ("momentum_1", 0)):
        for part, seeds in zip(("first", "fresh"), SETS, strict=True):
            run = deaths_and_revivals(seeds, **STEPS[key[:-2]])
            found[f"{key}_{part}_rate"] = _rate(run.revived[:, layer], run.dead[:, layer], (seeds,))
    dead = (~active_points(train_many(4, "ReLU", XOR_SEEDS))).all(axis=1).sum(axis=1).mean()
    return found | {"xor_4": Number(float(dead), ".2f", ("S075",), "the inventory", 0.03)}


def _rate(revived, dead, sets):
    """The rate of revivals among dead units as a page shows it."""
    shown = ", ".join(f"{seeds.start}\N{EN DASH}{seeds.stop - 1}" for seeds in sets)
    interval = ratio_interval(revived, dead)
    value = float(revived.sum() / dead.sum())
    return Number(value, ".0%", ("K051",), "other seeds", interval=interval, n=len(dead), seeds=shown)
