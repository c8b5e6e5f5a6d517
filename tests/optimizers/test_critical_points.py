import numpy as np
import pytest

from dlcourse import critical_points as cp
from dlcourse.critical_points import (
    classify,
    gradient_at,
    hessian_at,
    index,
    is_convex_along,
    newton_to_critical_point,
    probe,
)
from dlcourse.experiments import ch10_surfaces as surfaces
from dlcourse.gradcheck import numerical_gradient

ORIGIN = np.zeros(2)


def random_quadratic(eigenvalues, seed):
    """theta^T A theta / 2 with these eigenvalues, in a random frame."""
    n = len(eigenvalues)
    Q = np.linalg.qr(np.random.default_rng(seed).standard_normal((n, n)))[0]
    A = Q @ np.diag(eigenvalues) @ Q.T
    return (lambda theta: 0.5 * (theta @ A @ theta)), A


@pytest.mark.rows("F045")
@pytest.mark.parametrize("f", [*surfaces.SURFACES.values(), surfaces.bowl, surfaces.rosenbrock])
def test_gradient_and_hessian_are_what_small_steps_measure(f):
    x = np.array([0.7, -0.4])
    value = lambda point: float(f(cp.Tensor(point)))  # noqa: E731
    np.testing.assert_allclose(gradient_at(f, x), numerical_gradient(value, x), rtol=1e-7, atol=1e-8)
    columns = [numerical_gradient(lambda point, i=i: gradient_at(f, point)[i], x) for i in range(2)]
    H = hessian_at(f, x)
    np.testing.assert_allclose(H, columns, rtol=1e-6, atol=1e-7)
    np.testing.assert_array_equal(H, H.T)


@pytest.mark.rows("F046")
@pytest.mark.parametrize(
    ("f", "eigenvalues", "alpha", "kind"),
    [
        (surfaces.basin, [2, 2], 0.0, cp.MINIMUM),
        (surfaces.hill, [-2, -2], 1.0, cp.MAXIMUM),
        (surfaces.saddle, [-2, 2], 0.5, cp.SADDLE),
    ],
)
def test_eigenvalues_index_and_kind_of_the_three_surfaces(f, eigenvalues, alpha, kind):
    point = classify(f, ORIGIN)
    np.testing.assert_allclose(point.eigenvalues, eigenvalues, rtol=1e-12)
    assert (point.index, point.kind, point.by_probing, point.value) == (alpha, kind, False, 0.0)


@pytest.mark.rows("F047", "F048")
@pytest.mark.parametrize(
    ("f", "kind"),
    [
        (surfaces.flat_hill, cp.MAXIMUM),  # the deck's labels of these two are swapped
        (surfaces.flat_basin, cp.MINIMUM),
        (surfaces.flat_saddle, cp.SADDLE),
        (lambda p: p[0] ** 4 - p[1] ** 4, cp.SADDLE),
        (lambda p: p[0] * p[0] + p[1] ** 4, cp.MINIMUM),
        (surfaces.crossed_parabolas, cp.SADDLE),
        (lambda p: (p * 0).sum(), cp.UNDECIDED),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_where_second_order_does_not_decide_that_is_said_and_probing_may_help(f, kind):
    assert classify(f, ORIGIN).kind == cp.UNDECIDED
    point = classify(f, ORIGIN, probe_radius=0.01)
    assert point.by_probing and point.kind == kind


@pytest.mark.rows("F047", "F048")
def test_values_on_the_small_circle():
    low, high = probe(surfaces.flat_basin, ORIGIN, 0.01), probe(surfaces.flat_hill, ORIGIN, 0.01)
    assert (low.min(), low.max()) == (pytest.approx(5e-9, rel=1e-9), pytest.approx(1e-8, rel=1e-9))
    np.testing.assert_allclose(high, -low, rtol=1e-12)
    mixed = probe(surfaces.flat_saddle, ORIGIN, 0.01, n_points=12_000)
    assert mixed.min() == pytest.approx(-1e-6, rel=1e-9) and mixed.max() == pytest.approx(1e-4, rel=1e-3)
    assert round(100 * (mixed > 0).mean(), 1) == 96.8
    np.testing.assert_allclose(classify(surfaces.flat_saddle, ORIGIN).eigenvalues, [0, 2], atol=1e-15)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("eigenvalues", "kind"),
    [
        ([1e-3, 1, 50], cp.MINIMUM),
        ([-1e-3, -1, -50], cp.MAXIMUM),
        ([-1e-3, 1, 50], cp.SADDLE),
        ([-1, 0, 1], cp.SADDLE),
        ([0, 1, 2], cp.UNDECIDED),
        ([0, -1, -2], cp.UNDECIDED),
    ],
)
def test_random_quadratics_are_classified(seed, eigenvalues, kind):
    f, _ = random_quadratic(np.array(eigenvalues, float), seed)
    point = classify(f, np.zeros(3))
    assert point.kind == kind and point.index == pytest.approx((np.array(eigenvalues) < 0).mean())


def test_in_more_than_two_dimensions_random_directions_probe():
    point = classify(lambda p: (p**4).sum(), np.zeros(4), probe_radius=0.1, rng=np.random.default_rng(0))
    assert point.kind == cp.MINIMUM and point.by_probing
    with pytest.raises(ValueError, match="probe: expected rng for 4 variables, got None; pass"):
        classify(lambda p: (p**4).sum(), np.zeros(4), probe_radius=0.1)
    assert classify(lambda p: (p**3).sum(), np.zeros(1), probe_radius=0.1).kind == cp.SADDLE


def test_a_slope_is_no_critical_point():
    assert classify(surfaces.basin, [1e-3, 0.0]).kind == cp.NOT_CRITICAL


@pytest.mark.rows("F066")
@pytest.mark.parametrize("eigenvalues", [[-3.0, -1.0, 2.0], [-2.0, 1.0, 4.0], [-3.0, -2.0, -1.0]])
def test_newton_lands_on_saddles_and_maxima_in_one_step_of_a_quadratic(eigenvalues):
    f, _ = random_quadratic(np.array(eigenvalues), seed=1)
    found = newton_to_critical_point(f, [3.0, -2.0, 1.0], n_steps=1)
    np.testing.assert_allclose(found, 0, atol=1e-13)


def test_newton_finds_the_minimum_of_the_bent_valley_and_gives_up_where_there_is_none():
    np.testing.assert_allclose(newton_to_critical_point(surfaces.rosenbrock, [-1.2, 1.0]), [1, 1], rtol=1e-9)
    assert newton_to_critical_point(lambda p: p.sum() + (p * p * p).sum(), [1.0, 1.0], n_steps=30) is None


@pytest.mark.rows("F002")
def test_chords_show_what_is_not_convex():
    rng = np.random.default_rng(0)
    pairs = rng.normal(size=(20, 2, 2))
    assert all(is_convex_along(surfaces.bowl, a, b) for a, b in pairs)
    assert not all(is_convex_along(surfaces.saddle, a, b) for a, b in pairs)
    assert is_convex_along(surfaces.saddle, [-1, 0], [1, 0])  # one chord shows nothing
    assert not is_convex_along(surfaces.saddle, [0, -1], [0, 1])


@pytest.mark.rows("F004")
def test_the_hessian_of_linear_regression_is_x_x_transposed():
    x, y = np.array([0.5, -1.0, 2.0]), 0.7
    H = hessian_at(lambda w: 0.5 * ((w * x).sum() - y) ** 2, [0.1, 0.2, 0.3])
    np.testing.assert_allclose(H, np.outer(x, x), rtol=1e-12)
    assert index(np.linalg.eigvalsh(H)) == 0


@pytest.mark.rows("F007")
@pytest.mark.parametrize("scale", [0.0, 0.5, 3.0])
def test_the_hessian_of_logistic_regression_is_x_x_transposed_times_at_most_a_quarter(scale):
    from dlcourse.ops import softplus

    x, w = np.array([0.5, -1.0, 2.0]), scale * np.array([1.0, 0.5, 0.25])
    H = hessian_at(lambda w: softplus((w * x).sum()) - 1.0 * (w * x).sum(), w)
    p = 1 / (1 + np.exp(-(w @ x)))
    np.testing.assert_allclose(H, p * (1 - p) * np.outer(x, x), rtol=1e-10)
    assert np.linalg.eigvalsh(H).max() <= 0.25 * x @ x * (1 + 1e-12)
    if scale == 0:
        np.testing.assert_allclose(H, 0.25 * np.outer(x, x), rtol=1e-12)


@pytest.mark.rows("F002", "F045")
def test_a_convex_function_has_no_negative_eigenvalue_anywhere():
    rng = np.random.default_rng(0)
    for x in rng.normal(size=(10, 2)):
        assert np.linalg.eigvalsh(hessian_at(surfaces.bowl, x)).min() >= 0


def test_a_point_and_a_function_of_the_wrong_shape_are_refused():
    with pytest.raises(
        ValueError, match=r"critical_points: expected a point of shape \(n,\), got shape \(1, 2\)"
    ):
        classify(surfaces.basin, [[0.0, 0.0]])
    with pytest.raises(ValueError, match=r"expected f to return a Tensor with one number, got shape \(2,\)"):
        gradient_at(lambda p: p * 2, ORIGIN)
    with pytest.raises(ValueError, match="probe: expected radius > 0, got 0"):
        probe(surfaces.basin, ORIGIN, 0)
