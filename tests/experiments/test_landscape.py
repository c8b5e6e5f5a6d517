"""Chapter 10's numbers: surfaces, saddles, symmetries, and the critical points of the XOR network."""

from functools import cache

import numpy as np
import pytest

from dlcourse import critical_points as cp
from dlcourse.critical_points import classify
from dlcourse.experiments import ch10_landscape as landscape
from dlcourse.experiments.ch10_landscape import (
    escape_steps,
    escape_theory,
    gradients_and_hessians,
    losses_on_moons,
    n_symmetries,
    newton_on_xor,
    six_surfaces,
    symmetric_copies,
    xor_costs,
)


@cache
def arrived():
    return newton_on_xor(200, np.random.default_rng(0), n_steps=120)


@pytest.mark.rows("F046", "F047", "F048")
def test_the_six_surfaces_and_the_two_swapped_labels():
    found = six_surfaces()
    assert {name: point.kind for name, point in found.items()} == {
        "basin": cp.MINIMUM,
        "hill": cp.MAXIMUM,
        "saddle": cp.SADDLE,
        "flat_hill": cp.MAXIMUM,  # the deck: a local minimum
        "flat_basin": cp.MINIMUM,  # the deck: a local maximum
        "flat_saddle": cp.SADDLE,
    }
    by_probing = [name for name, point in found.items() if point.by_probing]
    assert by_probing == ["flat_hill", "flat_basin", "flat_saddle"]
    plain = six_surfaces(probe_radius=None)
    assert [plain[name].kind for name in by_probing] == [cp.UNDECIDED] * 3


@pytest.mark.parametrize(
    ("offset", "steps", "theory"), [(1e-2, 26, 25.3), (1e-6, 76, 75.8), (1e-12, 152, 151.6)]
)
def test_escape_from_a_saddle_takes_the_logarithm_of_the_distance(offset, steps, theory):
    assert escape_steps(offset) == steps and round(escape_theory(offset), 1) == theory


def test_from_the_axis_there_is_no_escape():
    with pytest.raises(ValueError, match="escape_steps: expected 0 < offset < 1, got 0"):
        escape_steps(0)


@pytest.mark.rows("F044")
@pytest.mark.parametrize(("n", "copies"), [(2, 8), (3, 48), (4, 384), (10, 3_715_891_200)])
def test_the_number_of_symmetric_copies(n, copies):
    assert n_symmetries(n) == copies


@pytest.mark.rows("F044")
def test_the_copies_differ_and_compute_the_same_function():
    rng = np.random.default_rng(0)
    W, c, w = rng.normal(size=(2, 3)), rng.normal(size=3), rng.normal(size=(3, 2))
    x = rng.normal(size=(7, 2))
    copies = list(symmetric_copies(W, c, w))
    for W2, c2, w2 in copies:
        np.testing.assert_allclose(np.tanh(x @ W2 + c2) @ w2, np.tanh(x @ W + c) @ w, rtol=1e-12, atol=1e-14)
    vectors = {tuple(np.concatenate([part.reshape(-1) for part in copy])) for copy in copies}
    assert len(vectors) == 48 == n_symmetries(3)
    np.testing.assert_array_equal(copies[0][0], W)


def test_many_hessians_at_once_are_those_taken_one_by_one():
    theta = np.random.default_rng(1).normal(size=(3, 9))
    g, H = gradients_and_hessians(xor_costs, theta)
    for i in range(3):
        one = lambda p: xor_costs(p.reshape(1, 9)).sum()  # noqa: E731
        np.testing.assert_allclose(g[i], cp.gradient_at(one, theta[i]), rtol=1e-10, atol=1e-14)
        np.testing.assert_allclose(H[i], cp.hessian_at(one, theta[i]), rtol=1e-9, atol=1e-13)


@pytest.mark.rows("F050")
def test_newton_finds_critical_points_at_four_levels():
    points = arrived()
    assert points.n_starts == 200 and len(points.cost) > 150
    levels = points.levels()
    assert levels["elsewhere"] == 0 and set(levels) <= {*landscape.LEVELS, "elsewhere"}
    assert levels["1/8"] > 0.5 * len(points.cost) and levels["1/12"] > 0 and levels["1/16"] > 0


@pytest.mark.rows("F050")
def test_high_points_are_saddles_and_low_ones_are_not():
    points = arrived()
    assert np.corrcoef(points.cost, points.index)[0, 1] > 0.2
    n_negative = (points.index * 9).round()
    assert not n_negative[points.cost < 0.07].any() and n_negative.max() == 2
    assert n_negative[abs(points.cost - 1 / 12) < 1e-4].max() <= 1


@pytest.mark.rows("F050")
def test_what_newton_found_is_critical():
    points = arrived()
    for theta in points.theta[:5]:
        point = classify(lambda p: xor_costs(p.reshape(1, 9)).sum(), theta, tol=1e-6)
        assert point.kind != cp.NOT_CRITICAL


@pytest.mark.slow
@pytest.mark.rows("F049")
def test_losses_of_wide_nets_spread_less_than_those_of_narrow_ones():
    narrow, wide = (losses_on_moons(n, 20, rng=np.random.default_rng(0)) for n in (2, 32))
    assert wide.std(ddof=1) < narrow.std(ddof=1) / 5 and wide.mean() < narrow.mean()


@pytest.mark.rows("F049")
@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_the_spread_falls_from_width_2_to_width_256(seed):
    spread = {n: losses_on_moons(n, 20, rng=np.random.default_rng(seed)).std(ddof=1) for n in (2, 16, 256)}
    assert spread[256] < spread[2] / 5 and spread[16] < spread[2] / 3


@pytest.mark.rows("F046")
def test_eigenvalues_of_the_surfaces_are_twice_their_coefficients():
    found = six_surfaces(probe_radius=None)
    assert {name: found[name].eigenvalues.tolist() for name in ("basin", "hill", "saddle")} == {
        "basin": [2, 2],
        "hill": [-2, -2],
        "saddle": [-2, 2],
    }
    assert [found[name].index for name in ("basin", "hill", "saddle")] == [0, 1, 0.5]
