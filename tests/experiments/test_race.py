"""Chapter 12's race: equal budgets, seeds that chose no rate, and rankings that tests look at."""

import numpy as np
import pytest

from dlcourse.experiments.ch12_race import (
    BEST,
    METHODS,
    PROBLEMS,
    RATES,
    SETS,
    TUNING,
    WORST,
    difference,
    entries,
    n_first,
    ranking,
    scores,
    tuned,
)


def test_tuning_and_racing_seeds_have_none_in_common():
    sets = [set(TUNING), *map(set, SETS.values())]
    assert sum(map(len, sets)) == len(set.union(*sets))


def test_every_method_may_try_the_same_rates():
    assert len(RATES) == len(set(RATES)) == 13 and len(METHODS) == 8 and len(PROBLEMS) == len(set(PROBLEMS))
    np.testing.assert_allclose(np.diff(np.log10(RATES)), 0.5, atol=0.01)


@pytest.mark.rows("F064")
def test_a_tuned_rate_is_the_one_with_the_lowest_mean_score():
    lr, means = tuned("quadratic", "SGD", rates=(0.01, 0.32, 10.0), seeds=range(3))
    assert lr == 0.32 and means[1] == pytest.approx(np.log10(BEST)) and means[2] == np.log10(WORST)


@pytest.mark.rows("F064")
def test_a_score_is_a_logarithm_of_what_is_left():
    expected = np.log10(np.mean([0.9 ** (2 * t) for t in range(91, 101)]))
    np.testing.assert_allclose(scores("quadratic", "SGD", 0.1, range(3)), expected, rtol=1e-9)


@pytest.mark.slow
@pytest.mark.rows("F064")
def test_the_winners_that_the_page_names(kept_by_the_book):
    for end in SETS:
        least = {
            problem: entries(problem)[ranking(problem, end)[0]].scores[end].mean() for problem in PROBLEMS
        }
        for problem, methods in {
            "ill-conditioned": ["AdaGrad"],
            "noise": ["Nesterov"],
            "digits": ["Adam"],
            "quadratic": ["SGD", "Nesterov"],
            "saddle": ["SGD", "Nesterov"],
            "cliff": ["SGD", "Nesterov"],
        }.items():
            for method in methods:
                assert entries(problem)[method].scores[end].mean() <= least[problem] + 1e-9
        for rival in ("Momentum", "AdaGrad", "Adamax"):
            assert difference("digits", "Adam", rival, end).interval[1] < 0
        for rival in ("Nesterov", "RMSprop", "Adadelta"):
            low, high = difference("digits", "Adam", rival, end).interval
            assert low < 0 < high
        low, high = difference("noise", "Nesterov", "Momentum", end).interval
        assert low < 0 < high
    assert [difference("digits", "Adam", "SGD", end).interval[1] < 0 for end in SETS] == [False, True]
    assert all(ranking(problem, end)[0] != "Adam" for problem in PROBLEMS[:-1] for end in SETS)
    assert 1.0 not in [entries(problem)["Adadelta"].lr for problem in PROBLEMS]
    most = [max(METHODS, key=lambda m, e=end: n_first("digits", m, e)) for end in SETS]
    assert most == ["Nesterov", "Adam"]
    assert sum(n_first("digits", m) + n_first("digits", m, "_again") > 0 for m in METHODS) == 5
