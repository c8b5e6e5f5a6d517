"""What goes on a tape: only what varies, by the calls that cost least and have the same bits."""

import itertools

import numpy as np
import pytest

from dlcourse.replay import recording
from dlcourse.replay.tape import Storage
from dlcourse.replay.traced import Traced, TracedTape

A = np.random.default_rng(0).standard_normal((3, 4))


def functions(tape):
    return [call.function for call in tape.calls]


def constant(tape, array):
    return tape.traced(array, Storage(varies=False, fixed=False))


def test_a_view_and_what_is_made_of_constants_are_no_calls():
    tape = TracedTape(np)
    a, c = tape.varying(A), constant(tape, A.copy())
    view, computed = recording.compute(tape, np.transpose, (a,)), recording.elementwise(tape, "exp", (c,))
    assert view.storage is a.storage and view.storage.varies
    assert not computed.storage.varies and not tape.calls


def test_an_array_from_outside_is_read_anew_at_each_replay_and_a_number_is_not():
    tape = TracedTape(np)
    outside = np.ones(4)
    (lifted, number, text) = recording.lifted(tape, (outside, np.float64(2.0), "a"))
    assert lifted.value is outside and lifted.storage.varies and lifted.storage.fixed
    assert not number.storage.varies and text == "a"


def test_powers_of_arrays_take_numpys_short_cuts_and_powers_of_numbers_take_none():
    tape = TracedTape(np)
    a = tape.varying(A)
    for exponent, function in {2: np.square, 0.5: np.sqrt, -1: np.reciprocal, 3: np.power}.items():
        tape.calls.clear()
        recording.power(tape, abs(a), exponent)
        assert functions(tape)[-1] is function
    tape.calls.clear()
    recording.power(tape, a.sum(), 2)
    assert tape.calls[-1].args[1] is recording.power_of_numbers


HARD = [np.inf, -np.inf, np.nan, 0.0, -0.0, 1e-310, 1e-40, 1e30, -1.0, 2.5]


def same_values(a, b):
    """Equal to the bit, but for the sign and the payload of NaN."""
    nan = np.isnan(a) & np.isnan(b)
    return np.where(nan, 0, a).tobytes() == np.where(nan, 0, b).tobytes()


LAYOUTS = {
    "C": np.ascontiguousarray,
    "F": np.asfortranarray,
    "apart": lambda a: np.repeat(a, 2, axis=-1)[..., ::2],
    "part": lambda a: np.concatenate([a, a], axis=-1)[..., : a.shape[-1]],
}


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_product_has_the_bits_of_matmul_for_every_small_shape_and_layout(dtype):
    rng, n_dots = np.random.default_rng(0), 0
    shapes = itertools.product([1, 2, 5, 17], [1, 2, 7, 33], [1, 2, 3, 10])
    for (m, k, n), left, right in itertools.product(shapes, LAYOUTS.values(), LAYOUTS.values()):
        tape = TracedTape(np)
        a, b = (rng.standard_normal(s).astype(dtype) for s in ((m, k), (k, n)))
        a, b = left(a), right(b)
        function = recording.product(tape, (tape.varying(a), tape.varying(b)))
        n_dots += function is np.dot
        assert function(a, b, np.empty((m, n), dtype)).tobytes() == (a @ b).tobytes()
        for array in (a, b):
            array[...] = rng.choice(HARD, array.shape)
        with np.errstate(all="ignore"):
            assert same_values(function(a, b, np.empty((m, n), dtype)), a @ b)
    assert n_dots > 100


def test_large_products_are_left_to_matmul():
    tape = TracedTape(np)
    large, small = tape.varying(np.ones((200, 200))), tape.varying(np.ones((200, 2)))
    assert recording.product(tape, (large, small)) is np.matmul
    assert recording.product(tape, (tape.varying(np.ones((2, 2, 2))),) * 2) is np.matmul


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16", "int64", "bool"])
@pytest.mark.parametrize("axis", [None, 0, (0, 1), -1])
def test_a_mean_has_the_bits_of_numpys(axis, dtype):
    a = (100 * A).astype(dtype)
    found = recording.mean(TracedTape(np).varying(a), axis)
    assert found.dtype == a.mean(axis=axis).dtype and found.value.tobytes() == a.mean(axis=axis).tobytes()


def test_numbers_beside_arrays_of_one_dtype_become_arrays_of_it_when_that_is_exact():
    tape = TracedTape(np)
    a = tape.varying(A.astype(np.float32))
    one, big, truth = recording.as_operands(tape, (a, 1, 2**30, True))[1:]
    assert one.dtype == np.float32 and one.shape == () and big == 2**30 and truth is True
    mixed = (a, tape.varying(A), 2.0)
    assert recording.as_operands(tape, mixed) is mixed


def test_what_is_no_array_is_handed_on_as_it_is_and_not_replayed():
    tape = TracedTape(np)
    places = recording.compute(tape, np.nonzero, (tape.varying(A > 0),))
    assert isinstance(places, tuple) and not isinstance(places[0], Traced)
    assert "a tuple of an array, by nonzero" in tape.why


def test_sharing_memory_is_seen_without_a_copy():
    assert recording.shares_memory(A, A) and recording.shares_memory(A[1:], A)
    assert not recording.shares_memory(A.copy(), A) and not recording.shares_memory(A.sum(), A)
