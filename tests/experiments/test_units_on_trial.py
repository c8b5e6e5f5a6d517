"""Units on trial: a stack is its single networks, and depth tells units apart where one layer does not."""

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.experiments import ch03_units_on_trial as trial
from dlcourse.layers import MLP, Linear, Residual, Sequential


@pytest.mark.parametrize(("n_hidden", "skips"), [(1, False), (3, False), (3, True)])
def test_a_stack_answers_as_its_networks_do(n_hidden, skips):
    x = np.random.default_rng(5).random((4, 64))
    stacked = trial.Stacked(ops.tanh, n_hidden, skips, [0, 7])(x).array
    for k, seed in enumerate((0, 7)):
        model = MLP((64, *[trial.WIDTH] * n_hidden, 10), rng=np.random.default_rng(seed))
        first, *middle, last = (layer for layer in model.steps if isinstance(layer, Linear))
        blocks = [Residual(ops.tanh, layer) if skips else Sequential(ops.tanh, layer) for layer in middle]
        alone = Sequential(first, *blocks, ops.tanh, last)(x).array
        np.testing.assert_allclose(stacked[k], alone, rtol=1e-12, atol=1e-14)


@pytest.mark.rows("S068")
def test_units_that_do_well_in_one_layer_fail_in_eight_and_a_path_beside_the_layers_brings_them_back():
    found = {shape: np.median(trial.accuracies("SiLU", shape, range(2000, 2004))) for shape in trial.SHAPES}
    assert found["one"] > 0.93 and found["eight"] < 0.5 and found["skips"] > 0.85
    assert np.median(trial.accuracies("tanh", "eight", range(2000, 2004))) > 0.8
