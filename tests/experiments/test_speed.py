"""Shares, ratios and turns of times, on clocks of our own. Nothing here is timed."""

import numpy as np
import pytest

from dlcourse.data import xor
from dlcourse.experiments import ch20_speed as speed
from dlcourse.layers import MLP
from dlcourse.losses import mean_squared_error
from dlcourse.ops import tanh
from dlcourse.optimizers import Adam
from dlcourse.replay import fastest
from dlcourse.replay.program import record
from dlcourse.replay.watch import Watch


@pytest.fixture
def clock(monkeypatch):
    """A clock that only a task moves: `clock.now += 1`."""

    class Clock:
        now = 0.0

    monkeypatch.setattr(speed.time, "perf_counter", lambda: Clock.now)
    return Clock


def taking(clock, seconds, calls=None, name=None):
    def task():
        clock.now += seconds
        if calls is not None:
            calls.append(name)

    return task


def test_each_task_is_timed_per_call(clock):
    times = speed.take_turns({"a": taking(clock, 0.001), "b": taking(clock, 0.25)}, seconds=0.0)
    assert {name: len(rounds) for name, rounds in times.items()} == {"a": 5, "b": 5}
    np.testing.assert_allclose(times["a"], 0.001, rtol=1e-9)
    np.testing.assert_allclose(times["b"], 0.25, rtol=1e-9)


def test_tasks_take_turns_and_quick_ones_are_repeated(clock):
    calls = []
    tasks = {"a": taking(clock, 0.001, calls, "a"), "b": taking(clock, 0.004, calls, "b")}
    speed.take_turns(tasks, seconds=0.0, shortest=0.004)
    prepared = 2 * (3 + 3)
    assert "".join(calls[prepared:]) == 5 * ("aaaa" + "b")


def test_there_are_as_many_rounds_as_the_time_allows(clock):
    times = speed.take_turns({"a": taking(clock, 0.5), "b": taking(clock, 0.5)}, seconds=10.0)
    assert len(times["a"]) == len(times["b"]) == 10


def test_a_ratio_is_formed_within_each_round():
    one, other = np.array([1.0, 20.0, 3.0, 4.0, 5.0]), np.array([2.0, 40.0, 6.0, 4.0, 20.0])
    found = speed.ratio(one, other)  # of 0.5, 0.5, 0.5, 1, 0.25
    assert (found.low, found.median, found.high) == (0.5, 0.5, 0.5)
    assert str(found) == "0.50, half of the rounds from 0.50 to 0.50"


@pytest.mark.parametrize(
    "times, expected", [((8, 1, 3, 1), (1 / 8, 2 / 8, 5 / 8)), ((4, 1, 5, 1), (1 / 5, 4 / 5, 0))]
)
def test_shares_add_up_to_1_and_none_is_negative(times, expected, monkeypatch):
    names = ("step", "products", "small step", "small products")
    rounds = {name: np.full(5, float(t)) for name, t in zip(names, times, strict=True)}
    monkeypatch.setattr(speed, "take_turns", lambda tasks, seconds: {name: rounds[name] for name in tasks})
    found = speed.shares((2, 3, 1), 4)
    assert (found.products, found.bookkeeping, found.rest) == pytest.approx(expected)


def test_gears_are_measured_against_the_recorded_step(monkeypatch):
    rounds = {"recorded": np.full(5, 4.0), "replayed": np.full(5, 2.0), "products": np.full(5, 1.0)}
    monkeypatch.setattr(speed, "take_turns", lambda tasks, seconds: {name: rounds[name] for name in tasks})
    found = speed.gears((2, 3, 1), 4)
    assert (found.replayed.median, found.products.median) == (0.5, 0.25)


def test_both_gears_of_a_training_give_the_same_bits():
    one, other = speed.Training((3, 5, 2), 7), speed.Training((3, 5, 2), 7)
    for _ in range(10):
        assert one.recorded() == other.replayed()
    assert other.step.gear == "replayed"
    assert one.optimizer.theta.dtype == np.float32
    assert one.optimizer.theta.tobytes() == other.optimizer.theta.tobytes()


def test_the_tape_of_the_chapter_reads_as_the_chapter_says():
    x, y = xor()
    model = MLP((2, 8, 1), activation=tanh, rng=np.random.default_rng(0))
    watch = Watch([("model", model), ("loss", mean_squared_error)])
    program = record(model, mean_squared_error, Adam(model.parameters()), x, y, watch)
    calls = [call.func.__name__ for call in program.plain_calls]
    assert calls[:8] == "dot add tanh matmul add subtract multiply reduce".split()
    products = [name for name in calls[8:] if name in ("dot", "matmul")]  # with a side of 1: matmul
    assert len(products) == 5  # G W^T once, x^T G and a row of ones times G twice
    if fastest.machine_code is not None:
        assert len(program.calls) == 1  # with llvmlite, which the tests install, as one function


@pytest.mark.parametrize("widths", [(3, 5, 2), (2, 4, 4, 1)])
def test_the_bare_products_are_those_of_a_step(widths, monkeypatch):
    shapes = []
    run = speed.bare_products(widths, 7)
    monkeypatch.setattr(speed.np, "dot", lambda a, b, out: shapes.append((a.shape, b.shape, out.shape)))
    run()
    forward = [((7, a), (a, b), (7, b)) for a, b in zip(widths, widths[1:], strict=False)]
    to_weights = [((a, 7), (7, b), (a, b)) for a, b in zip(widths, widths[1:], strict=False)]
    to_inputs = [((7, b), (b, a), (7, a)) for a, b in zip(widths[1:], widths[2:], strict=False)]
    assert shapes[: len(forward)] == forward
    assert sorted(shapes[len(forward) :]) == sorted(to_weights + to_inputs)
