"""The edges of what counts as zero, as critical and as convex; where a probe looks."""

import numpy as np
import pytest

from dlcourse.critical_points import (
    MAXIMUM,
    MINIMUM,
    NOT_CRITICAL,
    SADDLE,
    UNDECIDED,
    classify,
    hessian_at,
    index,
    is_convex_along,
    kind_of,
    probe,
)
from dlcourse.ops import relu, tanh


@pytest.mark.parametrize(
    ("eigenvalues", "kind", "alpha"),
    [
        ([2.0, 1.5], MINIMUM, 0.0),
        ([1.0, 1e-9], UNDECIDED, 0.0),  # up to the limit is zero
        ([-1.0, -1e-9], UNDECIDED, 0.5),
        ([1.0, 1.5e-9], MINIMUM, 0.0),
        ([1.0, -1.5e-9], SADDLE, 0.5),
        ([1e6, 1e-5], UNDECIDED, 0.0),  # next to a million
        ([1e6, 0.01], MINIMUM, 0.0),
        ([1e-3, 1.5e-9], MINIMUM, 0.0),  # below 1 the limit stays
        ([1e-3, 0.5e-9], UNDECIDED, 0.0),
        ([0.0, 0.0], UNDECIDED, 0.0),
    ],
)
def test_what_counts_as_zero_depends_on_the_largest_eigenvalue_if_that_is_above_1(eigenvalues, kind, alpha):
    assert kind_of(np.array(eigenvalues)) == kind and index(np.array(eigenvalues)) == alpha


@pytest.mark.parametrize(("share", "critical"), [(0.9, True), (1.005, False), (1.2, False)])
def test_a_point_is_critical_up_to_a_gradient_of_tol_times_one_plus_h(share, critical):
    gradient = share * 1e-9 * (1 + 99)
    found = classify(lambda theta: 99 / 2 * (theta * theta).sum(), [gradient / 99])
    assert found.kind == (MINIMUM if critical else NOT_CRITICAL)


def test_a_gradient_of_just_the_tolerance_is_zero():
    assert (
        classify(lambda theta: 0.5 * (theta * theta).sum(), [1.0], tol=0.5).kind == MINIMUM
    )  # 1 = 0.5 (1 + 1)


@pytest.mark.parametrize("height", [0.0, 5.0, -5.0])
@pytest.mark.parametrize(
    ("f", "kind"),
    [
        (lambda theta: (theta**4).sum(), MINIMUM),
        (lambda theta: -(theta**4).sum(), MAXIMUM),
        (lambda theta: (theta**3).sum(), SADDLE),
        (lambda theta: relu(theta[0]) ** 4, UNDECIDED),  # on half of the circle nothing changes
        (lambda theta: -(relu(theta[0]) ** 4), UNDECIDED),
        (lambda theta: (0 * theta).sum(), UNDECIDED),
    ],
)
def test_a_probe_compares_with_the_value_in_the_middle(f, kind, height):
    found = classify(lambda theta: f(theta) + height, [0.0, 0.0], probe_radius=0.5)
    assert (found.kind, found.by_probing, found.value) == (kind, True, height)


def test_a_probe_looks_at_both_sides_all_around_and_on_the_sphere():
    np.testing.assert_allclose(probe(lambda theta: theta.sum(), [3.0], 0.5), [3.5, 2.5])
    angles = np.arange(8) * 2 * np.pi / 8
    for axis, expected in enumerate((np.cos(angles), np.sin(angles))):
        found = probe(lambda theta, axis=axis: theta[axis], [0.0, 0.0], 2.0, n_points=8)
        np.testing.assert_allclose(found, 2 * expected, atol=1e-15)
    found = probe(lambda theta: (theta * theta).sum(), np.zeros(4), 3.0, np.random.default_rng(0), 50)
    np.testing.assert_allclose(found, np.full(50, 9.0), rtol=1e-12)
    assert len(probe(lambda theta: theta.sum(), [0.0, 0.0], 1.0)) == 3600


def test_the_directions_of_a_probe_favor_no_axis():
    found = probe(lambda theta: theta[0], np.zeros(3), 1.0, np.random.default_rng(1), 4000)
    # on a sphere in three dimensions each coordinate is uniform on [-1, 1]: mean 0, variance 1/3
    assert abs(found.mean()) < 5 * (1 / 3 / 4000) ** 0.5
    assert abs((found**2).mean() - 1 / 3) < 5 * (4 / 45 / 4000) ** 0.5


def test_the_hessian_is_symmetric_to_the_last_bit():
    rng = np.random.default_rng(0)
    V, W = rng.standard_normal((6, 5)), rng.standard_normal((5, 6))
    H = hessian_at(lambda theta: (tanh(theta @ V) @ W * theta).sum() ** 2, rng.standard_normal(6))
    np.testing.assert_array_equal(H, H.T)


@pytest.mark.parametrize(
    ("f", "a", "b", "convex"),
    [
        (lambda x: x * x, 1.0, 4.0, True),
        (lambda x: 10 * x - 0.01 * x * x, 1.0, 2.0, False),  # below 0 or above it, and hardly bent
        (lambda x: 10 * x - 0.01 * x * x, 2.0, 1.0, False),
        (lambda x: 10 * x - 0.01 * x * x - 50, 1.0, 2.0, False),
        (lambda x: 10 * x + 0.01 * x * x - 50, 1.0, 2.0, True),
    ],
)
def test_a_chord_between_ends_of_different_height_shows_the_least_bend(f, a, b, convex):
    assert is_convex_along(lambda theta: f(theta[0]), [a], [b]) is convex


@pytest.mark.parametrize(("bulge", "convex"), [(0.85, True), (0.95, False)])
def test_a_rise_above_the_chord_is_seen_against_the_height_of_the_ends(bulge, convex):
    f = lambda theta: 4 + 4 * bulge * (theta * (1 - theta)).sum()  # noqa: E731  at both ends 4
    assert is_convex_along(f, [0.0], [1.0], tol=0.1) is convex  # up to 0.1 (1 + 4 + 4)


def test_a_flat_function_is_convex_without_any_tolerance():
    seen = []
    assert is_convex_along(lambda theta: (seen.append(1), (0 * theta).sum())[1], [0.0], [1.0], tol=0.0)
    assert len(seen) == 2 + 101  # the ends, and as many points as it says


def test_a_sphere_has_a_finite_radius():
    with pytest.raises(ValueError, match="probe: expected radius > 0, got inf"):
        probe(lambda theta: theta.sum(), [0.0], np.inf)
