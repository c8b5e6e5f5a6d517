"""Chapter 12's step sizes: of the first step, under constant gradients, and beside eps."""

import numpy as np
import pytest

from dlcourse.experiments.ch12_step_sizes import RootOverEps, first_step, partly_corrected, step_sizes
from dlcourse.optimizers import AdaGrad, Adam, RMSprop


def test_with_both_corrections_it_is_adam():
    gradients = np.random.default_rng(0).standard_normal(20)
    ours, theirs = (step_sizes(method, gradients) for method in (partly_corrected(True, True), Adam))
    np.testing.assert_allclose(ours, theirs, rtol=1e-12)


@pytest.mark.rows("F062")
def test_under_a_constant_gradient_step_t_of_adagrad_is_lr_over_the_root_of_t():
    np.testing.assert_allclose(step_sizes(AdaGrad, np.full(100, 3.0)), np.arange(1, 101) ** -0.5, rtol=1e-8)


@pytest.mark.rows("K041")
def test_uncorrected_steps_grow_before_they_shrink():
    t = np.arange(1, 61)
    expected = (1 - 0.9**t) / (1 - 0.999**t) ** 0.5
    np.testing.assert_allclose(step_sizes(partly_corrected(), np.ones(60)), expected, rtol=1e-6)


@pytest.mark.rows("F063")
def test_eps_inside_the_root_is_felt_by_gradients_of_its_root():
    assert first_step(RootOverEps, 1e-4) == pytest.approx(1e-4 / (1e-9 + 1e-8) ** 0.5, rel=1e-9)
    assert first_step(RMSprop, 1e-4) == pytest.approx(10**0.5, rel=1e-3)
