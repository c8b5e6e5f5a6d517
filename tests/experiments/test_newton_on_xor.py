"""Chapter 13's numbers: steps of many XOR networks at once."""

import numpy as np
import pytest

from dlcourse.experiments import ch13_newton_on_xor as on_xor
from dlcourse.experiments.ch10_landscape import gradients_and_hessians, xor_costs
from dlcourse.optimizers import SaddleFreeNewton
from dlcourse.tensor import Parameter


@pytest.mark.rows("F068")
def test_steps_of_many_networks_are_those_of_the_library():
    theta = on_xor.starts(1.0, 5)[:4]
    steps = on_xor.step_of("free", *gradients_and_hessians(xor_costs, theta))
    for start, step in zip(theta, steps, strict=True):
        one = Parameter(start.copy())
        SaddleFreeNewton([one], damping=on_xor.DAMPING).step(
            lambda one=one: xor_costs(one.reshape(1, 9)).sum()
        )
        d = start - one.array
        np.testing.assert_allclose(step, d * min(1.0, 1 / np.linalg.norm(d)), rtol=1e-8, atol=1e-10)


@pytest.mark.rows("F066")
def test_newtons_step_keeps_the_signs_and_is_never_longer_than_allowed():
    g, H = np.array([[2.0, -1.0], [0.2, 0.1]]), np.array([np.diag([2.0, -2.0])] * 2)
    np.testing.assert_allclose(on_xor.step_of("newton", g, H)[1], [0.1, -0.05], rtol=1e-12)
    np.testing.assert_allclose(on_xor.step_of("free", g, H)[1], [0.1, 0.05], rtol=1e-12)
    np.testing.assert_allclose(np.linalg.norm(on_xor.step_of("free", g, H)[0]), 1.0, rtol=1e-12)
