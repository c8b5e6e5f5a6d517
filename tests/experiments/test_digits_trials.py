"""Trials on the digits: the same seed gives the same run, parts are shared, a peer is as good."""

import numpy as np
import pytest

from dlcourse.data import digits
from dlcourse.experiments.ch18_digits_trials import LR, Trials, digits_trials
from dlcourse.layers import MLP
from dlcourse.ops import relu


def network(rng):
    return MLP((64, 20, 10), activation=relu, rng=rng)


def test_a_seed_decides_the_run_and_another_one_differs():
    first, again = (digits_trials("net", network, seeds=[0, 1], n_epochs=2) for _ in range(2))
    np.testing.assert_array_equal(first.test, again.test)
    assert first.training[0] != first.training[1]
    assert (first.name, first.n_parameters) == ("net", 64 * 20 + 20 + 20 * 10 + 10)


def test_untrained_networks_guess():
    trials = digits_trials("net", network, seeds=range(8), n_epochs=0)
    for part in (trials.training, trials.validation, trials.test):
        assert part.shape == (8,) and 0.02 < part.mean() < 0.25  # one in ten


def test_mean_and_deviation_are_those_of_the_test_part():
    trials = Trials("net", 1, np.ones(4), np.zeros(4), np.array([0.9, 0.8, 1.0, 0.9]))
    assert trials.mean == pytest.approx(0.9) and trials.sd == pytest.approx((0.02 / 3) ** 0.5)


@pytest.mark.slow
def test_the_network_of_scikit_learn_is_about_as_good():
    pytest.importorskip("sklearn")
    from sklearn.model_selection import train_test_split
    from sklearn.neural_network import MLPClassifier

    x, y = digits()
    theirs = []
    for seed in range(4):
        parts = train_test_split(x, y, test_size=0.4, stratify=y, random_state=seed)
        options = {"learning_rate_init": LR, "batch_size": 64, "alpha": 0.0, "tol": 0.0}
        peer = MLPClassifier((20,), max_iter=40, n_iter_no_change=100, random_state=seed, **options)
        with pytest.warns(match="Maximum iterations"):
            peer.fit(parts[0], parts[2])
        theirs.append(peer.score(parts[1], parts[3]))
    ours = digits_trials("net", network, seeds=range(4))
    assert abs(ours.mean - np.mean(theirs)) < 0.015
