"""Hyperparameter search: ordered, the same on every executor, and no trial brings down the others."""

import importlib.util
import os
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest

from dlcourse.layers import MLP
from dlcourse.losses import mean_squared_error
from dlcourse.optimizers import SGD
from dlcourse.search import Trial, best, coarse_to_fine, grid_search, random_search
from dlcourse.search_space import Choice, Integers, LogUniform, Uniform
from dlcourse.training import fit

SPACE = {"lr": LogUniform(1e-4, 1.0), "units": Integers(1, 8), "kind": Choice(("a", "b"))}


def noisy(parameters, rng):
    """Depends on the parameters and on the trial's own random numbers."""
    return abs(np.log10(parameters["lr"]) + 2) + parameters["units"] / 100 + 1e-3 * rng.standard_normal()


def fragile(parameters, rng):
    if parameters["units"] > 6:
        raise ZeroDivisionError("too many")
    return float("nan") if parameters["units"] == 3 else parameters["units"]


def deadly(parameters, rng):
    os._exit(1)


class Reversed(Executor):
    """Computes when the last future is asked for first: results arrive in an order of their own."""

    def __init__(self):
        self.jobs = []

    def submit(self, function, /, *args, **kwargs):
        future = Future()
        self.jobs.append((future, function, args))
        if len(self.jobs) == 12:
            for future_, function_, args_ in reversed(self.jobs):
                future_.set_result(function_(*args_))
        return future


def test_random_search_is_the_same_on_every_executor():
    expected = random_search(noisy, SPACE, 12, seed=3)
    with ThreadPoolExecutor(3) as threads, ProcessPoolExecutor(2) as processes:
        for executor in (threads, processes, Reversed()):
            assert random_search(noisy, SPACE, 12, seed=3, executor=executor) == expected
    assert [trial.number for trial in expected] == list(range(12))
    assert random_search(noisy, SPACE, 12, seed=4) != expected


@pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None, reason="no Dask: pip install -e '.[search]'"
)
@pytest.mark.filterwarnings("ignore")
def test_random_search_is_the_same_on_dask():
    from distributed import Client

    with Client(processes=False, n_workers=1, threads_per_worker=2, dashboard_address=None) as client:
        found = random_search(noisy, SPACE, 12, seed=3, executor=client.get_executor())
    assert found == random_search(noisy, SPACE, 12, seed=3)


def test_more_trials_begin_with_the_same_ones():
    assert [t.parameters for t in random_search(noisy, SPACE, 9, seed=3)][:5] == [
        t.parameters for t in random_search(noisy, SPACE, 5, seed=3)
    ]


def test_the_grid_is_the_product_with_the_last_name_fastest():
    trials = grid_search(lambda p, rng: 1.0, {"x": Uniform(0, 3), "kind": Choice("ab")}, 3, seed=0)
    assert [tuple(t.parameters.values()) for t in trials] == [
        (0.5, "a"), (0.5, "b"), (1.5, "a"), (1.5, "b"), (2.5, "a"), (2.5, "b"),
    ]  # fmt: skip


@pytest.mark.parametrize("pool", [None, ThreadPoolExecutor])
def test_a_trial_that_fails_is_reported_and_stops_no_other(pool):
    executor = pool and pool(2)
    trials = grid_search(fragile, {"units": Integers(1, 8)}, 8, seed=0, executor=executor)
    assert [t.value for t in trials] == [1, 2, None, 4, 5, 6, None, None]
    assert trials[2].error == "expected a finite number, got nan"
    assert trials[7].error == "ZeroDivisionError: too many"
    assert best(trials) == Trial(0, {"units": 1}, 1.0)


def test_a_worker_that_dies_is_reported():
    with ProcessPoolExecutor(1) as executor:
        trials = random_search(deadly, SPACE, 3, seed=0, executor=executor)
        again = random_search(noisy, SPACE, 2, seed=0, executor=executor)  # it refuses new work
    assert all("BrokenProcessPool" in t.error and t.value is None for t in [*trials, *again])


def test_an_objective_that_cannot_be_pickled_is_reported():
    with ProcessPoolExecutor(1) as executor:
        trials = random_search(lambda p, rng: 1.0, SPACE, 2, seed=0, executor=executor)
    assert len(trials) == 2 and all("pickle" in t.error.lower() for t in trials)


def test_an_interrupt_is_not_swallowed():
    def interrupt(parameters, rng):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        random_search(interrupt, SPACE, 2, seed=0)


class Interrupted(Executor):
    """Its first job is interrupted, the others still wait."""

    def __init__(self):
        self.futures = []

    def submit(self, function, /, *args, **kwargs):
        self.futures.append(Future())
        if len(self.futures) == 1:
            self.futures[0].set_exception(KeyboardInterrupt())
        return self.futures[-1]


def test_an_interrupt_cancels_what_still_waits():
    executor = Interrupted()
    with pytest.raises(KeyboardInterrupt):
        random_search(noisy, SPACE, 4, seed=0, executor=executor)
    assert [future.cancelled() for future in executor.futures] == [False, True, True, True]


def test_an_objective_cannot_change_the_report():
    def greedy(parameters, rng):
        return parameters.pop("lr")

    assert all("lr" in trial.parameters for trial in random_search(greedy, SPACE, 3, seed=0))


def test_coarse_to_fine_narrows_around_the_best_and_comes_closer_than_one_round():
    def bump(parameters, rng):
        return (np.log10(parameters["lr"]) + 2.7) ** 2

    space = {"lr": LogUniform(1e-6, 10.0)}
    gains = 0
    for seed in range(20):
        fine = coarse_to_fine(bump, space, 10, n_rounds=4, shrink=0.3, seed=seed)
        assert [t.number for t in fine] == list(range(40))
        exponents = np.log10([t.parameters["lr"] for t in fine]).reshape(4, 10)
        for r in range(1, 4):
            assert np.ptp(exponents[r]) <= 7 * 0.3**r + 1e-9
        gains += best(fine).value < best(random_search(bump, space, 40, seed=seed)).value
    assert gains >= 15


def test_coarse_to_fine_goes_on_when_a_whole_round_fails():
    def never(parameters, rng):
        raise ValueError("no")

    assert len(coarse_to_fine(never, SPACE, 2, n_rounds=3, seed=0)) == 6


@pytest.mark.slow
@pytest.mark.rows("K046")
def test_the_rate_of_a_network_is_found_on_its_validation_data():
    rng = np.random.default_rng(0)
    x = rng.standard_normal((60, 2))
    y = np.tanh(x @ np.array([[1.0], [-2.0]]))

    def objective(parameters, rng):
        model = MLP((2, parameters["units"], 1), rng=rng)
        optimizer = SGD(model.parameters(), lr=parameters["lr"])
        with np.errstate(all="ignore"):
            history = fit(
                model, mean_squared_error, x[:40], y[:40], optimizer, n_epochs=25, rng=rng, progress=False,
                batch_size=10, validation=(x[40:], y[40:]),
            )  # fmt: skip
        return history.validation_loss[-1]

    space = {"lr": LogUniform(1e-6, 1e3), "units": Integers(2, 10)}
    trials = random_search(objective, space, 20, seed=0)
    assert 1e-3 < best(trials).parameters["lr"] < 1 and best(trials).value < 0.1
    assert sum(t.error is not None and "DivergenceError" in t.error for t in trials) >= 1


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: random_search(noisy, SPACE, 0, seed=0), ValueError, "random_search: expected n_trials"),
        (lambda: grid_search(noisy, SPACE, 1.5, seed=0), ValueError, "grid_search: expected n_values"),
        (lambda: random_search(noisy, {}, 1, seed=0), TypeError, "expected a dict of ranges"),
        (lambda: random_search(noisy, {"lr": 0.1}, 1, seed=0), TypeError, "a fixed value is a Choice of one"),
        (lambda: coarse_to_fine(noisy, SPACE, 2, n_rounds=0, seed=0), ValueError, "expected n_rounds"),
        (lambda: coarse_to_fine(noisy, SPACE, 2, n_rounds=1, seed=0, shrink=1), ValueError, "shrink"),
        (
            lambda: best([Trial(0, {}, None, "OSError: x")]),
            ValueError,
            "the first failed with OSError: x",
        ),
    ],
)
def test_misuse_says_what_to_do(call, error, words):
    with pytest.raises(error, match=words):
        call()
