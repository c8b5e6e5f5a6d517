"""The choice of a hidden unit: cosine units against numpy, the choice by hand, intervals over seeds."""

import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.experiments import ch18_hidden_units as hu
from dlcourse.experiments.ch18_digits_trials import Trials


@pytest.mark.rows("S088")
def test_a_cosine_network_is_a_sum_of_waves():  # cos(x W + b)
    model = hu.network("cosine", np.random.default_rng(0))
    x = np.random.default_rng(1).random((5, 64))
    hidden, output = model.layers
    h = np.cos(x @ hidden.W.array + hidden.b.array)
    np.testing.assert_allclose(model(x).array, h @ output.W.array + output.b.array, rtol=1e-12)
    z = x @ hidden.W.array
    by_b = grad(model(x).sum(), hidden.b)
    expected = -np.sin(z + hidden.b.array).sum(axis=0) * output.W.array.sum(axis=1)
    np.testing.assert_allclose(by_b, expected, rtol=1e-10, atol=1e-12)


def test_phases_of_cosine_units_spread_over_a_period_since_a_wave_at_rest_hands_nothing_back():
    b = hu.network("cosine", np.random.default_rng(0), width=4000).layers[0].b.array
    assert abs(np.cos(b).mean()) < 0.05 and abs(np.sin(b).mean()) < 0.05  # the mean direction: none
    model = hu.network("cosine", np.random.default_rng(0))
    model.layers[0].b.array[...] = 0
    assert not grad(model(np.zeros((3, 64))).sum(), model.layers[0].b).any()


@pytest.mark.rows("S068")
@pytest.mark.parametrize("unit", hu.UNITS)
def test_every_unit_learns(unit):
    start, end = (hu.unit_trials((unit,), seeds=[0], n_epochs=n)[0] for n in (0, 5))
    assert end.training.mean() > 0.75 > 0.3 > start.training.mean()
    assert end.n_parameters == 65 * hu.WIDTH + (hu.WIDTH + 1) * 10


@pytest.mark.rows("S068")
def test_the_choice_looks_at_the_validation_part_alone():
    def trials(name, validation, test):
        return Trials(name, 1, np.ones(3), np.array(validation), np.array(test))

    names, validation, test = hu.choose(
        [trials("a", [0.9, 0.8, 0.7], [0.1, 0.2, 0.3]), trials("b", [0.9, 0.7, 0.8], [0.9, 0.9, 0.9])]
    )
    assert names == ["a", "a", "b"]  # the first of equals
    assert validation.tolist() == [0.9, 0.8, 0.8] and test.tolist() == [0.1, 0.2, 0.9]


def test_an_unknown_unit_is_refused():
    with pytest.raises(ValueError, match="network: expected one of sigmoid, .* cosine, got 'sine'"):
        hu.network("sine", np.random.default_rng(0))


@pytest.mark.rows("S068", "S088")
@pytest.mark.slow
def test_units_by_trial_on_the_digits():  # 8 seeds
    trials = {t.name: t for t in hu.unit_trials()}
    assert all(0.94 < t.mean < 0.985 for t in trials.values())
    error = 1 - trials["cosine"].mean
    assert 0.015 < error < 0.045  # not the deck's 1 % on MNIST: fewer, smaller images
    for unit in ("tanh", "absolute value", "cosine"):  # paired, seed by seed
        d = trials[unit].test - trials["sigmoid"].test
        assert d.mean() > 2 * d.std(ddof=1) / len(d) ** 0.5
    _, validation, test = hu.choose(list(trials.values()))
    assert test.mean() > np.mean([t.mean for t in trials.values()])  # to choose pays, on data never looked at
    assert validation.mean() >= max(t.validation.mean() for t in trials.values())
