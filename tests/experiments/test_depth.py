"""The sawtooth by deep and shallow nets: closed forms, one run alone, and medians over seeds."""

import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.experiments import ch09_depth as depth
from dlcourse.losses import mean_squared_error
from dlcourse.models.regions import count_regions, hidden_layers, tent_network
from dlcourse.optimizers import Adam


def test_the_target_is_a_sawtooth_of_sixteen_pieces():
    x, y = depth.sawtooth()
    distance = abs(x[:, 0] * 16 - 2 * np.round(x[:, 0] * 8))  # to the nearest even multiple of 1/16
    np.testing.assert_array_equal(y[:, 0], distance)
    assert np.count_nonzero(np.diff(np.sign(np.diff(y[:, 0])))) == 16 - 1
    assert depth.constant_error() == pytest.approx(0.0846, abs=5e-5)


@pytest.mark.rows("S098", "S104")
def test_the_solution_exists_and_is_small():
    assert depth.exact_error() == 0.0
    network = tent_network(depth.FOLDS)
    assert count_regions(hidden_layers(network), [(0, 1)]) == 16
    assert network.n_parameters == depth.draw(depth.EXACT, 0).n_parameters == 25
    counts = [depth.draw(widths, 0).n_parameters for widths in depth.SIZES]
    assert counts == [46, 136, 97, 241, 25]


@pytest.mark.parametrize("widths", [(1, 5, 1), (1, 4, 3, 1)])
def test_a_run_of_the_stack_goes_the_way_it_would_go_alone(widths):
    runs = depth.train(widths, seeds=[3, 4, 5], n_steps=40)
    x, y = depth.sawtooth()
    model = depth.draw(widths, 4)
    optimizer = Adam(model.parameters(), lr=depth.LR)
    for _ in range(40):
        optimizer.step(grad(mean_squared_error(model(x), y), model.parameters()))
    alone = ((model(x).array - y) ** 2).mean()
    assert runs.J[1] == pytest.approx(alone, rel=1e-9)
    assert runs.n_parameters == model.n_parameters and runs.median == np.sort(runs.J)[1]


def test_training_lowers_the_error_but_less_than_it_could():
    start = depth.train((1, 8, 8, 1), seeds=range(4), n_steps=0)
    end = depth.train((1, 8, 8, 1), seeds=range(4), n_steps=300)
    assert (end.J < start.J).all() and end.median > depth.constant_error() / 2


@pytest.mark.rows("S098", "S104")
@pytest.mark.slow
def test_what_can_be_represented_is_not_found(kept_by_the_book):  # medians over 8 seeds, all settings ours
    errors = {widths: depth.final_errors(widths) for widths in depth.SIZES}
    medians = {widths: np.median(J) for widths, J in errors.items()}
    constant = depth.constant_error()
    for median in medians.values():
        assert constant / 2 < median < constant * 1.01  # no size comes near 0
    exact = medians[depth.EXACT]
    assert exact > 0.95 * constant  # the size that could be exact stays near the constant
    assert errors[depth.EXACT].min() > 0.5 * constant
    assert medians[1, 45, 1] < medians[1, 15, 1] < constant  # width helps, though 15 units suffice
    assert medians[1, 8, 8, 8, 8, 1] < exact  # and so do units to spare in depth
