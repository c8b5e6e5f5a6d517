"""The Gaussian likelihood against scipy and torch, with a fixed and with a learned spread."""

import numpy as np
import pytest
from scipy import stats

from dlcourse.autodiff import grad
from dlcourse.gradcheck import gradcheck
from dlcourse.losses import gaussian_nll, half_squared_error
from dlcourse.strict_array import StrictArray
from dlcourse.tensor import Tensor

rng = np.random.default_rng(38)
MU, Y, S = rng.standard_normal((6, 2)), rng.standard_normal((6, 2)), rng.uniform(-1, 1, (6, 2))


@pytest.mark.parametrize("sigma", [1, 0.3, 5.0])
def test_with_a_fixed_sigma_it_is_minus_the_log_density(sigma):
    expected = -stats.norm.logpdf(Y, MU, sigma).sum() / 6
    assert float(gaussian_nll(MU, Y, sigma=sigma)) == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("spread", [S, S[:1], S[0], S[:, :1], S[0, 0]])
def test_a_learned_spread_may_be_shared(spread):
    expected = -stats.norm.logpdf(Y, MU, np.exp(spread)).sum() / 6
    assert float(gaussian_nll(MU, Y, log_sigma=spread)) == pytest.approx(expected, rel=1e-13)
    assert float(gaussian_nll(MU, Y, log_variance=2 * spread)) == pytest.approx(expected, rel=1e-13)


def test_values_and_gradients_are_those_of_torch():
    torch = pytest.importorskip("torch")
    mu, v = torch.tensor(MU, requires_grad=True), torch.tensor(2 * S, requires_grad=True)
    J = torch.nn.functional.gaussian_nll_loss(mu, torch.tensor(Y), v.exp(), full=True, eps=0, reduction="sum")
    (J / 6).backward()
    ours = [Tensor(MU), Tensor(2 * S)]
    found = gaussian_nll(ours[0], Y, log_variance=ours[1])
    assert float(found) == pytest.approx(J.item() / 6, rel=1e-12)
    for g, peer in zip(grad(found, ours), (mu, v), strict=True):
        np.testing.assert_allclose(g, peer.grad.numpy(), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("name", ["log_sigma", "log_variance"])
@pytest.mark.parametrize("spread", [S, S[0], S[0, 0]])
def test_derivatives_agree_with_central_differences(name, spread, order):
    gradcheck(lambda mu, y, s: gaussian_nll(mu, y, **{name: s}), [MU, Y, np.asarray(spread)], order=order)


@pytest.mark.rows("S038")
def test_with_unit_sigma_it_is_half_the_squared_error_and_a_constant():
    """Plus one half, not minus; the constant is (d / 2) ln(2 pi)."""
    constant = 2 * 0.9189385332046727
    expected = float(half_squared_error(MU, Y)) / 6 + constant
    assert float(gaussian_nll(MU, Y)) == pytest.approx(expected, rel=1e-12)


def test_the_gradient_by_log_sigma_is_one_minus_the_squared_error_in_sigmas():
    log_sigma = Tensor(S)
    g = grad(gaussian_nll(MU, Y, log_sigma=log_sigma), log_sigma)
    np.testing.assert_allclose(g, (1 - (Y - MU) ** 2 / np.exp(2 * S)) / 6, rtol=1e-11, atol=1e-15)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_large_residuals_and_wide_spreads_neither_overflow_nor_warn(dtype):
    mu, s = Tensor(np.array([1e4, -1e4], dtype)), Tensor(np.array([1e4, 0.0], dtype))
    J = gaussian_nll(mu, np.zeros(2, dtype), log_sigma=s)
    by_mu, by_s = grad(J, [mu, s])
    assert J.dtype == by_mu.dtype == by_s.dtype == dtype
    np.testing.assert_allclose(by_mu, [0.0, -5e3])
    np.testing.assert_allclose(by_s, [0.5, -5e7])


def test_float32_stays_float32_with_a_fixed_sigma():
    mu = Tensor(MU.astype(np.float32))
    J = gaussian_nll(mu, Y.astype(np.float32), sigma=0.3)
    assert J.dtype == grad(J, mu).dtype == np.float32


def test_it_runs_where_numpy_may_not_reach():
    mu, s = Tensor(StrictArray(MU)), Tensor(StrictArray(S))
    J = gaussian_nll(mu, StrictArray(Y), log_sigma=s)
    assert float(J) == pytest.approx(float(gaussian_nll(MU, Y, log_sigma=S)), rel=1e-14)
    assert all(type(g) is StrictArray for g in grad(J, [mu, s]))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"sigma": 0.0}, "expected sigma as a number > 0, got 0.0"),
        ({"sigma": -1}, "got -1"),
        ({"sigma": S}, "give log_sigma"),
        ({"sigma": float("nan")}, "got nan"),
        ({"sigma": 1.0, "log_sigma": S}, "expected one of sigma, log_sigma and log_variance, got 2"),
        ({"log_sigma": np.zeros((6, 3))}, r"broadcasts to \(6, 2\), got shape \(6, 3\)"),
        ({"log_sigma": np.zeros((1, 6, 2))}, "broadcasts to"),
        ({"log_sigma": -301.0}, "sigma collapses onto the data"),
        ({"log_variance": np.full((6, 2), -700.0)}, "got -350"),
        ({"log_sigma": np.full(2, -37, np.float32)}, ">= -36, got -37"),
    ],
)
def test_a_spread_that_cannot_be_is_refused(options, words):
    with pytest.raises(ValueError, match=words):
        gaussian_nll(MU, Y, **options)


def test_the_least_spread_allowed_still_gives_finite_numbers():
    for dtype, least in ((np.float64, -300.0), (np.float32, -36.0)):
        mu, s = Tensor(np.ones(1, dtype)), Tensor(np.full(1, least, dtype))
        J = gaussian_nll(mu, np.zeros(1, dtype), log_sigma=s)
        assert np.isfinite([float(J), *grad(J, mu), *grad(J, s)]).all()
