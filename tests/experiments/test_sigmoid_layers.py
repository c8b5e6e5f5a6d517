"""Chapter 16: three layers of sigmoid units, with and without batch normalization."""

import numpy as np
import pytest

from dlcourse.experiments import ch16_sigmoid_layers as experiment


@pytest.mark.rows("F084")
def test_with_batch_norm_three_sigmoid_layers_learn_at_once():
    plain, normalized = (experiment.train(0, bn, n_steps=100, at=(100,)) for bn in (False, True))
    assert normalized.accuracy[100] - plain.accuracy[100] > 0.3


def test_watched_steps_are_told_apart():
    run = experiment.train(3, True, n_steps=4, at=(2, 4), watched=(0, 3))
    assert run.accuracy.keys() == {2, 4} and run.percentiles.shape == (2, 3) and run.spreads.shape == (2, 4)
    assert (np.diff(run.percentiles) > 0).all()
    assert run.spreads[0, 0] == run.spreads[1, 0]  # the points themselves do not move


@pytest.fixture
def trained(kept_by_the_book):
    """(without, with) by set of seeds."""
    return [[experiment.runs(bn, seeds) for bn in (False, True)] for seeds in experiment.SETS.values()]


@pytest.mark.rows("F084")
@pytest.mark.slow
def test_accuracy_with_batch_norm_leads_at_100_steps_and_still_at_300(trained):
    for both in trained:
        plain, normalized = (
            {step: np.mean([run.accuracy[step] for run in runs]) for step in (100, 300, 1000)}
            for runs in both
        )
        assert normalized[100] - plain[100] > 0.5  # the inventory: .995 and .182
        assert normalized[300] > plain[300] > 0.8  # .997 and .928
        assert min(normalized[1000], plain[1000]) > 0.95  # .998 and .972


@pytest.mark.rows("F084")
@pytest.mark.slow
def test_the_distribution_that_a_unit_sees_drifts_less_with_batch_norm(trained):
    for plain, normalized in trained:
        assert np.median([experiment.widening(run) for run in plain]) > 4
        assert np.median([experiment.widening(run) for run in normalized]) < 1.6
