"""Random numbers of a replay: those that the loop would draw, from the same generator, in the same order."""

import numpy as np
import pytest
from in_turn import in_turn
from replay_cases import NETS, expect_the_loop

from dlcourse.optimizers import Adam
from dlcourse.replay.memory import plan_memory
from dlcourse.replay.randomness import DRAWS, TracedGenerator
from dlcourse.replay.traced import Traced, TracedTape


def drawn(draw, n, kind=np.random.PCG64):
    """What n replays of a draw give, and the generator's state after them."""
    generator, tape = np.random.Generator(kind(5)), TracedTape(np)
    value = draw(TracedGenerator(generator, tape))
    array_of, calls, _ = plan_memory(tape, [value])
    found = [value.value.copy()]
    for _ in range(n):
        for call in calls:
            call()
        found.append(array_of(value).copy())
    return found, generator.bit_generator.state


@pytest.mark.parametrize("kind", [np.random.PCG64, np.random.MT19937, np.random.Philox])
@in_turn("dtype", ["float64", "float32"])
@in_turn("shape", [(4, 3), 5, (0,), ()])
@pytest.mark.parametrize("name", DRAWS)
def test_a_draw_is_drawn_anew_as_the_generator_itself_would(name, shape, dtype, kind):
    found, state = drawn(lambda rng: getattr(rng, name)(shape, dtype=dtype), 3, kind)
    oracle = np.random.Generator(kind(5))
    for array in found:
        assert array.dtype == dtype and np.array_equal(array, getattr(oracle, name)(shape, dtype=dtype))
    assert str(state) == str(oracle.bit_generator.state)


@pytest.mark.parametrize("name", ["normal", "integers", "permutation", "choice", "exponential"])
def test_other_draws_are_done_once_and_not_replayed(name):
    tape = TracedTape(np)
    value = getattr(TracedGenerator(np.random.default_rng(5), tape), name)(7)
    assert not isinstance(value, Traced) and f"rng.{name}" in tape.why
    assert np.array_equal(value, getattr(np.random.default_rng(5), name)(7))


def test_a_single_number_stays_a_python_float_which_does_not_widen_float32():
    tape = TracedTape(np)
    value = TracedGenerator(np.random.default_rng(5), tape).random()
    assert type(value) is float and "a single number by rng.random" in tape.why
    assert value == np.random.default_rng(5).random()


def test_a_condition_that_changes_after_a_draw_does_not_draw_twice():
    net = NETS["dropout"]

    def make():
        model, loss, optimizer = net.parts(Adam)()
        return model, lambda z, y: loss(z, y) * (2.0 if (z.array > 1).any() else 1.0), optimizer

    expect_the_loop(make, net.batches(30, m=2))  # which compares the states of the generators, too
