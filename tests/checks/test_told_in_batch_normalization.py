"""Chapter 16: what students are told who have written batch normalization as it is often written wrongly."""

import numpy as np
import pytest
from checked import check, failure

from dlcourse.checks import drawn_batch_grads, drawn_batches, drawn_biases, drawn_running


def told(function, drawn, judge):
    """What is said of the first case that a function fails: first those that are shown."""
    shown, draw = drawn
    for case in [*shown, *draw(np.random.default_rng(16))]:
        try:
            check(function, case, judge(**case))
        except AssertionError:
            return failure(function, case, judge(**case))
    return None


def forward(mean=np.mean, variance=np.var, root=lambda v, eps: np.sqrt(v + eps), scale=lambda gamma: gamma):
    """An answer to 16.1.   mean, variance: of x, and the axis"""

    def batch_norm(x, gamma, beta, running_mean, running_variance, eps, training):
        used = (mean(x, 0), variance(x, 0)) if training else (running_mean, running_variance)
        x_hat = (x - used[0]) / root(used[1], eps)
        return x_hat, scale(gamma) * x_hat + beta

    return batch_norm


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (forward(), None),
        (forward(np.median), "The median is subtracted"),
        (forward(variance=np.std), "The standard deviation is under the root"),
        (forward(variance=lambda x, _: x.var(0) * len(x) / x.shape[1]), "divided by the number of columns"),
        (forward(scale=abs), "gamma has lost its sign in y."),
        (forward(root=lambda v, eps: np.maximum(np.sqrt(v), eps)), "eps is not added to the variance"),
        (forward(root=lambda v, eps: np.where(v == 0, 1, np.sqrt(v + eps))), "its root is taken for 1"),
    ],
)
def test_forward(answer, words):
    said = told(answer, drawn_batches.batches_to_normalize(), drawn_batches.normalized)
    assert said is None if words is None else words in said


def paths(m=None, sums=lambda a: a.sum(axis=0), to_variance=None, to_mean=1.0, beta=None):
    """An answer to 16.2a, whose dx comes from one line where there is no m."""

    def batch_norm_paths(x, gamma, eps, G):
        centered, std = x - x.mean(axis=0), np.sqrt(x.var(axis=0) + eps)
        x_hat, g = centered / std, G * gamma
        dvariance = -sums(g * x_hat) / (2 * std**2)
        if to_variance:
            dvariance = to_variance(-sums(g * x_hat), std, x.var(axis=0))
        dmean = -sums(g) / std * to_mean
        dx = (g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0)) / std
        if m:
            dx = g / std + dmean / m(x) + 2 * centered / m(x) * dvariance
        return sums(G * x_hat), beta(gamma) if beta else sums(G), dvariance, dmean, dx

    return batch_norm_paths


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (paths(), None),
        (paths(m=len), None),
        (paths(m=lambda x: x.shape[1]), "dx is divided by the number of columns"),
        (paths(m=np.size), "dx is divided by the number of all entries"),
        (paths(m=len, sums=lambda a: a[-1]), "Only the last sample is in the sums"),
        (paths(sums=np.sum), "or over all entries, where one axis was meant?"),
        (paths(to_mean=0.0), "dmean is 0: only its path through the variance carries 0."),
        (paths(beta=np.ones_like), "dbeta lacks G"),
        (paths(m=len, to_variance=lambda a, std, v: a / 2 * std**2), "write `/ (2 * std**2)`"),
        (paths(to_variance=lambda a, std, v: a / (2 * v)), "without eps"),
        (paths(to_variance=lambda a, std, v: a / (2 * std)), "dvariance lacks one factor 1 / sqrt"),
        (paths(to_variance=lambda a, std, v: a / std), "dvariance is the slope in std"),
    ],
)
def test_backward_by_paths(answer, words):
    said = told(answer, drawn_batch_grads.layers_by_paths(), drawn_batch_grads.by_paths)
    assert said is None if words is None else words in said


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda h, s, a, G: a * (G - G.mean(0) - h * (G * h).mean(0)) / s, None),
        (
            lambda h, s, a, G: a * (G - G.mean(0) - h * h.mean(0) * G.mean(0)) / s,
            "is missing, or 0: the mean of",
        ),
        (
            lambda h, s, a, G: (a * G - G.mean(0) - h * (G * h).mean(0)) / s,
            "gamma multiplies the direct path",
        ),
        (
            lambda h, s, a, G: a * (G - G.mean(0) - h @ (h.T @ (a * G)) / a / len(G)) / s,
            "`@` mixes the columns",
        ),
        (
            lambda h, s, a, G: a * (G - G.sum(0) / len(a) - h * (G * h).sum(0) / len(a)) / s,
            "divided by the number of columns",
        ),
        (lambda h, s, a, G: a * (G - G.mean(1) - h * (G * h).mean(1)) / s, "taken over the wrong axis"),
    ],
)
def test_backward_in_one_line(answer, words):
    said = told(answer, drawn_batch_grads.kept_by_forward(), drawn_batch_grads.in_one_line)
    assert said is None if words is None else words in said


def running(
    mean=np.mean, variance=lambda x, _: x.var(axis=0, ddof=1), weights=lambda a: (a, 1 - a), after=1.0
):
    """An answer to 16.3.   after: by what the new variance is multiplied at last, or a function of m"""

    def running_statistics(running_mean, running_variance, x, momentum, training):
        if not training:
            return running_mean, running_variance
        a, b = weights(momentum)
        factor = after(len(x)) if callable(after) else after
        new = a * running_mean + b * mean(x, 0), a * running_variance + b * variance(x, 0)
        return new[0], new[1] * factor

    return running_statistics


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (running(), None),
        (running(weights=lambda a: (1 - a, a)), "momentum is the weight of the batch in yours"),
        (running(weights=lambda a: (a, 0.1)), "The batch has the weight 0.1"),
        (running(weights=lambda a: (2 - a, a - 1)), "The step leads away from the batch"),
        (running(weights=lambda a: (a / (1 - a), 1)), "Nothing is to be divided by 1 - momentum here"),
        (running(np.median), "The median is taken"),
        (running(lambda x, _: x.sum(0) / (len(x) - 1)), "for a mean by m"),
        (
            running(lambda x, _: x.var(0, ddof=1), np.mean),
            "Mean and variance of the batch have changed places.",
        ),
        (running(variance=np.var, after=lambda m: m / (m - 1)), "multiplies the old variance, too"),
        (running(variance=lambda x, _: x.var(0) * len(x) / (x.shape[1] - 1)), "number of columns, minus 1"),
    ],
)
def test_running_statistics(answer, words):
    said = told(answer, drawn_running.statistics_to_keep(), drawn_running.kept)
    assert said is None if words is None else words in said


def descent(mean_in_slope=None, mean_in_J=None, last=False):
    """An answer to 16.4.   mean_in_slope, mean_in_J: of u and the first b, for mean(u + b)"""

    def bias_descent(u, y, b, lr, n_steps, through_mean):
        first, path, J = b, [b], []
        for _ in range(n_steps + 1):
            mean = (u + b).mean()
            J.append(((u + b - (mean_in_J(u, first) if mean_in_J else mean) - y) ** 2).mean() / 2)
            error = u + b - (mean_in_slope(u, first) if mean_in_slope else mean) - y
            b = b - lr * (0.0 if through_mean else error.mean())
            path.append(b)
        return (path[-2], J[-1]) if last else (np.array(path[:-1]), np.array(J))

    return bias_descent


def at_first(u, b):
    return (u + b).mean()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (descent(), None),
        (descent(at_first), "The mean stays that of the first u + b"),
        (descent(None, at_first), "The mean stays that of the first u + b"),
        (descent(at_first, at_first), "The mean stays that of the first u + b"),
        (descent(lambda u, b: 0.0), "In the gradient the mean of u + b is not subtracted"),
        (descent(lambda u, b: u.mean()), "In the gradient the mean is that of u, without b"),
        (descent(last=True), "It is the last one alone: all of them are asked for"),
    ],
)
def test_the_bias(answer, words):
    said = told(answer, drawn_biases.biases(), drawn_biases.descended)
    assert said is None if words is None else words in said
