"""Chapter 18: hyperparameter search. Grid, random, coarse to fine; on one core or many machines."""

import itertools
import math
from concurrent.futures import Executor, Future
from dataclasses import dataclass

import numpy as np

from dlcourse import expect
from dlcourse.backend import default_dtype, use_dtype
from dlcourse.op import is_recording, recording
from dlcourse.search_space import check_space


@dataclass(frozen=True)
class Trial:
    """One evaluation. value: that of the objective, None when it failed; then `error` says how."""

    number: int
    parameters: dict
    value: float | None
    error: str | None = None


def random_search(objective, space, n_trials: int, *, seed: int, executor: Executor | None = None) -> list:
    """`n_trials` points drawn from the space, one after the other.   -> Trials, in the order of drawing

    objective: (parameters, rng) -> number, the smaller the better: what training with these hyperparameters
    reaches on the validation data. It gets its own Generator, made from `seed` and the trial's number, and
    runs under the caller's `use_dtype`, `no_grad` and `np.errstate`, so the results are the same on any
    executor. space: name -> Uniform, LogUniform, Integers or Choice. executor: a `concurrent.futures` one, or
    Dask's `client.get_executor()`; None computes here, in order. One for processes needs an objective that
    can be pickled. A trial that raises, or gives no finite number, is reported in its `error` and stops no
    other. Source: Bergstra and Bengio 2012; deck Sohn, "Hyperparameter tuning".
    """
    check_space("random_search", space)
    expect.count("random_search", n_trials=n_trials, advice="count trials")
    draw, *seeds = np.random.SeedSequence(seed).spawn(n_trials + 1)
    rng = np.random.default_rng(draw)
    points = [{name: each.sample(rng) for name, each in space.items()} for _ in range(n_trials)]
    return _evaluate(objective, points, seeds, executor)


def grid_search(objective, space, n_values: int, *, seed: int, executor: Executor | None = None) -> list:
    """Every combination of `n_values` values per name (a Choice: all of its values).   -> Trials, in order

    The last name varies fastest. The arguments are those of `random_search`.
    """
    check_space("grid_search", space)
    expect.count("grid_search", n_values=n_values, advice="count the values of each range")
    axes = [each.grid(n_values) for each in space.values()]
    points = [dict(zip(space, values, strict=True)) for values in itertools.product(*axes)]
    return _evaluate(objective, points, np.random.SeedSequence(seed).spawn(len(points)), executor)


def coarse_to_fine(
    objective, space, n_trials: int, *, n_rounds: int, seed: int, shrink=0.5, executor: Executor | None = None
) -> list:
    """`n_rounds` random searches of `n_trials` each, every one in a smaller space around the best so far.

    Each round multiplies the width of every range by `shrink`, on its own scale (a log range in decades),
    within the range it had before; a Choice keeps its values. -> all Trials, in order. Source: deck Sohn,
    "Hyperparameter tuning". Raises ValueError for a shrink outside (0, 1).
    """
    expect.count("coarse_to_fine", n_rounds=n_rounds, advice="count rounds")
    expect.number("coarse_to_fine", above=0, below=1, shrink=shrink, advice="0.5 halves")
    trials = []
    for round_seed in np.random.SeedSequence(seed).generate_state(n_rounds):
        found = random_search(objective, space, n_trials, seed=int(round_seed), executor=executor)
        trials += [Trial(len(trials) + t.number, t.parameters, t.value, t.error) for t in found]
        if any(trial.error is None for trial in trials):
            center = best(trials).parameters
            space = {name: each.around(center[name], shrink) for name, each in space.items()}
    return trials


def best(trials) -> Trial:
    """The trial of the smallest value, the first among equals. Raises ValueError when all failed."""
    done = [trial for trial in trials if trial.error is None]
    if not done:
        first = f"; the first failed with {trials[0].error}" if trials else "; search before asking"
        raise ValueError(f"best: expected a trial that succeeded, got none of {len(trials)}{first}")
    return min(done, key=lambda trial: trial.value)


def _evaluate(objective, points, seeds, executor):
    if not callable(objective):
        raise TypeError(
            f"search: expected an objective (parameters, rng) -> number, got {objective!r}; pass a function"
        )
    jobs = [(objective, i, point, seed) for i, (point, seed) in enumerate(zip(points, seeds, strict=True))]
    if executor is None:
        return [_run(*job) for job in jobs]
    settings = default_dtype(), is_recording(), np.geterr()
    futures = [_submit(executor, settings, job) for job in jobs]
    try:
        return [_result(future, job) for future, job in zip(futures, jobs, strict=True)]
    finally:
        for future in futures:
            future.cancel()  # what still waits when an interrupt ends the search


def _run(objective, number, parameters, seed):
    """One trial, in whichever process. Top level, so that it can be pickled."""
    try:
        value = float(objective(dict(parameters), np.random.default_rng(seed)))
    except Exception as error:
        return Trial(number, parameters, None, f"{type(error).__name__}: {error}")
    if not math.isfinite(value):
        return Trial(number, parameters, None, f"expected a finite number, got {value}")
    return Trial(number, parameters, value)


def _run_under(settings, *job):
    """One trial under the settings of the caller of the search, which a worker does not inherit."""
    dtype, record, errors = settings
    with use_dtype(dtype), recording(record), np.errstate(**errors):
        return _run(*job)


def _submit(executor, settings, job):
    try:
        return executor.submit(_run_under, settings, *job)
    except Exception as error:  # an executor whose workers have died refuses new work
        future = Future()
        future.set_exception(error)
        return future


def _result(future, job):
    try:
        return future.result()
    except Exception as error:  # a worker that died, an objective that cannot be pickled
        return Trial(job[1], job[2], None, f"{type(error).__name__}: {error}")
