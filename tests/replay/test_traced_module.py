"""The functions of traced arrays: numpy's, written on the tape of the thread."""

import numpy as np
import pytest

from dlcourse.backend import is_array, xp_of
from dlcourse.replay.memory import plan_memory
from dlcourse.replay.tape import CannotReplay
from dlcourse.replay.traced import Traced, TracedTape
from dlcourse.replay.traced_module import current_tape, writing

A = np.random.default_rng(0).standard_normal((3, 4))
ROWS = np.array([2, 0, 2])


def add_at(a, xp):
    total = xp.zeros_like(a)
    xp.add.at(total, ROWS, a)
    return total


def written(a, xp):
    out = xp.zeros((3, 4), a.dtype)
    before = out + a  # reads what is constant so far
    out[1:] = a[1:]
    return out * before


USES = {
    "ufuncs": lambda a, xp: xp.exp(a) + xp.tanh(a) * xp.sqrt(xp.abs(a)) + xp.maximum(a, 0.1) + xp.sign(a),
    "where": lambda a, xp: xp.where(a > 0, a, -2 * a),
    "joined": lambda a, xp: xp.concatenate([a, 2 * a], axis=1) @ xp.ones((8, 2), a.dtype),
    "stacked": lambda a, xp: xp.stack([a, a * a]).sum(axis=0),
    "made from nothing": lambda a, xp: (
        a * xp.arange(4) + xp.full((4,), 2.0) + xp.eye(4)[:3] + xp.ones_like(a)
    ),
    "asarray": lambda a, xp: a * xp.asarray(2.0) + xp.asarray(a) + xp.asarray([1.0, 2.0, 3.0, 4.0]),
    "numbers and types": lambda a, xp: (a * xp.pi).astype(xp.float32),
    "clip": lambda a, xp: xp.clip(a, -0.5, 0.5),
    "broadcast": lambda a, xp: xp.broadcast_to(a[0], (3, 4)) * a,
    "options": lambda a, xp: xp.sum(a, axis=1, keepdims=True) + xp.add(a, 1.0, dtype=np.float64),
    "add.at": add_at,
    "written parts": written,
}


@pytest.mark.parametrize("name", USES)
def test_what_the_functions_give_has_the_bits_of_numpy_at_once_and_replayed(name):
    source, tape = A.copy(), TracedTape(np)
    with writing(tape):
        a = tape.varying(source)
        result = USES[name](a, xp_of(a))
    assert result.value.tobytes() == USES[name](A, np).tobytes() and not tape.why
    array_of, calls, _ = plan_memory(tape, [result])
    for factor in (2.0, -1.0):
        source[...] = factor * A
        for call in calls:
            call()
        assert array_of(result).tobytes() == USES[name](source, np).tobytes()


def test_a_traced_array_is_an_array_whose_module_is_this_one():
    a = TracedTape(np).varying(A)
    assert is_array(a) and xp_of(a).ndarray is Traced and xp_of(a) is not np
    assert not hasattr(xp_of(a), "__wrapped__")


REFUSED = {
    "a number that varies": lambda a, xp: xp.full((2,), a.max()),
    "a number that varies, like": lambda a, xp: xp.full_like(a, a.max()),
    "copyto": lambda a, xp: xp.copyto(xp.zeros_like(a), a),
    "out": lambda a, xp: xp.add(a, a, out=a),
    "another at": lambda a, xp: xp.multiply.at(a, ROWS, 2.0),
    "add.at of another's": lambda a, xp: xp.add.at(a, ROWS, 2.0),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_would_write_unseen_is_refused_before_it_is_done(what):
    source, tape = A.copy(), TracedTape(np)
    a = tape.varying(source)
    with writing(tape), pytest.raises(CannotReplay):
        REFUSED[what](a, xp_of(a))
    assert np.array_equal(source, A)


def test_a_constant_that_is_written_later_starts_each_replay_as_it_was():
    source, tape = np.ones(2), TracedTape(np)
    with writing(tape):
        a = tape.varying(source)
        total = xp_of(a).full((2,), 5.0)
        total += a
        total += a
    array_of, calls, _ = plan_memory(tape, [total])
    for _ in range(3):
        for call in calls:
            call()
        assert array_of(total).tolist() == [7.0, 7.0]


def test_an_array_from_outside_that_is_changed_in_place_is_read_anew():
    source, outside, tape = np.ones(2), np.ones(2), TracedTape(np)
    with writing(tape):
        a = tape.varying(source)
        xp = xp_of(a)
        result = xp.square(xp.asarray(outside)) * a + outside
    array_of, calls, _ = plan_memory(tape, [result])
    outside[...] = 3.0
    for call in calls:
        call()
    assert array_of(result).tolist() == [12.0, 12.0]


def test_tapes_are_nested_and_belong_to_a_block():
    first, second = TracedTape(np), TracedTape(np)
    with writing(first):
        with writing(second):
            assert current_tape() is second
        assert current_tape() is first
