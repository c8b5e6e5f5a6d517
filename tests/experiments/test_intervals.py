"""Wilson's interval against its defining equation, against exact binomial coverage and at the ends."""

from statistics import NormalDist

import numpy as np
import pytest
from scipy import stats

from dlcourse.experiments.ch02_intervals import (
    estimate,
    estimated_median,
    mean_interval,
    median_interval,
    wilson,
)


@pytest.mark.parametrize(("k", "n"), [(1, 4), (74, 400), (199, 200), (3, 1000)])
@pytest.mark.parametrize("confidence", [0.9, 0.99])
def test_ends_lie_exactly_z_standard_deviations_from_the_share(k, n, confidence):
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    for p in wilson(k, n, confidence):
        assert abs(k / n - p) == pytest.approx(z * (p * (1 - p) / n) ** 0.5, rel=1e-9)


def test_interval_holds_the_share_and_stays_within_zero_and_one():
    for k in range(21):
        low, high = wilson(k, 20)
        assert 0 <= low <= k / 20 <= high <= 1
        assert low < high


def test_no_success_starts_at_zero_and_only_successes_end_at_one():
    assert wilson(0, 7)[0] == 0
    assert wilson(7, 7)[1] == 1


def test_failures_mirror_successes():
    low, high = wilson(30, 200)
    assert wilson(170, 200) == pytest.approx((1 - high, 1 - low))


@pytest.mark.parametrize("p", [0.14, 0.5, 0.9])
def test_interval_covers_the_truth_in_about_99_percent_of_experiments(p):
    n = 200
    k = np.random.default_rng(0).binomial(n, p, size=20_000)
    ends = np.array([wilson(i, n) for i in range(n + 1)])
    covered = ((ends[k, 0] <= p) & (p <= ends[k, 1])).mean()
    assert 0.98 <= covered <= 0.997


def test_scipy_gives_the_same_interval():
    stats = pytest.importorskip("scipy.stats")
    peer = stats.binomtest(74, 400).proportion_ci(0.99, method="wilson")
    assert wilson(74, 400) == pytest.approx((peer.low, peer.high), rel=1e-12)


@pytest.mark.parametrize(("k", "n"), [(-1, 4), (5, 4), (0, 0)])
def test_counts_that_are_no_share_are_refused(k, n):
    with pytest.raises(ValueError, match="expected 0 <= k <= n"):
        wilson(k, n)


@pytest.mark.parametrize("confidence", [0, 1, 99])
def test_confidence_in_percent_is_refused(confidence):
    with pytest.raises(ValueError, match=r"0\.99 means 99 %"):
        wilson(1, 4, confidence)


@pytest.mark.parametrize("n", [2, 3, 8, 101])
@pytest.mark.parametrize("confidence", [0.5, 0.95, 0.99])
def test_the_interval_of_a_mean_is_that_of_scipy(n, confidence):
    values = np.random.default_rng(n).standard_normal(n)
    expected = stats.t.interval(confidence, n - 1, values.mean(), values.std(ddof=1) / n**0.5)
    np.testing.assert_allclose(mean_interval(values, confidence), expected, rtol=1e-9)


def test_one_run_has_no_interval():
    with pytest.raises(ValueError, match="mean_interval: expected at least two finite numbers"):
        mean_interval([1.0])


def test_an_estimate_is_shown_with_its_interval_the_runs_that_count_and_their_seeds():
    rate = estimate(30, range(100, 300), "PyTorch", rows=("S033",))
    assert (rate.value, rate.n, rate.seeds, rate.rows) == (0.15, 200, "100–299", ("S033",))
    assert rate.interval == wilson(30, 200) and rate.source == "PyTorch"
    some = estimate(30, range(100, 300), "PyTorch", n=40, form=".0%")
    assert (some.value, some.n, f"{some:.0%}") == (0.75, 40, "75\N{NO-BREAK SPACE}%")


@pytest.mark.parametrize(("n", "confidence"), [(8, 0.99), (10, 0.99), (41, 0.9), (200, 0.99)])
def test_an_interval_of_a_median_misses_it_as_rarely_as_a_coin_shows_few_heads(n, confidence):
    low, high = median_interval(np.random.default_rng(1).permutation(n), confidence)
    k = int(low) + 1  # of the values 0 to n - 1 the k-th smallest
    assert high == n - k
    assert 2 * stats.binom.cdf(k - 1, n, 0.5) <= 1 - confidence < 2 * stats.binom.cdf(k, n, 0.5)


def test_a_median_is_shown_with_its_interval_and_seeds():
    shown = str(estimated_median([3.0] * 8 + [9.0], range(9), "", ".0f"))
    assert shown.replace("\xa0", " ") == "3 (3 to 9, n = 9, seeds 0\u20138)"
