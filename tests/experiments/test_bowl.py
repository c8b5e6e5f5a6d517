"""Steps in narrow valleys: best settings of three methods, and how many steps they take."""

import numpy as np
import pytest

from dlcourse.experiments import ch11_bowl as bowl


@pytest.mark.rows("K038", "K039")
def test_plain_descent_needs_as_many_steps_as_powers_of_its_factor_say():
    n = bowl.steps_to(1e-3, "plain", 20, 100)
    assert (19 / 21) ** n < 1e-3 <= (19 / 21) ** (n - 1)


@pytest.mark.rows("F058")
def test_the_first_step_of_nesterov_is_that_of_momentum_and_the_second_is_not():
    ahead, plain = bowl.path_of("nesterov", 2), bowl.path_of("momentum", 2)
    np.testing.assert_array_equal(ahead[1], plain[1])
    assert abs(ahead[2] - plain[2]).min() > 1e-4


@pytest.mark.parametrize("condition", [20, 100])
def test_nesterov_shrinks_with_its_best_settings_as_theory_says(condition):
    best = bowl.best_nesterov((1 / condition, 1.0))
    path = bowl.best_path("nesterov", condition, 300)
    # the slow axis has a double root, so that a factor t slows it a little
    assert best.factor == pytest.approx(1 - 2 / (3 * condition + 1) ** 0.5)
    assert bowl.measured_factor(path) == pytest.approx(best.factor, rel=0.03)


def test_too_few_steps_are_refused():
    with pytest.raises(ValueError, match="steps_to: expected plain to arrive within 10 steps"):
        bowl.steps_to(1e-3, "plain", 20, 10)
