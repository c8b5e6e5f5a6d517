"""Segments: flags, checks, and what is done where there is no machine code."""

import ctypes
import subprocess
import sys

import numpy as np
import pytest
from machine_code_cases import FLOATS, call, compiled, kinds_of, numbers, run

from dlcourse import losses, optimizers
from dlcourse.layers import MLP
from dlcourse.replay import compile_step
from dlcourse.replay.flags import RaisedFlag
from dlcourse.replay.machine_code import as_machine_code, segments
from dlcourse.replay.machine_code.environment import environment
from dlcourse.replay.tape import CannotReplay, expect_all, expect_same

C = ctypes.CDLL(None)
RAISING = {"divide": (np.divide, 1.0, 0.0), "over": (np.square, np.inf), "invalid": (np.sqrt, -1.0)}
every_kind = pytest.mark.parametrize("kind", RAISING)


def raising(kind, n=5, dtype="float32"):
    """A call that raises a flag when `arm` was called, at its last place.   -> (the call, its out, arm)"""
    ufunc, *values = RAISING[kind]
    inputs = [np.ones(n, dtype) for _ in range(ufunc.nin)]
    out = np.zeros(n, dtype)

    def arm():
        for array, value in zip(inputs, values, strict=False):
            array[-1] = min(value, np.finfo(dtype).max)

    return call(ufunc, *inputs, out), out, arm


def raised_now():
    return C.fetestexcept(sum(environment().flags.values()))


@every_kind
@pytest.mark.parametrize("n", [1, 4, 17, 46])
def test_a_flag_is_raised_by_its_name_and_all_is_done(kind, n):
    function, out, arm = raising(kind, n)
    segment, (ufunc, *_) = compiled(function, call(np.negative, out, out)), RAISING[kind]
    assert kinds_of(segment) == []
    arm()
    assert kinds_of(segment) == [kind] == kinds_of(segment)
    with np.errstate(all="ignore"):
        assert np.array_equal(out, -ufunc(*function.args[: ufunc.nin]), equal_nan=True)


def test_all_flags_of_a_segment_are_told():
    calls, _, arms = zip(*map(raising, RAISING), strict=True)
    segment = compiled(*calls)
    for arm in arms:
        arm()
    assert sorted(kinds_of(segment)) == sorted(RAISING)
    with pytest.raises(RaisedFlag, match=r"^invalid, divide, over$"):
        segment()


@every_kind
@pytest.mark.parametrize("dtype", FLOATS)
def test_a_flag_survives_a_loop_of_numpy_that_lowers_it(kind, dtype):
    """maximum.reduce, and comparisons of numbers that lie apart, lower all flags in the end."""
    function, out, arm = raising(kind, dtype=dtype)
    x, total, truths = np.ones(8, dtype), np.zeros((), dtype), np.zeros(4, bool)
    lowering = [
        call(np.maximum.reduce, x, None, None, total, False),
        call(np.less, x[::2], x[1::2], truths),
    ]
    arm()
    C.feraiseexcept(environment().flags[kind])
    compiled(*lowering)()
    assert raised_now() == 0, "the loops that this test is about lower no flags any more"
    for calls in ([function, *lowering], [*lowering, function], [lowering[0], function, lowering[1]]):
        assert kinds_of(compiled(*calls)) == [kind]


@every_kind
def test_a_flag_of_numpys_own_loops_is_told_too(kind):
    x, out = np.ones(6), np.zeros(3)
    value, ufunc = {"divide": (0.0, np.log), "over": (1e5, np.exp), "invalid": (-1.0, np.log)}[kind]
    segment = compiled(call(ufunc, x[::2], out))
    assert kinds_of(segment) == []
    x[4] = value
    assert kinds_of(segment) == [kind]


def test_a_flag_that_was_raised_before_is_not_told():
    x, out = np.ones(5), np.zeros(5)
    elementwise, loop = compiled(call(np.divide, x, x, out)), compiled(call(np.exp, x, out))
    for segment in (elementwise, loop):
        for flag in environment().flags.values():
            C.feraiseexcept(flag)
            assert raised_now() == flag
            assert kinds_of(segment) == [] and raised_now() == 0


@every_kind
def test_a_flag_of_a_segment_does_not_reach_numpy(kind):
    function, _, arm = raising(kind)
    arm()
    assert kinds_of(compiled(function)) == [kind]
    with np.errstate(all="raise"):
        np.add(np.ones(5), 1.0)
        np.exp(np.ones((3, 5))[:, ::2])


def test_numbers_that_are_too_small_raise_a_flag_only_where_numpy_is_told_to_look_for_it():
    x = np.full(9, np.finfo(float).tiny)
    segment, out = compiled(call(np.multiply, x, x / 3, np.zeros(9))), np.zeros(9)
    assert kinds_of(segment) == []
    for told in ("warn", "raise", "call"):
        with np.errstate(under=told):
            assert kinds_of(segment) == ["under"]
    assert kinds_of(compiled(call(np.divide, x, out, out))) == ["divide"]


def test_each_check_says_what_failed():
    fits, truth, x = np.ones(3, bool), np.array(True), np.zeros(3)
    segment = compiled(
        call(expect_all, np.count_nonzero, fits), call(np.add, x, 1.0, x), call(expect_same, truth, True),
        call(np.add, x, 1.0, x),
    )  # fmt: skip
    segment()
    assert x.tolist() == [2.0] * 3 and len(set(segment.failures)) == 2
    truth[...] = False
    with pytest.raises(CannotReplay, match="another outcome"):
        segment()
    assert x.tolist() == [3.0] * 3
    fits[1] = False
    with pytest.raises(CannotReplay, match="NaN, infinite or too large"):
        segment()
    assert x.tolist() == [3.0] * 3


def test_a_step_is_replayed_where_llvmlite_is_not_installed():
    code = """
import sys
sys.modules["llvmlite"] = sys.modules["llvmlite.binding"] = None
import numpy as np
from dlcourse import MLP, losses, optimizers
from dlcourse.replay import compile_step
model = MLP((2, 4, 1), rng=np.random.default_rng(0))
step = compile_step(model, losses.mean_squared_error, optimizers.Adam(model.parameters()))
for _ in range(4):
    step(np.ones((3, 2)), np.ones((3, 1)))
assert step.gear == "replayed" and step.why == "", step.why
"""
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


def outcome_of_training(n):
    model = MLP((3, 8, 2), rng=np.random.default_rng(0))
    step = compile_step(model, losses.softmax_cross_entropy, optimizers.Adam(model.parameters(), lr=0.1))
    rng = np.random.default_rng(1)
    losses_seen = [step(rng.normal(size=(7, 3)), rng.integers(0, 2, 7)) for _ in range(n)]
    return step.gear, losses_seen, [p.array.tobytes() for p in model.parameters()]


def test_a_training_run_has_the_same_bits_with_and_without_machine_code(monkeypatch):
    with_code = outcome_of_training(20)
    monkeypatch.setattr("dlcourse.replay.fastest.has_code", lambda: False)
    assert with_code == outcome_of_training(20) and with_code[0] == "replayed"


def test_running_a_segment_again_reads_its_arrays_anew():
    x, out = numbers(33), np.zeros(33)
    segment = compiled(call(np.multiply, x, 2.0, out))
    for seed in range(3):
        x[...] = numbers(33, seed=seed, plain=True)
        run([segment])
        assert np.array_equal(out, 2 * x)


@pytest.mark.parametrize("size", [2**10, 2**21])
def test_other_threads_run_while_a_segment_has_much_to_do_and_only_then(size):
    x = np.ones(size)
    (segment,) = as_machine_code([call(np.negative, x, x)], [])
    lets_others_run = isinstance(segment.function, ctypes.CFUNCTYPE(ctypes.c_int))
    assert lets_others_run == (2 * x.nbytes > segments.RELEASE_GIL_FROM)
