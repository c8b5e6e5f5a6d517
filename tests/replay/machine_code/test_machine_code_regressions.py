"""Machine code for replays: what once went wrong in it."""

import ctypes
import operator
import warnings

import numpy as np
import pytest
from machine_code_cases import SIZES, call, expect_same_bits, kinds_of, numbers
from replay_cases import MSE, loop_of, mlp

from dlcourse import ops, use_dtype
from dlcourse.optimizers import SGD, Adamax
from dlcourse.replay import compile_step
from dlcourse.replay.machine_code import as_machine_code, translation
from dlcourse.replay.machine_code.environment import environment
from dlcourse.replay.machine_code.fused import MOST_FUSED
from dlcourse.replay.machine_code.grouping import MOST_STEPS, grouped
from dlcourse.replay.machine_code.segments import RELEASE_GIL_FROM
from dlcourse.replay.tape import write

FLAWED = {  # what raises a flag, at which number
    "divide": (lambda x, out: call(np.divide, np.ones_like(x), x, out), 0.0),
    "invalid": (lambda x, out: call(np.sqrt, x, out), -1.0),
    "over": (lambda x, out: call(np.multiply, x, x, out), -1e30),
}


def parts(optimizer, **options):
    with use_dtype("float32"):
        model = mlp(ops.tanh)(np.random.default_rng(0))
    return model, MSE, optimizer(model.parameters(), **options)


def batches(n, size=1.0, seed=1):
    rng = np.random.default_rng(seed)
    shapes = (6, 3), (6, 2)
    return [tuple([(size * rng.standard_normal(s)).astype("float32") for s in shapes]) for _ in range(n)]


def warnings_of(step, x, y) -> list:
    """What numpy says in a step."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        step(x, y)
    return [str(warning.message) for warning in caught]


@pytest.mark.parametrize("kind", FLAWED)
def test_a_number_that_a_where_drops_raises_its_flag_all_the_same(kind):
    # vectors of AVX-512 masked it out, code for single numbers went around it
    flawed, number = FLAWED[kind]
    for n in SIZES:
        x, root, out, zero = np.ones(n, "f4"), *np.zeros((3, n), "f4")
        fits, x[-1] = np.zeros(n, bool), number
        choice = call(write, out, np.where, (fits, root, zero), {})
        calls = [flawed(x, root), call(np.greater, x, zero, fits), choice]
        [segment] = as_machine_code(calls, [root, fits])
        assert kinds_of(segment) == [kind], n


def test_underflow_raises_its_flag_where_errstate_asks_for_it():
    x = np.full(5, 1e-30, "float32")
    [segment] = as_machine_code([call(np.multiply, x, x, np.zeros_like(x))], ())
    for under, kinds in (("ignore", []), ("warn", ["under"]), ("raise", ["under"])):
        with np.errstate(under=under):
            assert kinds_of(segment) == kinds


def test_what_is_assigned_may_have_more_axes_of_length_one_in_front():
    x, out = numbers((1, 1, 5)), np.zeros(5)
    expect_same_bits([call(operator.setitem, out, ..., x)], [out])


def test_a_list_of_two_arrays_is_one_index():
    x, i = np.zeros((4, 4)), np.array([0, 2])
    expect_same_bits([call(operator.setitem, x, [i, i], 1.0)], [x], in_python=1)


def test_isfinite_of_numbers_that_lie_backwards_has_the_bits_of_numpy():
    x, out = numbers((25, 23))[::-1], np.zeros((23, 25, 2), bool)[:, :, 0].T
    expect_same_bits([call(np.isfinite, x, out)], [out], in_python=1)


def test_too_many_steps_are_given_up_early_and_no_pass_takes_too_many():
    # each was compared with all before it: a recurrent net of 300 steps took a quarter of a minute
    x = np.ones((2, 3))
    assert len(grouped([call(np.exp, x, x)] * (2 * MOST_STEPS), [])) == MOST_STEPS + 1
    passes = grouped([call(np.negative, x, x)] * (2 * MOST_FUSED + 1), [])
    assert [len(one.steps) for one in passes] == [MOST_FUSED, MOST_FUSED, 1]


def test_only_a_long_segment_lets_other_threads_compute_meanwhile():
    # the lock took milliseconds to come back to a step of microseconds
    for n_bytes, library in ((8, ctypes.PyDLL), (RELEASE_GIL_FROM, ctypes.CDLL)):
        x = np.ones(n_bytes // 8)
        [segment] = as_machine_code([call(np.negative, x, x)], ())
        assert segment.function._flags_ == library._func_flags_


def test_with_an_old_llvmlite_or_where_llvm_fails_the_calls_stay_what_they_are(monkeypatch):
    # the step was never replayed: it took the error for one of its own
    def no_memory(module, imports):
        raise RuntimeError("Unable to allocate section memory")

    calls = [call(np.negative, np.ones(3), np.ones(3))]
    monkeypatch.setattr(translation, "compiled", no_memory)
    assert as_machine_code(calls, ()) is calls
    for version, is_new in (("0.44.0", False), ("0.46.0", True), ("0.101.0rc1", True), ("1.0", True)):
        monkeypatch.setattr("llvmlite.__version__", version)
        assert (environment.__wrapped__() is not None) is is_new


def test_the_check_of_the_second_batch_warns_as_often_as_the_loop():
    step, loop = compile_step(*parts(SGD)), loop_of(*parts(SGD))
    (x, y), (_, huge) = *batches(1), *batches(1, size=1e20)
    assert warnings_of(step, x, y) == warnings_of(loop, x, y) == []
    assert warnings_of(step, x, huge) == warnings_of(loop, x, huge) == ["overflow encountered in multiply"]


def test_an_error_while_the_update_is_recorded_leaves_the_next_step_whole():
    # 0 / 0 in Adamax without a gradient: its eps is 0 in float32
    step, loop = compile_step(*parts(Adamax, eps=1e-300)), loop_of(*parts(Adamax, eps=1e-300))
    x, y = batches(1)[0]
    with np.errstate(all="raise", under="ignore"):
        for _ in range(4):
            for way in (step, loop):
                with pytest.raises(FloatingPointError, match="divide"):
                    way(0 * x, y)
    for batch in batches(4):
        assert step(*batch) == loop(*batch)
    assert (step.gear, step.why) == ("replayed", "")
