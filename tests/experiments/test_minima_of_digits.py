"""Where networks end on the digits: the spread over starts by width, and the index of the dense Hessian."""

import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.experiments.ch10_minima_of_digits import ends_on_digits, indices, training_costs
from dlcourse.tensor import Tensor


@pytest.mark.rows("F049")
@pytest.mark.parametrize("seed", [0, 1])
def test_wide_networks_end_alike(seed):
    narrow, wide = (ends_on_digits(w, 6, rng=np.random.default_rng(seed), n_steps=60) for w in (2, 12))
    assert wide.spread < narrow.spread / 2 and wide.test.mean() < narrow.test.mean() / 2


@pytest.mark.rows("F049")
def test_the_costs_of_parameters_are_those_of_the_stack():
    ends = ends_on_digits(3, 2, rng=np.random.default_rng(0), n_steps=20)
    assert ends.theta.shape == (2, 75 * 3 + 10)
    np.testing.assert_allclose(training_costs(Tensor(ends.theta), 3).array, ends.training, rtol=1e-12)


@pytest.mark.rows("F049")
def test_the_index_is_that_of_a_hessian_by_small_steps():
    ends = ends_on_digits(1, 1, rng=np.random.default_rng(2), n_steps=20)
    theta = Tensor(ends.theta + 1e-5 * np.concatenate([np.eye(85), -np.eye(85)]))
    g = grad(training_costs(theta, 1).sum(), theta)
    H = (g[:85] - g[85:]) / 2e-5
    eigenvalues = np.linalg.eigvalsh((H + H.T) / 2)
    clear = abs(eigenvalues) > 1e-5  # of either sign beyond a doubt
    below = (eigenvalues[clear] < 0).sum()
    assert below <= round(indices(ends, 1)[0] * 85) <= below + (~clear).sum()
    assert below > 10


@pytest.mark.rows("F049")
@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1])
def test_the_spread_falls_with_the_width(seed):
    widths = (2, 4, 8, 16, 64)
    spreads = [ends_on_digits(w, 12, rng=np.random.default_rng((seed, w))).spread for w in widths]
    assert spreads[0] > 1.2 * spreads[2] > 1.2 * spreads[4] and spreads[4] < spreads[0] / 4


@pytest.mark.rows("F049")
@pytest.mark.slow
@pytest.mark.parametrize("width", [2, 4])  # one unit is too few: there the share stays where it was
@pytest.mark.parametrize("seed", [0, 1])
def test_long_descent_ends_where_fewer_directions_lead_down(width, seed):
    start, end = (
        ends_on_digits(width, 6, rng=np.random.default_rng((seed, width)), n_steps=n) for n in (1, 600)
    )
    before, after = indices(start, width).mean(), indices(end, width).mean()
    assert after < 0.75 * before and after < 0.25
