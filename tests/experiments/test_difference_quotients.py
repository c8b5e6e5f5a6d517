"""Chapter 0: difference quotients. Errors of the size that the inventory lists, best steps, a kink."""

import numpy as np
import pytest

from dlcourse.experiments import ch00_difference_quotients as quotients
from dlcourse.gradcheck import one_sided_slopes


def close(value, rel=1e-12):
    return pytest.approx(value, rel=rel)


LISTED = [  # the inventory's function is not given: ours may differ by a factor of 3
    ("central", np.float64, 1e-2, 4.8e-5),
    ("central", np.float64, 1e-4, 4.8e-9),
    ("central", np.float64, 1e-5, 8.4e-11),
    ("central", np.float64, 1e-6, 7.8e-10),
    ("central", np.float64, 1e-8, 8e-8),
    ("central", np.float64, 1e-12, 7e-4),
    ("forward", np.float64, 1e-7, 7.2e-8),
    ("central", np.float32, 1e-2, 6.3e-5),
]


@pytest.mark.rows("L017")
@pytest.mark.parametrize(("scheme", "dtype", "eps", "listed"), LISTED)
def test_the_error_of_small_steps_is_of_the_size_listed(scheme, dtype, eps, listed):
    for seed in range(5):
        (error,) = quotients.numerical_errors([eps], scheme, dtype, seed=seed)
        assert listed / 4 < error < listed * 4


@pytest.mark.rows("L017")
def test_the_best_steps_are_the_listed_ones():
    steps = 10.0 ** -np.arange(1, 13)
    for scheme, dtype, best in (
        ("central", np.float64, [1e-5]),
        ("forward", np.float64, [1e-7, 1e-8]),
        ("central", np.float32, [1e-2]),
    ):
        errors = quotients.numerical_errors(steps, scheme, dtype)
        assert any(steps[np.argmin(errors)] == close(step) for step in best)


@pytest.mark.rows("L017")
def test_truncation_falls_with_eps_or_its_square_and_rounding_grows_as_eps_falls():
    for scheme, factor in (("central", 100), ("forward", 10)):
        large, small = quotients.numerical_errors([1e-2, 1e-3], scheme)
        assert large / small == pytest.approx(factor, rel=0.1)
    errors = quotients.numerical_errors([1e-7, 1e-9, 1e-11])
    assert errors[0] * 20 < errors[1] and errors[1] * 20 < errors[2]


@pytest.mark.rows("L017")
def test_a_complex_step_is_exact_to_rounding():
    assert max(quotients.numerical_errors([1e-8, 1e-20, 1e-100], "complex")) < 3e-16


@pytest.mark.parametrize("scheme", ["forward", "central"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_best_step_is_where_the_bound_is_least(scheme, dtype):
    h = np.geomspace(1e-10, 1, 200_001)
    for size, bend in ((1.0, 1.0), (50.0, 0.3)):
        bound = quotients.error_bound(h, scheme, dtype, size, bend)
        assert quotients.best_step(scheme, dtype, size, bend) == pytest.approx(h[bound.argmin()], rel=1e-3)


@pytest.mark.rows("L017")
def test_the_bound_holds_for_a_cubic_and_is_not_far_from_what_happens():
    rng = np.random.default_rng(0)
    for h in (1e-3, 1e-5, 1e-7):
        off = []
        for x in rng.uniform(0.5, 1.5, 200):
            quotient = ((x + h) ** 3 - (x - h) ** 3) / ((x + h) - (x - h))
            off.append(abs(quotient - 3 * x**2))
        bound = quotients.error_bound(h, size=1.6**3, bend=6.0)
        assert bound / 30 < max(off) < 3 * bound  # a power is rounded more than once


def test_the_quotients_of_a_cube_are_those_by_hand():
    assert quotients.cube_by_hand(0.5) == close({"forward": 12 + 3 + 0.25, "central": 12.25}, 1e-12)


@pytest.mark.rows("S177")
def test_at_the_kink_of_the_xor_network_the_two_sides_differ_and_the_rule_takes_one_of_them():
    found = quotients.xor_at_a_kink()
    # h of unit 2 in the case 01: f = 1 - 2 h, target 0: J = (1 - 2 h)^2 / 4 there, and its slope -1 at h = 0
    assert found == {"claimed": 0.0, "left": 0.0, "right": -1.0, "central": -0.5}
    left, right = one_sided_slopes(lambda h: (1 - 2 * np.maximum(0, h)) ** 2 / 4, np.zeros(1))
    assert (left[0], right[0]) == (0.0, pytest.approx(-1, abs=1e-5))
