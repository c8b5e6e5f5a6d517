"""Threads and asyncio tasks at once: each switches, counts and trains for itself, as it does alone."""

import asyncio
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from dlcourse import forward_mode
from dlcourse.autodiff import grad, hessian, hvp, jacobian, no_grad
from dlcourse.backend import default_dtype, use_dtype
from dlcourse.counting import Counts, count, tally
from dlcourse.layers import MLP, BatchNorm, Dropout, Linear, Sequential
from dlcourse.losses import mean_squared_error, softmax_cross_entropy
from dlcourse.op import is_recording
from dlcourse.optimizers import SGD, Adam
from dlcourse.prediction import in_mode, predict
from dlcourse.replay import compile_function, compile_step
from dlcourse.search import random_search
from dlcourse.search_space import LogUniform
from dlcourse.tensor import Parameter, Tensor
from dlcourse.training import fit

N_THREADS = 3


@pytest.fixture(autouse=True)
def frequent_switches():
    """Threads take turns a hundred times as often as usual, so that what they share shows."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(5e-5)
    yield
    sys.setswitchinterval(before)


def data(seed, n_out=1):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((12, 2)), rng.standard_normal((12, n_out))


def train(seed):
    """`fit` with dropout and batch norm, and a validation that switches modes and recording."""
    rng = np.random.default_rng(seed)
    model = Sequential(Linear(2, 5, rng=rng), BatchNorm(5), Dropout(0.7, rng=rng), Linear(5, 1, rng=rng))
    x, y = data(seed)
    history = fit(
        model, mean_squared_error, x, y, Adam(model.parameters(), lr=0.05),
        n_epochs=3, batch_size=5, rng=rng, validation=(x, y), progress=False, replay=False,
    )  # fmt: skip
    return [*history.loss, *history.validation_loss, predict(model, x)]


def loop(seed):
    """The loop by hand, in float32, with the loss measured under no_grad after each step."""
    with use_dtype("float32"):
        model = MLP((2, 4, 3), rng=np.random.default_rng(seed))
    x, y = data(seed)[0].astype("float32"), np.arange(12) % 3
    optimizer, losses = SGD(model.parameters(), lr=0.1), []
    for _ in range(4):
        optimizer.step(grad(softmax_cross_entropy(model(x), y), model.parameters()))
        with no_grad():
            losses.append(softmax_cross_entropy(model(x), y).array)
    assert losses[0].dtype == np.float32
    return losses


def derive(seed):
    """First and second derivatives, forward and reverse."""
    x = np.random.default_rng(seed).standard_normal(3)
    t = Tensor(x)
    J = (t * t * t).sum() + t[0] * t[1]
    with no_grad():
        assert (t * t).op is None
    slope = forward_mode.jvp(lambda a: (a * a).sum(), x, np.ones(3))[1]
    return [grad(J, t), hessian(J, t), hvp(J, t, np.ones(3)), jacobian(lambda a: a * a, x), slope]


def counted(seed):
    """What a sweep over seed + 1 edges costs."""
    t = J = Tensor(1.0)
    for _ in range(seed + 1):
        J = -J
    with count() as counts:
        grad(J, t)
    return [counts.sweeps, counts.edges]


def compiled(seed):
    """Steps and a function, recorded and replayed where no other thread is recording just then."""
    rng = np.random.default_rng(seed)
    model, (x, y) = MLP((2, 4, 1), rng=rng), data(seed)
    step = compile_step(model, mean_squared_error, Adam(model.parameters(), lr=0.01))
    cubes = compile_function(lambda a: (Tensor(a) ** 3).sum())
    return [step(x, y) for _ in range(4)] + [cubes(x) for _ in range(3)]


JOBS = [train, loop, derive, counted]


def in_threads(function, n=N_THREADS):
    """What function(0), ..., function(n - 1) give in threads that begin together."""
    together = threading.Barrier(n)

    def begin(i):
        together.wait()
        return function(i)

    with ThreadPoolExecutor(n) as pool:
        return list(pool.map(begin, range(n)))


def expect_the_same_at_once(jobs):
    def everything(i):
        return [job(i) for job in np.roll(jobs, i)]

    alone = [everything(i) for i in range(N_THREADS)]
    at_once = in_threads(everything)
    for expected, got in zip(alone, at_once, strict=True):
        for of_job, of_this in zip(expected, got, strict=True):
            for a, b in zip(of_job, of_this, strict=True):
                np.testing.assert_array_equal(a, b, strict=True)
    t = Tensor(3.0)
    assert grad(t * t, t) == 6


def test_threads_train_derive_and_count_as_each_does_alone():
    expect_the_same_at_once(JOBS)


@pytest.mark.slow
def test_threads_record_and_replay_as_each_does_alone():
    expect_the_same_at_once([compiled, *JOBS])


@pytest.mark.parametrize(
    ("switched", "value"),
    [
        (lambda: use_dtype("float32"), lambda: (default_dtype(), Parameter([1]).dtype, Tensor(1).dtype)),
        (no_grad, lambda: (is_recording(), (Tensor(1.0) * 2).op is None, (Tensor(1.0) * Tensor(2.0)).op)),
        (count, lambda: tally(sweeps=1)),
    ],
    ids=["use_dtype", "no_grad", "count"],
)
def test_a_block_is_for_its_own_thread_and_overlaps_with_others_in_any_order(switched, value):
    outside, opened, leave = value(), threading.Event(), threading.Event()

    def stay_inside():
        with switched():
            opened.set()
            leave.wait(10)
        return value()

    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(stay_inside)
        opened.wait(10)
        assert value() == outside
        with switched() as counts:
            leave.set()
            assert other.result(10) == outside  # it closed its block, opened before this one, within it
            value()
    assert value() == outside
    assert counts in (None, Counts(sweeps=1))


def test_tasks_of_asyncio_switch_for_themselves():
    async def task(i):
        with use_dtype("float32" if i % 2 else "float64"), no_grad() if i % 3 else count():
            await asyncio.sleep(0)
            return default_dtype().itemsize, is_recording()

    async def all_of_them():
        return await asyncio.gather(*map(task, range(6)))

    assert asyncio.run(all_of_them()) == [(4 + 4 * (i % 2 == 0), i % 3 == 0) for i in range(6)]


def test_a_block_counts_what_tasks_made_within_it_hand_to_other_threads():
    async def all_of_them():
        with count() as counts:
            await asyncio.gather(*[asyncio.to_thread(counted_here) for _ in range(N_THREADS)])
        return counts

    def counted_here():
        for _ in range(200):
            tally(sweeps=1, edges=2)

    assert asyncio.run(all_of_them()) == Counts(200 * N_THREADS, 400 * N_THREADS)


@pytest.mark.parametrize("settings", [(), ("float32",)])
def test_a_search_by_threads_finds_what_it_finds_alone(settings):
    def objective(parameters, rng):
        model, (x, y) = MLP((2, 3, 1), rng=rng), data(0)
        fit(
            model, mean_squared_error, x, y, SGD(model.parameters(), lr=parameters["lr"]),
            n_epochs=3, validation=(x, y), progress=False,
        )  # fmt: skip
        t = Tensor(3.0)
        assert grad(t * t, t) == 6
        return float(mean_squared_error(predict(model, x), y))

    with use_dtype(*settings or ("float64",)), ThreadPoolExecutor(4) as pool:
        search = {"space": {"lr": LogUniform(1e-3, 0.1)}, "n_trials": 8, "seed": 1}
        expected = random_search(objective, **search)
        assert random_search(objective, **search, executor=pool) == expected
        assert all(trial.error is None for trial in expected)


def test_a_search_by_threads_runs_under_the_callers_settings():
    def objective(parameters, rng):
        if np.geterr()["divide"] != "raise":
            return 0.0
        return float(is_recording()) + default_dtype().itemsize

    with ThreadPoolExecutor(2) as pool, use_dtype("float32"), no_grad(), np.errstate(divide="raise"):
        trials = random_search(objective, {"lr": LogUniform(0.1, 1)}, 2, seed=0, executor=pool)
    assert [trial.value for trial in trials] == [4, 4]


def test_threads_may_predict_with_one_model_that_is_in_training_mode():
    rng = np.random.default_rng(0)
    model = Sequential(Linear(2, 5, rng=rng), BatchNorm(5), Dropout(0.5, rng=rng), Linear(5, 1, rng=rng))
    x, before = data(0)[0], model.state_dict()
    expected = predict(model, x)
    for got in in_threads(lambda i: [predict(model, x, batch_size=3 + i) for _ in range(20)]):
        for answer in got:
            np.testing.assert_allclose(answer, expected, rtol=1e-12)
    assert all(module.training for module in model.modules())
    assert all(np.array_equal(before[name], array) for name, array in model.state_dict().items())


@pytest.mark.parametrize("first_out", [0, 1])
def test_whoever_leaves_last_gives_the_modules_their_modes_back(first_out):
    model = Sequential(Dropout(0.5, rng=np.random.default_rng(0)), BatchNorm(2))
    model.steps[1].eval()
    blocks = [in_mode(model, training=False), in_mode(model, training=False)]
    for block in blocks:
        block.__enter__()
    blocks.pop(first_out).__exit__(None, None, None)
    assert [module.training for module in model.modules()] == [False] * 3
    blocks.pop().__exit__(None, None, None)
    assert [module.training for module in model.modules()] == [True, True, False]
