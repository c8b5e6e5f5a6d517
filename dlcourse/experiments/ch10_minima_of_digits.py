"""Chapter 10: where networks end on the digits. Wide ones alike, narrow ones not; how curved it is there.

Source: deck Fix, page 63; Choromanska et al. 2015, on another task. Rates, steps and sizes are ours.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.critical_points import index
from dlcourse.data import digits, split
from dlcourse.experiments.ch10_landscape import gradients_and_hessians
from dlcourse.experiments.ch10_stacks import Stack, cross_entropies
from dlcourse.ops import matmul, tanh

LR = 0.5


@dataclass(frozen=True)
class Ends:
    """Where the networks of one width ended: cross-entropies in nats, one per start, and parameters."""

    training: np.ndarray
    test: np.ndarray
    theta: np.ndarray

    @property
    def spread(self) -> float:
        """The standard deviation of the test loss over the starts, from n - 1."""
        return float(self.test.std(ddof=1))


def halves():
    """600 digits to learn from, the others to judge by, the same for all.   -> (x, y), (x, y)"""
    return split(*digits(), (1 / 3, 2 / 3), rng=np.random.default_rng(49), stratify=True)


def ends_on_digits(width: int, n_starts: int, *, rng, n_steps: int = 100) -> Ends:
    """64-width-10 tanh networks, different in their starts only, after n_steps of momentum on all samples."""
    (x, y), (x_new, y_new) = halves()
    stack = Stack(n_starts, x.shape[1], width, 10, rng=rng)
    stack.descend(lambda s: cross_entropies(s(x), y), n_steps, LR)
    theta = np.concatenate([p.array.reshape(n_starts, -1) for p in stack.parameters()], axis=1)
    losses = [cross_entropies(stack(a), t).array for a, t in ((x, y), (x_new, y_new))]
    return Ends(*losses, theta)


def training_costs(theta, width: int):
    """The training loss of each row, ordered as in Ends.   theta (n_runs, 75 width + 10) -> (n_runs,)"""
    (x, y), _ = halves()
    n_in, n_out = x.shape[1], 10
    ends = np.cumsum([n_in * width, width, width * n_out, n_out])
    shapes = [(n_in, width), (1, width), (width, n_out), (1, n_out)]
    starts = [0, *ends[:-1]]
    W, c, w, b = (
        theta[:, i:j].reshape(len(theta), *shape) for i, j, shape in zip(starts, ends, shapes, strict=True)
    )
    return cross_entropies(matmul(tanh(matmul(x, W) + c), w) + b, y)


def indices(ends: Ends, width: int, tol: float = 1e-6) -> np.ndarray:
    """The share of negative eigenvalues of the dense Hessian, one per end, by 75 width + 10 sweeps.

    An eigenvalue counts as negative beyond tol times the greatest.
    """
    _, H = gradients_and_hessians(lambda theta: training_costs(theta, width), ends.theta)
    return np.array([index(eigenvalues, tol=tol) for eigenvalues in np.linalg.eigvalsh(H)])
