"""Outputs as parameters of distributions: each cost is minus the log density of scipy."""

import numpy as np
import pytest
from scipy import optimize, special, stats

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.gradcheck import numerical_gradient
from dlcourse.layers import MLP, Linear, Sequential
from dlcourse.losses import (
    gaussian_nll,
    half_squared_error,
    mixture_nll,
    sigmoid_cross_entropy,
    softmax_cross_entropy,
    split_mixture,
)
from dlcourse.models import fit_softmax, least_squares
from dlcourse.optimizers import LBFGS
from dlcourse.tensor import Tensor

rng = np.random.default_rng(46)
M = 9
z, y_real = rng.standard_normal((M, 3)), rng.standard_normal((M, 3))
y_bits, y_class = rng.integers(0, 2, (M, 1)).astype(float), rng.integers(0, 3, M)


z_mixture = rng.standard_normal((M, 9))  # three components of one output: logits, log sigmas, means


def mixture_density():
    p, scale = special.softmax(z_mixture[:, :3], axis=1), np.exp(z_mixture[:, 3:6])
    return np.log((p * stats.norm.pdf(y_real[:, :1], z_mixture[:, 6:], scale)).sum(axis=1))


TYPES = {
    "linear, Gaussian": (
        lambda: gaussian_nll(z, y_real),
        lambda: stats.norm.logpdf(y_real, z).sum(axis=1),
    ),
    "sigmoid, Bernoulli": (
        lambda: sigmoid_cross_entropy(z[:, :1], y_bits),
        lambda: stats.bernoulli.logpmf(y_bits, special.expit(z[:, :1]))[:, 0],
    ),
    "softmax, multinoulli": (
        lambda: softmax_cross_entropy(z, y_class),
        lambda: np.array(
            [
                stats.multinomial.logpmf(np.eye(3, dtype=int)[k], 1, special.softmax(row))
                for row, k in zip(z, y_class, strict=True)
            ]
        ),
    ),
    "several, mixture": (
        lambda: mixture_nll(*split_mixture(z_mixture, 3), y_real[:, :1]),
        mixture_density,
    ),
}


@pytest.mark.rows("S046", "S066")
@pytest.mark.parametrize("kind", TYPES)
def test_every_type_of_output_has_minus_the_log_likelihood_as_its_cost(kind):
    cost, log_density = TYPES[kind]
    assert float(cost()) == pytest.approx(-log_density().mean(), rel=1e-12)


@pytest.mark.rows("S066")
def test_a_network_answers_with_a_mean_and_a_spread_for_each_input():  # omega = f(x; theta)
    x = rng.uniform(-1, 1, (40, 2))
    y = x[:, :1] + np.exp(x[:, 1:]) * rng.standard_normal((40, 1))
    model = MLP((2, 4, 2), rng=rng)

    def cost(omega):
        return gaussian_nll(omega[:, :1], y, log_sigma=omega[:, 1:])

    omega = Tensor(model(x).array)
    expected = -stats.norm.logpdf(y, omega.array[:, :1], np.exp(omega.array[:, 1:])).mean()
    assert float(cost(omega)) == pytest.approx(expected, rel=1e-12)
    measured = numerical_gradient(lambda a: float(cost(a)), omega.array)
    np.testing.assert_allclose(grad(cost(omega), omega), measured, rtol=1e-6, atol=1e-9)


@pytest.mark.rows("S066", "S047")
@pytest.mark.parametrize("seed", range(3))
def test_maximum_likelihood_finds_a_spread_that_grows_with_the_input(seed):
    """y ~ N(2 x - 1, e^(2 (x - 1))): four standard errors of 2000 samples are about 0.15."""
    draw = np.random.default_rng(seed)
    x = draw.uniform(-1, 1, (2000, 1))
    y = 2 * x - 1 + np.exp(x - 1) * draw.standard_normal((2000, 1))
    omega = Linear(1, 2, rng=draw)

    def J():
        out = omega(x)
        return gaussian_nll(out[:, :1], y, log_sigma=out[:, 1:])

    start = np.concatenate([p.array.ravel() for p in omega.parameters()])
    optimizer = LBFGS(omega.parameters())
    for _ in range(40):
        optimizer.step(J)
    assert np.linalg.norm(np.concatenate([g.ravel() for g in grad(J(), omega.parameters())])) < 1e-3
    np.testing.assert_allclose(omega.W.array, [[2.0, 1.0]], atol=0.15)
    np.testing.assert_allclose(omega.b.array, [-1.0, -1.0], atol=0.15)
    assert not np.allclose(start, [2, 1, -1, -1], atol=0.15)


def softmax(z):
    return special.softmax(z, axis=1)


ABOVE = (y_real > 0).astype(float)
MATCHED = {  # unit: the unit, its cost, targets as the cost wants them and as numbers, samples in the mean
    "linear": (lambda z: z, half_squared_error, y_real, y_real, 1),
    "sigmoid": (special.expit, sigmoid_cross_entropy, ABOVE, ABOVE, M),
    "softmax": (softmax, softmax_cross_entropy, y_class, np.eye(3)[y_class], M),
}


@pytest.mark.rows("S045")
@pytest.mark.parametrize("unit", MATCHED)
def test_an_output_unit_and_its_cost_leave_the_error_as_the_gradient(unit):
    f, loss, y, target, m = MATCHED[unit]
    variable = Tensor(z)
    np.testing.assert_allclose(grad(loss(variable, y), variable), (f(z) - target) / m, rtol=1e-10, atol=1e-15)


@pytest.mark.rows("S045")
@pytest.mark.parametrize("name", ["softmax", "log_softmax", "sigmoid"])
def test_an_output_unit_serves_as_a_hidden_unit(name):
    torch = pytest.importorskip("torch")
    first, second = Linear(3, 4, rng=rng), Linear(4, 2, rng=rng)
    x = Tensor(z)
    J = (Sequential(first, getattr(ops, name), second)(x) ** 2).sum()
    peers = [torch.tensor(t.array, requires_grad=True) for t in (x, first.W, first.b, second.W, second.b)]
    hidden = peers[0] @ peers[1] + peers[2]
    hidden = torch.sigmoid(hidden) if name == "sigmoid" else getattr(torch, name)(hidden, dim=1)
    ((hidden @ peers[3] + peers[4]) ** 2).sum().backward()
    for g, peer in zip(grad(J, [x, first.W, first.b, second.W, second.b]), peers, strict=True):
        np.testing.assert_allclose(g, peer.grad.numpy(), rtol=1e-9, atol=1e-12)


@pytest.mark.rows("S059")
def test_a_softmax_regression_network_reaches_the_minimum_of_the_convex_cost():
    draw = np.random.default_rng(59)
    x = draw.standard_normal((60, 2))
    y = (x @ draw.standard_normal((2, 3)) + draw.gumbel(size=(60, 3))).argmax(axis=1)

    def cost(theta):
        logits = x @ theta[:6].reshape(2, 3) + theta[6:]
        return (special.logsumexp(logits, axis=1) - logits[np.arange(60), y]).mean()

    least = optimize.minimize(cost, np.zeros(9), tol=1e-12).fun
    network = Linear(2, 3, rng=draw)
    optimizer = LBFGS(network.parameters())
    for _ in range(60):
        optimizer.step(lambda: softmax_cross_entropy(network(x), y))
    W, b = fit_softmax(x, y)
    assert float(softmax_cross_entropy(network(x), y)) == pytest.approx(least, rel=1e-7)
    answers = special.softmax(x @ W + b, axis=1)
    np.testing.assert_allclose(ops.softmax(network(x)).array, answers, atol=1e-3)


@pytest.mark.rows("S047")
def test_training_maximizes_the_likelihood_and_not_the_output():  # "maximizing the output"
    x = rng.uniform(-1, 1, (50, 2))
    y = x @ [[1.5], [-0.5]] + 0.3 + 0.2 * rng.standard_normal((50, 1))
    w, b = least_squares(x, y)

    def log_likelihood(b):
        return stats.norm.logpdf(y, x @ w + b).sum()

    best = log_likelihood(b)
    for shift in (-1.0, -0.1, 0.1, 1.0):
        output = (x @ w + b + shift).mean()
        assert log_likelihood(b + shift) < best and (output > (x @ w + b).mean()) == (shift > 0)


@pytest.mark.rows("S047")
def test_the_spread_of_each_output_can_be_learned_as_well():  # the best is that of the residuals
    residuals = rng.standard_normal((200, 3)) * [0.1, 1.0, 5.0]
    log_sigma = Tensor(np.log(np.sqrt((residuals**2).mean(axis=0))))
    slope = grad(gaussian_nll(np.zeros((200, 3)), residuals, log_sigma=log_sigma), log_sigma)
    np.testing.assert_allclose(slope, 0, atol=1e-12)
    fits = [stats.norm.fit(column, floc=0.0)[1] for column in residuals.T]
    np.testing.assert_allclose(np.exp(log_sigma.array), fits, rtol=1e-10)
