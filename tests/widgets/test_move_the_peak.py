"""The control of double descent: its fits against the chapter's experiment; what is said of them."""

import functools

import numpy as np
import pytest
from javascript import evaluate, needs_node

from dlcourse.experiments.ch17_double_descent import fit
from dlcourse.widgets.ch17_double_descent import fits
from dlcourse.widgets.ch17_double_descent.double_descent import DoubleDescent
from dlcourse.widgets.ch17_double_descent.fits import COUNTS, MOST, N_NEW, cholesky, solved
from dlcourse.widgets.ch17_double_descent.shown import SETS
from dlcourse.widgets.frame.random import generator, normals

FINAL = """([number, state]) => {
  const program = dlcourse.programs["double-descent"];
  return program.final(number, state, {}, program.setting(state, {})); }"""
DRAW = "([seed, n]) => dlcourse.normals(dlcourse.generator(seed), n)"
SETTINGS = [  # in the last two, features that are 0 for all samples
    {"seed": 7, "penalty": 8},
    {"seed": 3, "n": "20", "noise": 0, "penalty": 20},
    {"seed": 0, "n": "10", "penalty": 4},
    {"seed": 4, "n": "10", "noise": 1},
]


DRAWN_ONCE = functools.cache(fits.data_of)
once = pytest.mark.usefixtures("_samples_are_drawn_once")


@pytest.fixture
def _samples_are_drawn_once(monkeypatch):
    """Every control of a seed has the same ones, and 65,000 products in plain Python take long."""
    monkeypatch.setattr(fits, "data_of", DRAWN_ONCE)


def at(p, **given):
    return DoubleDescent(step=COUNTS.index(p), **given)


def errors(number, **given):
    state = DoubleDescent(**given).state
    return fits.final(number, state, {}, fits.setting(state, {}))


@once
@pytest.mark.parametrize("given", SETTINGS)
def test_fits_are_those_of_the_chapter_at_the_peak_and_on_both_sides(given):
    n = int(given.get("n", 30))
    for p in (1, 2, n - 2, n - 1, n, n + 1, n + 2, 60, 120):
        control = at(p, **given)
        v, state = control.values, control.state
        alphas = [0.0, v["alpha"]] if given.get("penalty") else [0.0]
        for k, alpha in enumerate(alphas):
            sizes = {"n": n, "n_new": N_NEW}
            expected = fit(state["seed"], p, noise=state["noise"], alpha=alpha, **sizes)
            assert v["training"][k] == pytest.approx(expected.training, rel=1e-8, abs=1e-12)
            assert v["test"][k] == pytest.approx(expected.test, rel=1e-8)
            assert v["norm"][k] == pytest.approx(expected.norm, rel=1e-8)


@once
def test_the_last_fit_is_the_chapters_too():
    v = DoubleDescent(step=MOST).values
    expected = fit(7, 500, n_new=N_NEW)
    assert (v["test"][0], v["norm"][0]) == pytest.approx((expected.test, expected.norm), rel=1e-8)
    assert v["training"][0] < 1e-20 and v["p"] == 500 and v["found"] == 30


@needs_node
def test_a_seed_of_several_numbers_draws_what_numpy_draws():
    for seed in ([17, 0, 4], [17, 49, 0], [1, 2, 3, 4], [5]):
        expected = np.random.default_rng(seed).standard_normal(500).tolist()
        assert normals(generator(seed), 500) == expected
        assert evaluate(DRAW, [seed, 500]) == pytest.approx(expected, rel=1e-14)
    assert evaluate(DRAW, [5, 9]) == evaluate(DRAW, [[5], 9])


@needs_node
@pytest.mark.parametrize("given", [{"penalty": 12}, {"n": "10", "noise": 0}])
def test_many_data_sets_have_the_same_errors_in_the_page(given):
    state = DoubleDescent(**given).state
    for number in (4,):
        expected = errors(number, **given)
        found = evaluate(FINAL, [number, state])
        assert found.keys() == expected.keys()
        for kind in expected:
            np.testing.assert_allclose(found[kind], expected[kind], rtol=1e-9)


def test_a_triangular_factor_solves_also_where_a_pivot_is_rounded_away():
    A = np.array([[4.0, 2.0, 4.0], [2.0, 3.0, 2.0], [4.0, 2.0, 5.0]])
    L = cholesky(A.tolist(), 0.5)
    full = np.zeros((3, 3))
    for i, row in enumerate(L):
        full[i, : i + 1] = row
    np.testing.assert_allclose(full @ full.T, A + 0.5 * np.eye(3), rtol=1e-14)
    np.testing.assert_allclose(solved(L, [1.0, 2.0, 3.0]), np.linalg.solve(A + 0.5 * np.eye(3), [1, 2, 3]))
    twice = solved(cholesky([[1.0, 1.0], [1.0, 1.0]], 0.0), [1.0, 1.0])
    assert np.isfinite(twice).all() and sum(twice) == pytest.approx(1)


@once
def test_the_penalty_has_steps_of_a_quarter_of_a_power_of_ten():
    alphas = [DoubleDescent(penalty=k).values["alpha"] for k in (0, 4, 8, 12, 20)]
    assert alphas == [0.0, 0.01, 0.1, 1.0, 100.0]
    assert [DoubleDescent(penalty=k).values["alpha_said"] for k in (0, 8)] == ["none", "α = 0.1"]


@once
def test_the_guess_is_compared_when_all_weights_are_there():
    said = [DoubleDescent(step=k, guess=12).values["texts"]["compared"] for k in (0, MOST - 1, MOST)]
    assert said[:2] == ["You said 12. Play, and compare."] * 2
    assert said[2] == "You said 12; it is 30: 18 too low."
    assert DoubleDescent(step=MOST, guess=30).values["texts"]["compared"] == "You said 30: right."
    late = DoubleDescent(step=MOST).values["texts"]["compared"]
    assert late == "The test error is largest with 30 weights: 4.91. Next time, guess first."


@once
def test_what_is_said_of_a_fit_depends_on_which_are_more_weights_or_samples():
    said = [at(p).values["texts"]["now"] for p in (10, 30, 40)]
    assert ": a training error of 0." in said[0]
    assert "one fit passes through all" in said[1] and "many fits pass through all" in said[2]
    table = at(40).values["texts"]
    assert table["training.0"] == "0.000" and table["test.1"] == "–"


def medians(counts, n=30, seeds=range(20), **given):
    """p -> the median of the chapter's test errors, to which the control is held above."""
    found = [[fit(seed, p, n=n, n_new=N_NEW, **given).test for p in counts] for seed in seeds]
    return dict(zip(counts, np.median(found, axis=0), strict=True))


@pytest.mark.parametrize("seeds", [range(20), pytest.param(range(100, 120), marks=pytest.mark.slow)])
def test_the_tasks_show_what_they_say(seeds):
    counts = [3, 5, 8, 10, 15, 20, 25, 30, 35, 40, 100]
    many, few = medians([*counts, 500], seeds=seeds), medians(counts, n=10, seeds=seeds)
    assert max(many, key=many.get) == 30 and many[500] < min(many[p] for p in counts if p < 30)
    assert max(few, key=few.get) == 10
    assert medians([20], n=20, seeds=seeds)[20] > 2 * few[20]  # more samples, and worse
    clean = medians([10, 30, 500], noise=0.0, seeds=seeds)
    assert clean[30] > 3 * clean[10] > 3 * clean[500]  # a peak without noise
    held = medians(counts[2:], alpha=1.0, seeds=seeds)
    assert max(held.values()) < 0.2 * many[30] and held[100] < 1.1 * many[100]


@once
def test_many_data_sets_are_told_by_their_medians():
    control = DoubleDescent(penalty=12)
    run = fits.setting(control.state, {})
    found = [fits.final(number, control.state, {}, run) for number in range(3)]
    counts = [0] * (MOST + 1)
    for one in found:
        counts[fits.bar_of(one)] += 1
    shown = type(control).program[4]
    v = shown(control.state, [fits.first(run)], run, {"found": found, "counts": counts})
    expected = np.median([one["least"] for one in found], axis=0)
    np.testing.assert_allclose(v["middle"], expected, rtol=1e-12)
    assert v["texts"]["many"].startswith("3 data sets, medians of the test error: ")
    assert " With α = 1: 0." in v["texts"]["many"]
    low, high = (np.array(line)[:, 1] for line in v["quarters"])
    assert (low <= np.clip(expected, 0.01, 100)).all() and (np.clip(expected, 0.01, 100) <= high).all()
    assert f"{SETS} data sets, seeds 0 to {SETS - 1}: not run yet." == control.values["texts"]["many"]


def test_it_weighs_little_in_a_notebook():
    assert len(DoubleDescent()._repr_html_().encode()) < 125_000
