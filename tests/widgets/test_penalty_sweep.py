"""The sweep of a penalty: every fit against the library's; what is said of it."""

import functools

import numpy as np
import pytest
from halved import halved
from javascript import evaluate, needs_node
from scipy.stats import binomtest

from dlcourse.experiments.ch17_regularization import fit_sine, kernels, noisy_points, sine
from dlcourse.models import lasso, least_squares, ridge
from dlcourse.models.ridge_lasso import lasso_alpha_max
from dlcourse.widgets.ch17_penalty_sweep import fits, shown
from dlcourse.widgets.ch17_penalty_sweep.fits import ALPHAS, MOST
from dlcourse.widgets.ch17_penalty_sweep.penalty_sweep import PenaltySweep

MANY = """([state, n]) => {
  const program = dlcourse.programs["penalty-sweep"], run = program.setting(state, {});
  return Array.from({ length: n }, (_, k) => program.final(k, state, {}, run)); }"""
WHERE = {alpha: k for k, alpha in enumerate(ALPHAS)}


def librarys(kind, sigma, seed, alpha):
    """Weights, bias, training error and test error of the library's fit."""
    x, y = noisy_points(seed)
    A, y = kernels(x, x, sigma)[:, 1:], y[:, None]
    w, b = {"L2": ridge, "L1": lasso}[kind](A, y, alpha) if alpha else least_squares(A, y)
    grid = np.linspace(0, 1, 500)
    test = kernels(grid, x, sigma)[:, 1:] @ w + b - sine(grid)[:, None]
    return w[:, 0], b[0], np.sqrt(np.mean((A @ w + b - y) ** 2)), np.sqrt(np.mean(test**2))


@functools.cache
def sweep(**given):
    """The fits of a sweep."""
    run = fits.setting(PenaltySweep(**given).state, {})
    places = [fits.first(run)]
    while not fits.is_over(places[-1], run):
        places.append(fits.following(places[-1], run))
    return places


SWEEPS = [(0.05, 0), (0.02, 3), (0.01, 1), (0.035, 12), (0.06, 5)]  # sigma, seed


@pytest.mark.parametrize(("kind", "which"), halved(["L1", "L2"], SWEEPS))
def test_every_fit_of_a_sweep_is_the_librarys(kind, which):
    sigma, seed = which
    places = sweep(kind=kind, sigma=sigma, seed=seed)
    assert [place["k"] for place in places] == [*range(MOST + 1)]
    for place in places[:: 3 if kind == "L1" else 2]:
        alpha = ALPHAS[place["k"]]
        w, b, training, test = librarys(kind, sigma, seed, alpha)
        np.testing.assert_allclose(place["w"], w, rtol=1e-6, atol=1e-8 * abs(w).max())
        assert np.array_equal(np.array(place["w"]) == 0, w == 0), alpha
        found = place["b"], place["training"], place["test"]
        assert found == pytest.approx((b, training, test), rel=1e-7, abs=1e-9), alpha


def test_the_error_without_and_with_alpha_2_is_that_of_the_chapters_experiment():
    for alpha, sigma in ((0.0, 0.05), (2.0, 0.05), (0.0, 0.02), (2.0, 0.02)):
        fit, v = fit_sine(4, alpha, sigma), PenaltySweep(sigma=sigma, seed=4, step=WHERE[alpha]).values
        assert (v["test"], shown.largest(v["w"])) == pytest.approx((fit.error, fit.largest), rel=1e-8)


@needs_node
@pytest.mark.parametrize("given", [{"step": WHERE[2.0]}, {"kind": "L1", "step": 37, "look": WHERE[0.1]}])
def test_many_sets_are_those_of_the_chapter_in_python_and_in_the_page(given):
    state = PenaltySweep(seed=1, **given).state
    alpha = ALPHAS[shown.place_shown(state)]
    expected = [
        librarys(state["kind"], 0.05, 100 + k, alpha)[3] / librarys("L2", 0.05, 100 + k, 0)[3]
        for k in range(4)
    ]
    run = fits.setting(state, {})
    assert [shown.final(k, state, {}, run) for k in range(4)] == pytest.approx(expected, rel=1e-6)
    assert evaluate(MANY, [state, 4]) == pytest.approx(expected, rel=1e-6)


def ratios(sigma, alpha, seeds):
    """The library's test error with L2, divided by that without, seed by seed."""
    x, grid = noisy_points(0)[0], np.linspace(0, 1, 500)
    y = np.stack([noisy_points(seed)[1] for seed in seeds], axis=1)  # x is the same in all
    A, G = (kernels(at, x, sigma)[:, 1:] for at in (x, grid))
    errors = [
        np.sqrt(np.mean((G @ w + b - sine(grid)[:, None]) ** 2, axis=0))
        for w, b in (ridge(A, y, alpha), least_squares(A, y))
    ]
    return errors[0] / errors[1]


@pytest.mark.parametrize("seeds", [range(100), range(100, 200)])
def test_the_tasks_show_what_they_say_of_many_sets(seeds):
    helped = {s: int((ratios(s, 2.0, seeds) < 1).sum()) for s in (0.02, 0.025, 0.035, 0.04, 0.05)}
    assert helped[0.05] == 100 and helped[0.04] > 90 and helped[0.035] > 70  # wide bells: it helps
    assert helped[0.02] == 0 and helped[0.025] < 20  # narrow ones: it hurts
    little = ratios(0.02, 0.1, seeds)
    assert (little < 1).sum() > 97 and np.median(little) == pytest.approx(0.91, abs=0.02)
    assert (ratios(0.01, 0.1, seeds) < 1).sum() == 0  # bells that hardly overlap: none helps


@pytest.mark.parametrize("seed", [0, 1])
def test_training_error_only_rises_and_test_error_falls_first_with_wide_bells(seed):
    wide = sweep(seed=seed)
    assert (np.diff([place["training"] for place in wide]) > 0).all()
    best = int(np.argmin([place["test"] for place in wide]))
    assert 0.1 <= ALPHAS[best] <= 5 and wide[best]["test"] < 0.75 * wide[0]["test"] < wide[-1]["test"]
    assert shown.largest(wide[best]["w"]) < shown.largest(wide[0]["w"]) / 100
    assert all(shown.zeros_in(place["w"]) == 0 for place in wide)


@pytest.mark.parametrize("seed", [0, 1])
def test_with_l1_the_last_weight_is_0_at_the_librarys_largest_alpha(seed):
    sparse = sweep(kind="L1", seed=seed)
    zeros = [shown.zeros_in(place["w"]) for place in sparse]
    x, y = noisy_points(seed)
    most = lasso_alpha_max(kernels(x, x)[:, 1:], y[:, None])
    assert [n == 30 for n in zeros] == [alpha >= most for alpha in ALPHAS]
    best = int(np.argmin([place["test"] for place in sparse]))
    assert zeros[0] == 0 and 10 <= zeros[best] <= 20


def test_the_guess_is_compared_when_the_sweep_has_ended():
    def said(**given):
        return PenaltySweep(**given).values["texts"]["compared"]

    best = WHERE[0.5]
    assert said().startswith("At which α of L2 will the test error be least?")
    assert said(kind="L1").startswith("At which α of L1 will")
    assert said(guess=best, step=3) == "You said α = 0.5. Play, and compare."
    assert said(guess=best, step=MOST).startswith("You said α = 0.5: right. The test error is 0.059")
    assert said(guess=0, step=MOST, look=4) == (
        "You said α = 0, where the test error is 0.083. It is least at α = 0.5: 0.059."
    )
    assert said(step=MOST).endswith("Next time, guess first.")


def test_the_alpha_that_is_looked_at_lies_within_the_sweep():
    control = PenaltySweep(step=9, look=30)
    assert control.values["k"] == 9 and control.results()["alpha"] == ALPHAS[9]
    looked = PenaltySweep(step=9, look=2).values
    assert looked["k"] == 2 and len(looked["tests"]) == 10 and looked["test"] == looked["tests"][2]
    assert looked["texts"]["row_alpha.1"] == "1.5×10⁻⁴"


def test_a_weight_is_drawn_as_a_bar_or_as_a_cross():
    v = PenaltySweep(kind="L1", step=WHERE[0.1]).values
    assert (
        [bar is None for bar in v["bars"]] == [w == 0 for w in v["w"]] == [z is not None for z in v["zeros"]]
    )
    for bar, w in zip(v["bars"], v["w"], strict=True):
        assert bar is None or (bar[2] == 0 if w > 0 else bar[3] == 0)
    assert shown.height(2.0) == pytest.approx(np.log10(101)) == -shown.height(-2.0)


def test_what_is_said_of_many_sets():
    state = PenaltySweep(step=WHERE[2.0]).state
    seen = {"counts": [0] * (shown.BINS + 2), "found": []}
    assert shown.many_told(state, seen, "2").endswith("seeds 0 to 99: not run yet.")
    for ratio in [0.5] * 90 + [2.0] * 10:
        seen["found"].append(ratio)
        for bar in shown.bar_of(ratio):
            seen["counts"][bar] += 1
    told = shown.many_told(state, seen, "2")
    low, high = binomtest(90, 100).proportion_ci(0.99, method="wilson")
    interval = f"(99 % interval {100 * low:.1f} to {100 * high:.1f} %)"
    assert f"in 90 of 100 sets: 90.0 % {interval}." in told and "0.50 times" in told
    assert shown.many_told(PenaltySweep().state, seen, "0").startswith("Raise α first")
    assert [shown.bar_of(ratio)[0] for ratio in (1e-9, 0.25, 0.999, 1, 1e9)] == [0, 0, 15, 16, 31]


def test_it_weighs_little_in_a_notebook():
    assert len(PenaltySweep()._repr_html_().encode()) < 150_000
