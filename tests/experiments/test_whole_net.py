"""Chapter 7: six wrong backward passes of a whole network, and what checks say of them."""

import numpy as np
import pytest

from dlcourse.experiments import ch07_whole_net as chapter
from dlcourse.graphs.mlp_in_arrays import mlp_backward, mlp_forward


@pytest.mark.rows("S145")
def test_its_lines_are_those_of_the_library():
    x, y, W, b = chapter.setting()
    units = [chapter.tanh, chapter.tanh, None]
    forward = mlp_forward(x, y, W, b, units, penalty=0.3)
    dW, db = mlp_backward(forward, y, W, units, penalty=0.3)
    for found, right in zip(chapter.Backward()(forward, y, W, b, units, 0.3), [*dW, *db], strict=True):
        np.testing.assert_array_equal(found, right)


@pytest.mark.rows("L023", "S145")
def test_the_good_check_accepts_the_right_pass_alone():
    found = chapter.verdicts()
    assert all(found.pop("right"))
    assert [verdict[0] for verdict in found.values()] == [False] * 6
    assert all(any(verdict) for name, verdict in found.items() if "penal" in name or "alpha" in name)


@pytest.mark.rows("L023")
def test_with_relu_the_slope_at_h_is_right():
    claims, measured = chapter.gradients(chapter.SlopeAtH(), "ReLU")
    for claim, small_steps in zip(claims, measured, strict=True):
        np.testing.assert_allclose(claim, small_steps, rtol=1e-6, atol=1e-8)
