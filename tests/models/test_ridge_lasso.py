"""Ridge and lasso against augmented least squares, a bounded minimizer of scipy and closed forms."""

from fractions import Fraction

import numpy as np
import pytest
from in_turn import in_turn
from scipy.optimize import minimize

from dlcourse.losses import half_squared_error
from dlcourse.models.linear import least_squares
from dlcourse.models.ridge_lasso import equivalent_alpha, lasso, lasso_alpha_max, ridge
from dlcourse.regularization import L1, L2
from dlcourse.tensor import Parameter

rng = np.random.default_rng(54)
X = rng.standard_normal((30, 5)) * [1, 2, 0.5, 1, 1] + 3
Y = X @ rng.standard_normal((5, 2)) + 7 + 0.5 * rng.standard_normal((30, 2))


@pytest.mark.parametrize("alpha", [1e-3, 1.0, 50.0])
def test_ridge_is_least_squares_with_a_row_of_root_alpha_per_weight(alpha):
    w, b = ridge(X, Y, alpha)
    design = np.block([[X, np.ones((30, 1))], [alpha**0.5 * np.eye(5), np.zeros((5, 1))]])
    expected = np.linalg.lstsq(design, np.vstack([Y, np.zeros((5, 2))]), rcond=None)[0]
    np.testing.assert_allclose(np.vstack([w, b]), expected, rtol=1e-9)


def test_ridge_minimizes_the_library_s_own_loss_and_penalty():
    w, b = ridge(X, Y, 3.0)

    def cost(w, b):
        return float(half_squared_error(X @ w + b, Y) + L2(3.0)([Parameter(w)]))

    for _ in range(20):
        assert cost(w, b) < cost(w + 1e-3 * rng.standard_normal(w.shape), b + 1e-3 * rng.standard_normal(2))


def test_ridge_solves_what_least_squares_leaves_open():
    x = np.column_stack([X[:, 0], X[:, 0]])
    w, b = ridge(x, Y, 1e-6)
    np.testing.assert_allclose(w[0], w[1], rtol=1e-6)
    np.testing.assert_allclose(x @ w + b, x @ least_squares(x, Y)[0] + least_squares(x, Y)[1], atol=1e-5)


@pytest.mark.parametrize("alpha", [0.5, 5.0, 40.0])
def test_lasso_finds_the_minimum_of_the_smooth_form_with_two_signs(alpha):
    y = Y[:, :1]

    def cost(theta):
        w, b = theta[:5] - theta[5:10], theta[10]
        r = X @ w + b - y[:, 0]
        slope = X.T @ r
        return r @ r / 2 + alpha * theta[:10].sum(), np.concatenate([slope + alpha, alpha - slope, [r.sum()]])

    bounds = [(0, None)] * 10 + [(None, None)]
    options = {"ftol": 1e-15, "gtol": 1e-9, "maxiter": 20_000, "maxfun": 50_000}
    found = minimize(cost, np.zeros(11), jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    w, b = lasso(X, y, alpha)
    theta = np.concatenate([np.maximum(w[:, 0], 0), np.maximum(-w[:, 0], 0), b])
    assert cost(theta)[0] <= found.fun * (1 + 1e-12)
    assert cost(theta)[0] == pytest.approx(found.fun, rel=1e-6)


@pytest.mark.parametrize("alpha", [0.5, 20.0])
def test_at_the_lasso_every_weight_meets_its_condition(alpha):
    """x_i . r = -alpha sign(w_i) where w_i is not 0, and at most alpha in size where it is; r sums to 0."""
    w, b = lasso(X, Y, alpha)
    r = X @ w + b - Y
    slope = X.T @ r
    np.testing.assert_allclose(slope[w != 0], -alpha * np.sign(w[w != 0]), rtol=1e-8)
    assert (np.abs(slope[w == 0]) <= alpha).all()
    np.testing.assert_allclose(r.sum(axis=0), 0, atol=1e-9)


def test_lasso_on_orthogonal_features_shrinks_each_weight_of_least_squares():
    q = np.linalg.qr(rng.standard_normal((30, 5)) - 0.0)[0]
    q = np.linalg.qr(q - q.mean(axis=0))[0]
    free, _ = least_squares(q, Y)
    w, _ = lasso(q, Y, 0.8)
    np.testing.assert_allclose(w, np.sign(free) * np.maximum(np.abs(free) - 0.8, 0), atol=1e-10)


def test_weights_vanish_exactly_and_all_of_them_from_alpha_max_on():
    most = lasso_alpha_max(X, Y)
    n_zeros = [int((lasso(X, Y, alpha)[0] == 0).sum()) for alpha in (1e-3, 0.3 * most, 0.999 * most, most)]
    assert n_zeros == sorted(n_zeros) and n_zeros[0] == 0 and n_zeros[2:] == [9, 10]
    np.testing.assert_allclose(lasso(X, Y, 2 * most)[1], Y.mean(axis=0))
    w, b = lasso(X, Y, 2.0)
    assert float(L1(2.0)([Parameter(w)])) == pytest.approx(2 * np.abs(w).sum())


def test_a_constant_feature_gets_no_weight():
    x = np.column_stack([X, np.ones(30)])
    assert not lasso(x, Y, 1.0)[0][5].any()
    np.testing.assert_allclose(ridge(x, Y, 1.0)[0][5], 0, atol=1e-12)


@pytest.mark.parametrize("loss", ["half_sum", "sum", "half_mean", "mean"])
@pytest.mark.parametrize("penalty", ["l1", "l2", "half_l2"])
def test_other_conventions_are_a_multiple_of_this_cost(loss, penalty):
    alpha, m = 0.7, 30
    own = equivalent_alpha(alpha, loss, m, penalty)
    weigh = {"half_sum": 0.5, "sum": 1, "half_mean": 0.5 / m, "mean": 1 / m}[loss]
    price = {"l1": np.abs, "l2": np.square, "half_l2": lambda w: w**2 / 2}[penalty]
    own_price = np.abs if penalty == "l1" else lambda w: w**2 / 2
    ratios = []
    for _ in range(3):
        w = rng.standard_normal((5, 2))
        squares = ((X @ w - Y) ** 2).sum()
        ratios.append((weigh * squares + alpha * price(w).sum()) / (squares / 2 + own * own_price(w).sum()))
    np.testing.assert_allclose(ratios, ratios[0], rtol=1e-12)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: ridge(X, Y[:, 0], 1.0), ValueError, r"ridge: expected x \(m, n\) and y \(m, k\)"),
        (lambda: ridge(X, Y, 0.0), ValueError, "expected alpha > 0, got 0.0; .*least_squares"),
        (lambda: lasso(X, Y * np.nan, 1.0), ValueError, "lasso: expected finite numbers"),
        (lambda: lasso(X, Y, 1e-3, max_rounds=1), ArithmeticError, "convergence within 1 rounds"),
        (lambda: equivalent_alpha(1.0, "median", 3), ValueError, "expected a loss of"),
    ],
)
def test_bad_input_is_named(call, error, message):
    with pytest.raises(error, match=message):
        call()


@pytest.mark.parametrize("unit_x", [2.0**-20, 2.0**20])
@pytest.mark.parametrize("unit_y", [2.0**-20, 2.0**20])
def test_the_units_of_the_data_change_nothing_but_the_units_of_the_weights(unit_x, unit_y):
    rng = np.random.default_rng(3)
    mixed = rng.standard_normal((20, 4)) @ (np.eye(4) + 0.5)  # correlated: many rounds
    y = mixed @ rng.standard_normal((4, 1)) + rng.standard_normal((20, 1))
    w, b = lasso(mixed, y, 0.5)
    other_w, other_b = lasso(mixed * unit_x, y * unit_y, 0.5 * unit_x * unit_y)
    np.testing.assert_array_equal(other_w, w * unit_y / unit_x)  # powers of two: the same rounds, exactly
    np.testing.assert_array_equal(other_b, b * unit_y)


def test_targets_that_do_not_vary_need_no_weights():
    w, b = lasso(X, np.full((30, 1), 4.0), 0.5)
    assert w.tolist() == [[0.0]] * 5 and b.tolist() == [4.0]


def broken(x, y, w, alpha):
    """By how much of alpha the conditions of the lasso are broken, at worst."""
    x, y = x - x.mean(axis=0), y - y.mean(axis=0)
    slope = x.T @ (y - x @ w)
    off = np.where(w != 0, np.abs(slope - alpha * np.sign(w)), np.maximum(np.abs(slope) - alpha, 0))
    noise = 1e-13 * np.linalg.norm(x, axis=0)[:, None] * np.linalg.norm(y)
    return (off / (alpha + noise)).max()


SHAPES = {
    "more features than samples": lambda x: np.hstack([x, rng.standard_normal((12, 30))]),
    "columns twice and mirrored": lambda x: np.hstack([x, x, -x]),
    "almost one direction": lambda x: x @ (np.ones((5, 5)) + 1e-6 * np.eye(5)),
    "zero and constant columns": lambda x: np.hstack([x, np.zeros((12, 1)), np.full((12, 1), 0.1)]),
    "units from 1e-6 to 1e6": lambda x: x * [1e-6, 1e-3, 1.0, 1e3, 1e6],
    "small": lambda x: x * 1e-6,
    "large": lambda x: x * 1e6,
    "far from 0": lambda x: x + 1e3,
    "one sample": lambda x: x[:1],
}


@in_turn("share", [1e-6, 1e-3, 0.1, 0.5, 0.9])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_conditions_of_the_lasso_hold_whatever_the_data(shape, share):
    x = SHAPES[shape](np.random.default_rng(5).standard_normal((12, 5)))
    y = np.random.default_rng(6).standard_normal((len(x), 2)) + x[:, :1] / np.abs(x).max()
    alpha = share * lasso_alpha_max(x, y) or 1.0
    w, b = lasso(x, y, alpha)
    assert broken(x, y, w, alpha) < 1e-7
    np.testing.assert_allclose(b, (y - x @ w).mean(axis=0), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("share", [1e-4, 0.01, 0.3])
def test_ridge_and_lasso_are_those_of_scikit_learn(share):
    linear_model = pytest.importorskip("sklearn.linear_model")
    x, y = X - 3, Y[:, 0]
    alpha = share * lasso_alpha_max(x, Y)
    theirs = linear_model.Lasso(alpha=alpha / 30, tol=1e-13, max_iter=100_000).fit(x, y)
    w, b = lasso(x, Y[:, :1], alpha)
    np.testing.assert_allclose(np.append(w, b), np.append(theirs.coef_, theirs.intercept_), atol=1e-10)
    theirs = linear_model.Ridge(alpha=alpha, solver="svd").fit(x, y)
    w, b = ridge(x, Y[:, :1], alpha)
    np.testing.assert_allclose(np.append(w, b), np.append(theirs.coef_, theirs.intercept_), rtol=1e-10)


@pytest.mark.parametrize("alpha", [1e-10, 1e-3, 1.0])
@pytest.mark.parametrize("units", [(1, 1, 1), (1e-6, 1, 1e6), (1e6, 1e6, 1e6)])
def test_ridge_keeps_the_digits_that_normal_equations_lose(alpha, units):
    """Against the same sums in fractions; two columns differ in the sixth digit only."""
    rng = np.random.default_rng(8)
    x = rng.integers(-9, 9, (8, 3)).astype(float)
    x[:, 1] = x[:, 0] + 1e-6 * rng.integers(-9, 9, 8)
    x, y = x * units, rng.integers(-9, 9, (8, 1)).astype(float)
    w, b = ridge(x, y, alpha)
    np.testing.assert_allclose(np.vstack([w, b]).ravel(), in_fractions(x, y, alpha), rtol=2e-5)


def in_fractions(x, y, alpha):
    """Gauss and Jordan on the normal equations with a free bias, exactly."""
    A = [[Fraction(v) for v in row] + [Fraction(1)] for row in x.tolist()]
    t, n = [Fraction(v) for v in y[:, 0].tolist()], len(A[0])
    M = [[sum(r[i] * r[j] for r in A) for j in range(n)] for i in range(n)]
    for i in range(n - 1):
        M[i][i] += Fraction(alpha)
    M = [row + [sum(r[i] * v for r, v in zip(A, t, strict=True))] for i, row in enumerate(M)]
    for i in range(n):
        M[i] = [v / M[i][i] for v in M[i]]
        for j in range(n):
            if j != i:
                M[j] = [a - M[j][i] * b for a, b in zip(M[j], M[i], strict=True)]
    return [float(row[-1]) for row in M]


def test_a_penalized_bias_shrinks_to_the_mean_times_m_over_m_plus_alpha():
    x = np.array([[-1.0], [0.0], [1.0]])
    w, b = ridge(x, x * 2 + 8, 3.0, penalize_bias=True)
    np.testing.assert_allclose([w[0, 0], b[0]], [4 / 5, 24 / 6], rtol=1e-14)
