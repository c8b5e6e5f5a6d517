"""Replay and the loop agree to the bit where arithmetic is hard: infinity, NaN, -0.0, tiny, huge numbers,
0 times infinity, sides of 1 and of 0, integers, bools, strides. The hard values come after the recording.
"""

import itertools
import operator
import warnings

import numpy as np
import pytest
from hard_functions import arguments, function
from hard_values import HARD, batches, parts
from replay_cases import loop_of, outcome, state_of

from dlcourse import compile_function
from dlcourse.replay import compile_step, fastest
from dlcourse.replay.traced import Traced, TracedTape
from dlcourse.replay.traced_module import writing

# LLVM takes five times as long as all else: half as many draws, which have all layers, activations, losses,
# optimizers and operations, too.
N_NETWORKS, N_FUNCTIONS = {False: 200, True: 100}, {False: 500, True: 250}
every_way = pytest.mark.parametrize("machine_code", [False, True], ids=["calls", "machine code"])


@pytest.fixture(autouse=True)
def quiet():
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # numpy tells of the mean of no numbers
        yield


def without(monkeypatch, machine_code):
    if not machine_code:
        monkeypatch.setattr(fastest, "machine_code", None)


def train(seed):
    """Both ways, batch by batch.   -> how many steps were replayed"""
    dtype = ("float64", "float32")[seed % 2]
    make, n_in, n_out, m = parts(seed, dtype)
    (twin, loss, its), (model, own_loss, optimizer) = make(), make()
    loop, step = loop_of(twin, loss, its), compile_step(model, own_loss, optimizer)
    rng, n_replayed = np.random.default_rng([seed, 7]), 0
    for i, (x, y) in enumerate(batches(seed, dtype, n_in, n_out, m)):
        if i > 4 and rng.integers(0, 2):
            place, value = rng.integers(0, len(model.parameters())), rng.choice(HARD)
            for one in (model, twin):
                one.parameters()[place].array.reshape(-1)[0] = value
        assert outcome(step, x, y) == outcome(loop, x, y), (seed, i, step.gear, step.why)
        assert state_of(model, optimizer) == state_of(twin, its), (seed, i, step.gear, step.why)
        n_replayed += step.gear == "replayed"
    return n_replayed


@every_way
def test_random_networks_train_as_in_the_loop_on_hard_values(monkeypatch, machine_code):
    without(monkeypatch, machine_code)
    assert sum(train(seed) for seed in range(4)) > 12


@pytest.mark.slow
@every_way
def test_many_random_networks_train_as_in_the_loop_on_hard_values(monkeypatch, machine_code):
    without(monkeypatch, machine_code)
    n = N_NETWORKS[machine_code]
    assert sum(train(seed) for seed in range(100, 100 + n)) > 3.5 * n


def outcomes(f, x, y):
    try:
        return [(a.shape, a.dtype, a.tobytes()) for a in map(np.asarray, f(x, y))]
    except Exception as error:
        return type(error), str(error)


def call(seed):
    """Both ways, call by call.   -> how many calls were replayed"""
    pairs, n_replayed = list(arguments(seed)), 0
    f = function(seed, *pairs[0])
    fast = compile_function(f)
    for i, (x, y) in enumerate(pairs):
        assert outcomes(fast, x, y) == outcomes(f, x, y), (seed, i, fast.gear, fast.why)
        n_replayed += fast.gear == "replayed"
    return n_replayed


@every_way
def test_random_functions_of_arrays_of_any_kind_give_their_own_bits(monkeypatch, machine_code):
    without(monkeypatch, machine_code)
    assert sum(call(seed) for seed in range(15)) > 50


@pytest.mark.slow
@every_way
def test_many_random_functions_of_arrays_of_any_kind_give_their_own_bits(monkeypatch, machine_code):
    without(monkeypatch, machine_code)
    n = N_FUNCTIONS[machine_code]
    assert sum(call(seed) for seed in range(100, 100 + n)) > 3 * n


DTYPES = ["?", "i1", "u1", "i4", "i8", "f2", "f4", "f8"]
NUMBERS = [2, 0.5, -1, 3, 0, 1, True, np.float32(0.7), np.float64(2), np.int8(3), np.bool_(True), 1e30]
OPERATORS = "add sub mul truediv floordiv mod pow lt le eq ne and_ or_ xor".split()


def result(function, x, y):
    try:
        made = function(x, y)
        made = made.value if isinstance(made, Traced) else made
        return type(made), np.asarray(made).dtype, np.asarray(made).tobytes()
    except Exception as error:
        return type(error)


@pytest.mark.parametrize("name", OPERATORS)
def test_every_operator_has_numpys_dtype_and_bits_for_all_dtypes_beside_all_numbers(name):
    function = getattr(operator, name)
    for dtype, other in itertools.product(DTYPES, [*NUMBERS, *DTYPES]):
        a = np.array([[1, 0, 3], [2, 1, 0]]).astype(dtype)
        b = a[0].astype(other) if isinstance(other, str) else other
        with TracedTape(np) as tape, writing(tape):
            traced = tape.varying(a)
            assert result(function, traced, b) == result(function, a, b), (dtype, other)
            assert result(function, b, traced) == result(function, b, a), (other, dtype)


def test_a_product_with_a_side_of_one_gives_nan_for_zero_times_infinity():  # np.dot gives 0
    for shapes in (((4, 1), (1, 1)), ((1, 1), (1, 4)), ((1, 1), (1, 1)), ((3, 1), (1, 2)), ((1, 3), (3, 1))):
        fast = compile_function(operator.matmul)
        x, y = (np.ones(shape) for shape in shapes)
        for _ in range(3):
            fast(x, y)
        x[...], y[...] = np.inf, 0.0
        assert np.isnan(fast(x, y)).all(), shapes


def test_an_error_that_a_function_catches_keeps_it_from_being_replayed():
    def f(x, y):
        try:
            return x**y
        except ValueError:  # integers to negative powers
            return x * 0

    fast, x = compile_function(f), np.array([2, 3])
    for y in (-1, -1, -1, 2):
        assert fast(x, np.array([y, 2])).tolist() == f(x, np.array([y, 2])).tolist()
    assert "the step meets an error: ValueError" in fast.why
