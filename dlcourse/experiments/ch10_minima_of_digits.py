"""Chapter 10: where training ends on the digits: the losses of wide and narrow networks, and the curvature.

Source: deck Fix, page 63; Choromanska et al. 2015, on another task. Rates, steps and sizes are our choice.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.critical_points import index
from dlcourse.data import digits, split
from dlcourse.experiments.ch02_intervals import median_interval
from dlcourse.experiments.ch10_deviations import estimated_deviation
from dlcourse.experiments.ch10_landscape import gradients_and_hessians
from dlcourse.experiments.ch10_stacks import Stack, cross_entropies
from dlcourse.numbers import Number, kept
from dlcourse.ops import matmul, tanh

LR = 0.5
WIDTHS, N_STARTS = (2, 4, 8, 16, 64), 12
SETS = {"": 0, "_again": 1}  # the seeds of two sets of starts, by the end of a number's name
TIMES, INDEXED, N_INDEXED = (1, 600), 4, 8  # steps, width and starts of which the index is taken


@dataclass(frozen=True)
class Ends:
    """Final networks of one width: cross-entropies in nats, one per start, and parameters (n_starts, ...)."""

    training: np.ndarray
    test: np.ndarray
    theta: np.ndarray

    @property
    def spread(self) -> float:
        """The standard deviation of the test loss over the starts, from n - 1."""
        return float(self.test.std(ddof=1))


def halves():
    """About 600 digits for training and the others for testing, always the same.   -> (x, y), (x, y)"""
    # a fixed seed, so that widths and starts are compared on one split (49: row F049)
    return split(*digits(), (1 / 3, 2 / 3), rng=np.random.default_rng(49), stratify=True)


def ends_on_digits(width: int, n_starts: int, *, rng, n_steps: int = 100) -> Ends:
    """64-width-10 tanh networks after n_steps of momentum, full batch; only their initial weights differ."""
    (x, y), (x_new, y_new) = halves()
    stack = Stack(n_starts, x.shape[1], width, 10, rng=rng)
    stack.descend(lambda s: cross_entropies(s(x), y), n_steps, LR)
    # a row per network, for Hessians of all at once
    theta = np.concatenate([p.array.reshape(n_starts, -1) for p in stack.parameters()], axis=1)
    losses = [cross_entropies(stack(a), t).array for a, t in ((x, y), (x_new, y_new))]
    return Ends(*losses, theta)


def training_costs(theta, width: int):
    """The training loss of each row of parameters.   theta (n_runs, 75 width + 10) -> (n_runs,)"""
    (x, y), _ = halves()
    n_in, n_out = x.shape[1], 10
    # W, c, w, b in the order in which ends_on_digits lines them up
    ends = np.cumsum([n_in * width, width, width * n_out, n_out])
    shapes = [(n_in, width), (1, width), (width, n_out), (1, n_out)]
    starts = [0, *ends[:-1]]
    W, c, w, b = (
        theta[:, i:j].reshape(len(theta), *shape) for i, j, shape in zip(starts, ends, shapes, strict=True)
    )
    return cross_entropies(matmul(tanh(matmul(x, W) + c), w) + b, y)


def eigenvalues_of(ends: Ends, width: int) -> np.ndarray:
    """The eigenvalues of each full Hessian, by 75 width + 10 sweeps.   -> (n_starts, n_parameters)"""
    _, H = gradients_and_hessians(lambda theta: training_costs(theta, width), ends.theta)
    return np.linalg.eigvalsh(H)


def indices(ends: Ends, width: int, tol: float = 1e-6) -> np.ndarray:
    """The fraction of negative eigenvalues of the full Hessian for each network.   -> (n_starts,)

    Eigenvalues count as negative below -tol times the largest in size.
    """
    return np.array([index(eigenvalues, tol=tol) for eigenvalues in eigenvalues_of(ends, width)])


@kept
def test_losses(width: int, seed: int) -> np.ndarray:
    """The test losses of N_STARTS networks of one width, in nats.   -> (N_STARTS,)"""
    return ends_on_digits(width, N_STARTS, rng=np.random.default_rng((seed, width))).test


@kept
def eigenvalues_after(n_steps: int, width: int, seed: int) -> np.ndarray:
    """The eigenvalues of the Hessians of N_INDEXED networks after so many steps.   -> (N_INDEXED, n)"""
    rng = np.random.default_rng((seed, width))
    return eigenvalues_of(ends_on_digits(width, N_INDEXED, rng=rng, n_steps=n_steps), width)


def indices_after(n_steps: int, width: int, seed: int, tol: float = 1e-6) -> np.ndarray:
    """The fraction of negative eigenvalues of N_INDEXED networks after so many steps.   -> (N_INDEXED,)"""
    return np.array([index(row, tol=tol) for row in eigenvalues_after(n_steps, width, seed)])


def numbers() -> dict[str, Number]:
    """Spreads and means of test losses by width, and indices along training, over two sets of starts."""
    found, rows, source = {}, ("F049",), "NumPy alone"
    for end, seed in SETS.items():
        for width in WIDTHS:
            losses = test_losses(width, seed)
            found[f"spread_{width}{end}"] = estimated_deviation(losses, seed, source, ".3f", rows)
            if not end:
                found[f"mean_{width}"] = Number(float(losses.mean()), ".2f", rows, source)
        for n_steps in TIMES:
            values = indices_after(n_steps, INDEXED, seed)
            found[f"index_{n_steps}{end}"] = Number(
                float(np.median(values)), ".0%", rows, source, interval=median_interval(values),
                n=len(values), seeds=str(seed),
            )  # fmt: skip
    careless = float(np.median(indices_after(600, INDEXED, 0, tol=0.0)))
    found["index_without_tol"] = Number(careless, ".0%", rows, source)
    counts = {"n_starts": N_STARTS, "n_indexed": N_INDEXED}
    counts |= {f"n_parameters_{width}": 75 * width + 10 for width in (INDEXED, 64)}
    return found | {name: Number(n, ",", (), "by hand") for name, n in counts.items()}
