"""Chapter 12's table of directions and sizes takes the steps of the library's optimizers."""

import numpy as np
import pytest

from dlcourse import optimizers
from dlcourse.experiments.ch12_one_table import TABLE, mean, step
from dlcourse.tensor import Parameter


@pytest.mark.rows("F063", "K042")
@pytest.mark.parametrize("name", TABLE)
def test_a_row_of_the_table_is_the_optimizer_of_its_name(name):
    gradients = np.random.default_rng(0).standard_normal((7, 3))
    theta = Parameter(np.zeros(3))
    method, before = getattr(optimizers, name)([theta], lr=0.5), np.zeros(3)
    for t, g in enumerate(gradients, start=1):
        method.step([g])
        np.testing.assert_allclose(before - theta.array, step(name, gradients[:t], lr=0.5), rtol=1e-6)
        before = theta.array.copy()


def test_the_weights_of_a_corrected_average_sum_to_1():
    assert mean(np.full((5, 1), 3.0), 0.9).item() == pytest.approx(3.0, rel=1e-14)
