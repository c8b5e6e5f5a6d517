"""Traced arrays compute as arrays do, and a replay of what they wrote down computes it anew."""

import operator

import numpy as np
import pytest

from dlcourse.replay.memory import plan_memory
from dlcourse.replay.tape import CannotReplay, Storage
from dlcourse.replay.traced import Traced, TracedTape
from dlcourse.replay.traced_module import writing
from dlcourse.tensor import Tensor

A = np.random.default_rng(0).standard_normal((3, 4))
OTHER = np.random.default_rng(1).standard_normal((3, 4))
ROW, BITS = np.linspace(1.0, 2.0, 4), np.arange(12).reshape(3, 4) % 3
USES = {
    "+": lambda a: a + 1.5 + ROW + (2 + a),
    "-": lambda a: (a - 1) + (1 - a) + (ROW - a),
    "*": lambda a: a * 2 * ROW * (0.5 * a),
    "/": lambda a: a / 3 + 3 / a,
    "//": lambda a: a // 0.25,
    "%": lambda a: a % 0.25,
    "@": lambda a: a @ a.T @ np.ones((3, 2)),
    "@ from the left": lambda a: np.ones((2, 3)) @ a,
    "powers": lambda a: a**2 + a**3 + a**-1 + abs(a) ** 0.5 + abs(a) ** -0.5 + a**1 + a**0 + 2.0**a,
    "powers of a number": lambda a: abs(a).max() ** 0.5 + a.max() ** 2 + 2.0 ** a.max() + a.max() ** 3.0,
    "signs": lambda a: -a + +a + abs(a),
    "comparisons": lambda a: [a < 0, a <= 0, a > ROW, a >= 0, a == a[0, 0], a != 0.0][0] & (a > -1) | (a > 2),
    "bits": lambda a: ((a > 0) ^ (a > 1)) & ~(a < -1),
    "sums": lambda a: a.sum(axis=0) + a.max(axis=0) - a.min(axis=0) + a.sum() + a.mean(),
    "means": lambda a: a.mean(axis=1, keepdims=True) + (a > 0).mean(axis=1, keepdims=True),
    "all and any": lambda a: (a > 0).all(axis=0) ^ (a > 0).any(axis=0),
    "views": lambda a: a[1:, ::2].T.reshape(-1) * a.swapaxes(0, 1)[:2, :2].reshape(4),
    "places": lambda a: a[BITS[:, :3] % 3, [0, 1, 2]] + a.argmax(axis=0)[:3] + a[[2, 0, 1]][:, :3],
    "where": lambda a: a.astype(np.float32) * a.copy().squeeze(),
    "rows": lambda a: sum(row * i for i, row in enumerate(a)),
}


def replay(use, first, *others):
    """use(first) as a traced value, then what replays make of the others."""
    source, tape = first.copy(), TracedTape(np)
    with writing(tape):
        result = use(tape.varying(source))
    array_of, calls, _ = plan_memory(tape, [result])
    found = [np.array(result.value)]
    for other in others:
        source[...] = other
        for call in calls:
            call()
        found.append(array_of(result).copy())
    return tape, found


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("name", USES)
def test_what_is_done_with_a_traced_array_has_the_bits_of_numpy_at_once_and_replayed(name, dtype):
    use = USES[name]
    inputs = [x.astype(dtype) for x in (A, OTHER, A + OTHER)]
    tape, found = replay(use, *inputs)
    for array, x in zip(found, inputs, strict=True):
        expected = np.asarray(use(x))
        assert (array.shape, array.dtype) == (expected.shape, expected.dtype) and not tape.why
        assert array.tobytes() == expected.tobytes()


def in_place(a):
    b, c = a * 1.0, a.sum()
    d = c  # a number of numpy's, which += does not change
    b += a
    b *= 2.0
    b[0] -= ROW
    b[:, 1] = a[:, 2]
    b /= abs(a) + 1
    c += 1.0
    return b * c + d


def test_changes_in_place_have_the_bits_of_numpy_at_once_and_replayed():
    _, found = replay(in_place, A, OTHER, A)
    for array, x in zip(found, (A, OTHER, A), strict=True):
        assert array.tobytes() == in_place(x).tobytes()


def test_shape_dtype_and_length_are_known_without_a_trace():
    a = TracedTape(np).varying(A)
    assert (a.shape, a.ndim, a.size, a.dtype, len(a)) == ((3, 4), 2, 12, np.float64, 3)
    assert a.flags.c_contiguous and not a.tape.calls and repr(a).startswith("Traced(array(")


def test_the_truth_of_a_varying_value_is_a_condition_and_of_a_constant_is_none():
    tape = TracedTape(np)
    a = tape.varying(A)
    assert (a == a).all() and len(tape.calls) == 3
    constant = tape.traced(np.array(True), Storage(varies=False, fixed=True))
    assert constant and len(tape.calls) == 3


TAKEN = {
    "item": (lambda a: a.sum().item(), "takes a number"),
    "float": (lambda a: float(a.sum()), "takes a number"),
    "int": (lambda a: int(a.sum()), "takes a number"),
    "index": (lambda a: [1, 2, 3, 4][a[0].argmax()], "takes a number"),
    "get": (lambda a: a.get(), "moves an array to the CPU"),
    "array": (lambda a: np.array(a), "hands an array to numpy itself"),
    "a function": (lambda a: np.median(a, axis=0), "numpy's median"),
    "a method": (lambda a: a.cumsum(axis=1), "an array's cumsum"),
    "a reduction": (lambda a: np.add.reduce(a), "numpy's add"),
    "a ufunc with options": (lambda a: np.add(a, 1, dtype=np.float32), "numpy's add"),
    "a change of another array": (lambda a: operator.iadd(np.ones((3, 4)), a), "numpy's add"),
}


@pytest.mark.parametrize("how", TAKEN)
def test_what_cannot_be_followed_gives_the_value_and_is_not_replayed(how):
    use, words = TAKEN[how]
    tape = TracedTape(np)
    found = use(tape.varying(A))
    assert not isinstance(found, Traced) and words in tape.why
    assert np.array_equal(found, A if how == "get" else use(A))


def test_a_number_of_a_constant_may_be_taken():
    tape = TracedTape(np)
    constant = tape.traced(np.array([3.0]), Storage(varies=False, fixed=True))
    assert constant.item() == float(constant[0]) == 3.0 and not tape.why


@pytest.mark.parametrize(
    "how", ["a += 1", "a[0] = 1", "a.sort()", "a @= np.eye(4)", "a.T[0] = 1", "a.fill(0)"]
)
def test_a_write_into_an_array_of_somebody_elses_is_refused_before_it_is_done(how):
    before, source = A.copy(), A.copy()
    with pytest.raises(CannotReplay, match="in"):
        exec(how, {"a": TracedTape(np).varying(source), "np": np})
    assert np.array_equal(source, before)


def test_a_function_of_numpy_with_a_ufunc_of_its_name_is_recorded():
    tape, found = replay(lambda a: np.exp(np.abs(a)) + ROW * a, A, OTHER)
    assert not tape.why and found[1].tobytes() == (np.exp(np.abs(OTHER)) + ROW * OTHER).tobytes()


def test_beside_a_tensor_an_array_leaves_the_work_to_the_tensor():
    tape = TracedTape(np)
    a, t = tape.varying(abs(A)), Tensor(A)
    with writing(tape):
        for result in (a * t, a - t, a / t, a**t, a + t, a[:, :3] @ t):
            assert isinstance(result, Tensor) and isinstance(result.array, Traced)
