"""Chapter 18: hyperparameter search: grid, random, coarse to fine; on one core or on many machines."""

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
    """One evaluation of the objective. value: what it returned, None after a failure; `error`: its reason."""

    number: int
    parameters: dict
    value: float | None
    error: str | None = None


def random_search(objective, space, n_trials: int, *, seed: int, executor: Executor | None = None) -> list:
    """Trials at `n_trials` random points of the space, in the order in which the points are drawn.

    objective: (parameters, rng) -> number to be minimized, such as the validation error after training with
    these hyperparameters. Each trial gets its own Generator, made from `seed` and the trial's number, and
    runs under the caller's `use_dtype`, `no_grad` and `np.errstate`, so the results are the same on any
    executor. space: name -> Uniform, LogUniform, Integers or Choice. executor: one of `concurrent.futures`,
    or Dask's `client.get_executor()`; None runs the trials here, in order. A process pool needs an objective
    that can be pickled. A trial that raises, or returns no finite number, has an `error` and does not stop
    the others. Source: Bergstra and Bengio 2012; deck Sohn, "Hyperparameter tuning". Raises ValueError for
    n_trials below 1, TypeError for a space or an objective of the wrong type.
    """
    check_space("random_search", space)
    expect.count("random_search", n_trials=n_trials, advice="count trials")
    # independent streams, one for the points and one per trial: a trial's numbers depend neither on the
    # worker that runs it nor on how many numbers the trials before it have drawn
    draw, *seeds = np.random.SeedSequence(seed).spawn(n_trials + 1)
    rng = np.random.default_rng(draw)
    points = [{name: each.sample(rng) for name, each in space.items()} for _ in range(n_trials)]
    return _evaluate(objective, points, seeds, executor)


def grid_search(objective, space, n_values: int, *, seed: int, executor: Executor | None = None) -> list:
    """Trials at every combination of `n_values` values per name, of all values for a Choice.

    The last name varies fastest. The other arguments and the errors are those of `random_search`.
    """
    check_space("grid_search", space)
    expect.count("grid_search", n_values=n_values, advice="count the values of each range")
    axes = [each.grid(n_values) for each in space.values()]
    points = [dict(zip(space, values, strict=True)) for values in itertools.product(*axes)]
    return _evaluate(objective, points, np.random.SeedSequence(seed).spawn(len(points)), executor)


def coarse_to_fine(
    objective, space, n_trials: int, *, n_rounds: int, seed: int, shrink=0.5, executor: Executor | None = None
) -> list:
    """The trials of `n_rounds` random searches, each in a smaller space around the best point so far.

    Each round has `n_trials` trials. Between rounds the width of every range is multiplied by `shrink`, on
    its own scale (a log range in decades), and the new range lies within the old one; a Choice keeps its
    values. Source: deck Sohn, "Hyperparameter tuning". Raises ValueError for a shrink outside (0, 1).
    """
    expect.count("coarse_to_fine", n_rounds=n_rounds, advice="count rounds")
    expect.number("coarse_to_fine", above=0, below=1, shrink=shrink, advice="0.5 halves")
    trials = []
    for round_seed in np.random.SeedSequence(seed).generate_state(n_rounds):
        found = random_search(objective, space, n_trials, seed=int(round_seed), executor=executor)
        # len(trials) is that of all rounds before: += comes after the list is made
        trials += [Trial(len(trials) + t.number, t.parameters, t.value, t.error) for t in found]
        # a round in which everything failed says nothing about where to look: try the same space again
        if any(trial.error is None for trial in trials):
            center = best(trials).parameters
            space = {name: each.around(center[name], shrink) for name, each in space.items()}
    return trials


def best(trials) -> Trial:
    """The trial with the smallest value, the first of several. Raises ValueError when all have failed."""
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
    # these three belong to the calling thread or task: a worker would run with the defaults
    settings = default_dtype(), is_recording(), np.geterr()
    futures = [_submit(executor, settings, job) for job in jobs]
    try:
        return [_result(future, job) for future, job in zip(futures, jobs, strict=True)]
    finally:
        for future in futures:
            future.cancel()  # when an interrupt ends the search, trials that still wait must not start


def _run(objective, number, parameters, seed):
    """One trial, in any process. At top level, so that it can be pickled."""
    try:
        # a copy: an objective may pop from its parameters, and the trial reports them as drawn
        value = float(objective(dict(parameters), np.random.default_rng(seed)))
    except Exception as error:  # not KeyboardInterrupt, which ends the whole search
        return Trial(number, parameters, None, f"{type(error).__name__}: {error}")
    if not math.isfinite(value):
        return Trial(number, parameters, None, f"expected a finite number, got {value}")
    return Trial(number, parameters, value)


def _run_under(settings, *job):
    """One trial under the settings of the search's caller, which a worker does not inherit."""
    dtype, record, errors = settings
    with use_dtype(dtype), recording(record), np.errstate(**errors):
        return _run(*job)


def _submit(executor, settings, job):
    try:
        return executor.submit(_run_under, settings, *job)
    except Exception as error:  # a pool whose workers have died refuses new work: report it as a failed trial
        future = Future()
        future.set_exception(error)
        return future


def _result(future, job):
    try:
        return future.result()
    except Exception as error:  # a worker that died, an objective that cannot be pickled
        return Trial(job[1], job[2], None, f"{type(error).__name__}: {error}")
