"""Chapter 14: layers scaled to what a batch does in them."""

import numpy as np
import pytest

from dlcourse.experiments import ch14_from_data as experiment
from dlcourse.experiments.ch14_fifty_layers import UNITS, spread
from dlcourse.initializers import orthogonal


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("measure", experiment.MEASURES)
def test_each_layer_has_measure_1_on_the_batch_that_scaled_it(unit, measure):
    rng, f, of = np.random.default_rng(0), UNITS[unit][0], experiment.MEASURES[measure]
    x = rng.standard_normal((30, 20))
    for W in experiment.scaled_to(x, f, of, [orthogonal((20, 20), rng) for _ in range(6)]):
        z = x @ W
        assert of(z) == pytest.approx(1, rel=1e-12)
        x = f(z)


@pytest.mark.slow
@pytest.mark.parametrize("end", experiment.SETS)
def test_scaled_by_the_spread_sigmoids_pass_signals_and_gradients(end, kept_by_the_book):
    found = experiment.measured(experiment.SETS[end])
    for unit in ("sigmoid", "tanh", "ReLU"):
        signal, gradient = np.median(found[unit, "spread"], axis=0)
        assert -1.3 < signal < 0.1 and 0.3 < gradient < 2.1
    assert np.median(found["sigmoid", "all"], axis=0)[1] < -18


def test_the_spread_leaves_what_all_samples_share_out():
    h = np.array([[1.0, 5.0], [3.0, 5.0]])
    assert spread(h + [10.0, -7.0]) == spread(h) == pytest.approx(0.5**0.5)
