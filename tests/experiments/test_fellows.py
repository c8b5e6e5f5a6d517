"""Chapter 16: one sample's answer by who else is in its batch."""

import numpy as np
import pytest

from dlcourse.experiments import ch16_fellows as experiment
from dlcourse.experiments.ch16_sigmoid_layers import SETS


@pytest.fixture
def both(kept_by_the_book):
    return [[experiment.accuracies(seed) for seed in seeds] for seeds in SETS.values()]


@pytest.mark.rows("F086")
@pytest.mark.slow
def test_the_fewer_the_fellows_the_worse_the_answer_and_one_class_alone_is_guessed(both):
    for runs in both:
        mean = {name: np.mean([run[name] for run in runs]) for name in runs[0]}
        assert mean["2"] < 0.8 < mean["4"] < 0.93 < mean["16"] < mean["64"] < mean["running"] + 0.002
        assert 0.05 < mean["sorted"] < 0.15 and mean["sorted_running"] > 0.98


@pytest.mark.rows("F086")
@pytest.mark.slow
def test_one_sample_gets_nearly_any_answer_in_batches_of_four(kept_by_the_book):
    alone, answers = experiment.one_answer()
    assert alone > 0.8 and answers.shape == (experiment.N_DRAWS,)
    assert np.quantile(answers, 0.05) < 0.2 < 0.9 < np.quantile(answers, 0.95)
