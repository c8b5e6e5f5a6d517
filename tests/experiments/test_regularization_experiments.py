"""dlcourse/experiments/ch17_regularization.py; the penalties themselves are in test_regularization.py."""

import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.experiments import ch17_regularization as experiment
from dlcourse.losses import half_squared_error
from dlcourse.models import lasso, ridge
from dlcourse.regularization import L1, L2
from dlcourse.tensor import Parameter


@pytest.fixture(scope="module")
def fits():
    return {
        (alpha, sigma): [experiment.fit_sine(seed, alpha, sigma) for seed in range(100)]
        for alpha in (0, 2)
        for sigma in (0.05, 0.02)
    }


def median(fits, name):
    return np.median([getattr(fit, name) for fit in fits])


@pytest.mark.rows("F037", "F035", "K043")
def test_l2_on_wide_kernels_halves_the_error_and_shrinks_the_weights_in_every_run(fits):
    plain, ridge = fits[0, 0.05], fits[2, 0.05]
    assert all(b.error < a.error for a, b in zip(plain, ridge, strict=True))
    assert all(b.largest < a.largest / 10 for a, b in zip(plain, ridge, strict=True))
    assert 0.09 < median(plain, "error") < 0.11 and 0.05 < median(ridge, "error") < 0.06  # .102, .055
    assert 80 < median(plain, "largest") < 140 and 0.11 < median(ridge, "largest") < 0.135  # 108, .123


@pytest.mark.rows("F037")
def test_l2_on_narrow_kernels_does_harm(fits):
    worse = [b.error > a.error for a, b in zip(fits[0, 0.02], fits[2, 0.02], strict=True)]
    assert np.mean(worse) >= 0.95
    assert 0.08 < median(fits[0, 0.02], "error") < 0.1 and 0.12 < median(fits[2, 0.02], "error") < 0.15


@pytest.mark.rows("F037")
def test_without_a_penalty_random_points_explode():
    plain = [experiment.fit_sine(seed, 0, random_x=True) for seed in range(20)]
    assert median(plain, "error") > 100 and median(plain, "largest") > 1e6
    assert median([experiment.fit_sine(seed, 2, random_x=True) for seed in range(20)], "error") < 0.15


@pytest.mark.rows("F036")
def test_ridge_is_where_the_gradient_of_loss_and_l2_vanishes():
    x, y = experiment.noisy_points(0)
    A = experiment.kernels(x, x)[:, 1:]
    weights, bias = (Parameter(part) for part in ridge(A, y[:, None], 2.0))
    J = half_squared_error(A @ weights + bias, y[:, None]) + L2(2.0)([bias, weights])
    for g in grad(J, [bias, weights]):
        np.testing.assert_allclose(g, 0, atol=1e-13)


@pytest.mark.rows("F038")
def test_a_penalized_bias_underfits_the_mean_and_leaves_the_slope():
    bias, slope = experiment.bias_and_slope()
    assert bias == pytest.approx(100, rel=1e-12) and slope == pytest.approx(0.59149974, abs=5e-9)
    bias, slope = experiment.bias_and_slope(penalize_bias=True)
    assert bias == pytest.approx(100 * 20 / 30, rel=1e-12) and slope == pytest.approx(0.59149974, abs=5e-9)
    assert experiment.bias_and_slope(alpha=1e-13)[1] == pytest.approx(1, rel=1e-12)


@pytest.mark.rows("F039")
@pytest.mark.parametrize(
    ("alpha", "low", "middle", "high"), [(0.003, 13, 16.5, 20), (0.003 * 30, 8, 11, 13)], ids=["sum", "mean"]
)
def test_l1_leaves_part_of_the_weights_and_the_others_exactly_zero(alpha, low, middle, high):
    counts = experiment.weights_left(alpha)
    assert (counts.min(), np.median(counts), counts.max()) == (low, middle, high)


@pytest.mark.rows("F039")
@pytest.mark.parametrize("random_x", [False, True])
@pytest.mark.parametrize("alpha", [0.003, 0.09])
@pytest.mark.parametrize("seed", range(3))
def test_the_lasso_is_where_the_subgradient_holds_zero(seed, alpha, random_x):
    x, y = experiment.noisy_points(seed, random_x=random_x)
    A = experiment.kernels(x, x)
    w, b = lasso(A[:, 1:], y[:, None], alpha)
    g = A.T @ (A[:, 1:] @ w + b - y[:, None])
    on = w[:, 0] != 0
    assert abs(g[0]) < 1e-12
    np.testing.assert_allclose(g[1:][on], -alpha * np.sign(w[on]), atol=1e-12)
    assert (abs(g[1:][~on]) <= alpha + 1e-12).all()


@pytest.mark.rows("F039")
def test_subgradient_steps_leave_no_zero():
    x, y = experiment.noisy_points(0)
    A = experiment.kernels(x, x)
    w = experiment.subgradient_descent(A, y, 0.09)
    assert (w == 0).sum() == 0
    W = Parameter(w[1:, None])
    np.testing.assert_allclose(grad(L1(0.09)([W]), W)[:, 0], 0.09 * np.sign(w[1:]), rtol=1e-14)

    def cost(v):
        return ((A @ v - y) ** 2).sum() / 2 + 0.09 * abs(v[1:]).sum()

    exact, bias = lasso(A[:, 1:], y[:, None], 0.09)
    least = cost(np.append(bias, exact))
    assert least < cost(w) < 1.05 * least


@pytest.mark.rows("F040")
@pytest.mark.parametrize(("keep", "growth"), [(0.5, 2.0), (0.8, 1.25)])
def test_inverted_dropout_pays_for_the_right_mean_with_a_larger_square(keep, growth):
    found = experiment.growth_of_the_square(keep, np.random.default_rng(0))
    assert found == pytest.approx(growth, rel=0.02)


@pytest.mark.rows("F041")
def test_one_pass_with_halved_inputs_is_the_geometric_mean_of_1024_subnetworks():
    found = experiment.averages_over_subnetworks()
    assert found["linear"] == pytest.approx(found["linear scaled"], rel=1e-14)
    assert found["arithmetic"] == pytest.approx(0.17727962562299868, rel=1e-12)
    assert found["geometric"] == pytest.approx(0.12946816212675097, rel=1e-12)
    assert found["scaled"] == pytest.approx(0.1294681621267509, rel=1e-12)


SEEDS = {"some seeds": range(50), "other seeds": range(100, 150)}


@pytest.fixture(scope="module", params=SEEDS)
def curves(request):
    return [experiment.learning_curve(seed) for seed in SEEDS[request.param]]


@pytest.mark.rows("F042")
def test_the_validation_error_falls_and_rises_while_that_of_training_falls(curves):
    u_shaped = [c.validation[0] > c.validation.min() < c.validation[-1] and c.best < 20_000 for c in curves]
    assert all(u_shaped) and len(u_shaped) == 50
    assert all((np.diff(c.training) <= 1e-12).all() for c in curves)


@pytest.mark.rows("F042")
def test_stopping_early_halves_the_validation_error(curves):
    assert 90 < np.median([c.best for c in curves]) < 107  # 97 and 99.5
    best, end = (np.median([f(c.validation) for c in curves]) for f in (np.min, lambda v: v[-1]))
    assert best == pytest.approx(0.127, rel=0.03) and end == pytest.approx(0.284, rel=0.07)
    assert np.median([c.training[-1] for c in curves]) == pytest.approx(0.021, rel=0.15)


@pytest.mark.rows("F042")
def test_the_closed_form_of_the_curve_is_plain_gradient_descent():
    curve, rng = experiment.learning_curve(3), np.random.default_rng(3)
    x, x_new = rng.uniform(-1, 1, 20), rng.uniform(-1, 1, 200)
    y = np.sin(np.pi * x) + 0.3 * rng.standard_normal(20)
    y_new = np.sin(np.pi * x_new) + 0.3 * rng.standard_normal(200)
    A, A_new = (experiment.kernels(a, np.linspace(-1, 1, 30), 0.1) for a in (x, x_new))
    assert A.shape[1] == 31
    w = np.zeros(31)
    for step in range(1, 101):
        w = w - 0.1 * A.T @ (A @ w - y) / 20
        if step in curve.steps:
            k = int(np.flatnonzero(curve.steps == step)[0])
            assert ((A @ w - y) ** 2).mean() == pytest.approx(curve.training[k], rel=1e-10)
            assert ((A_new @ w - y_new) ** 2).mean() == pytest.approx(curve.validation[k], rel=1e-10)
