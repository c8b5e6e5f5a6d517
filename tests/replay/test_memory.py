"""Where the results of a replay lie: memory is used again, and no value is written over while it is used."""

import types

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcourse.backend import xp_of
from dlcourse.replay import memory
from dlcourse.replay.memory import ALIGNMENT, address, new_or_freed, plan_memory
from dlcourse.replay.traced import Traced, TracedTape
from dlcourse.replay.traced_module import writing

ORDER = np.array([2, 0, 1])


def add_in_place(a, b):
    a += b
    return a


def set_row(a, b):
    a[0] = b[-1]
    return a


BINARY = {
    "mean": lambda a, b: (a + b) * 0.5,
    "product": lambda a, b: a * b,
    "with its transpose": lambda a, b: a * a.T + b if a.shape == (3, 3) else a - b,
    "maximum": lambda a, b: xp_of(a).maximum(a, b),
    "matmul": lambda a, b: (a @ b if b.shape == (3, 3) else a * b) * 0.25,
    "where": lambda a, b: xp_of(a).where(a > b, a, b),
}
UNARY = {
    "tanh": lambda a: xp_of(a).tanh(a),
    "transpose": lambda a: a.T if a.shape == (3, 3) else a,
    "backwards": lambda a: a[::-1],
    "row": lambda a: a[:1],
    "sum": lambda a: a.sum(axis=0, keepdims=True) * 0.3,
    "permute": lambda a: a[ORDER] if a.shape[0] == 3 else a,
    "copy": lambda a: a.copy(),
    "square": lambda a: a**2,
}
IN_PLACE = {"add in place": add_in_place, "set a row": set_row}
steps = st.lists(
    st.tuples(st.sampled_from([*BINARY, *UNARY, *IN_PLACE]), st.integers(0, 30), st.integers(0, 30)),
    min_size=1,
    max_size=25,
)


def run(program, inputs):
    """All values of a program, on arrays or on traced ones: no step writes into what lies in an input."""
    values = list(inputs)
    for name, i, j in program:
        a, b = values[i % len(values)], values[j % len(values)]
        if name in UNARY:
            values.append(UNARY[name](a))
        elif name in BINARY:
            values.append(BINARY[name](a, b))
        elif not any(np.may_share_memory(plain(a), plain(x)) for x in inputs):
            if np.broadcast_shapes(a.shape, b.shape) == a.shape:
                values.append(IN_PLACE[name](a, b))
    return values


def plain(x):
    return x.array if isinstance(x, Traced) else x


def recorded(program, inputs):
    tape = TracedTape(np)
    with writing(tape):
        return tape, run(program, [tape.varying(x) for x in inputs])


def draw(seed):
    return [np.random.default_rng([seed, i]).standard_normal((3, 3)) for i in range(2)]


@settings(max_examples=200, deadline=None)
@given(steps, st.sets(st.integers(0, 30), max_size=4), st.sets(st.integers(0, 30), max_size=3))
def test_planned_memory_gives_the_numbers_of_arrays_that_are_made_anew(program, kept, sent):
    inputs = draw(0)
    tape, values = recorded(program, inputs)
    results = [values[i % len(values)] for i in kept]
    gradients = list({id(v): v for v in (values[i % len(values)] for i in sent)}.values())
    targets = [np.zeros(g.shape) for g in gradients]
    array_of, calls, _ = plan_memory(tape, results, gradients, [tape.varying(target) for target in targets])
    for seed in (1, 2, 3):
        for x, new in zip(inputs, draw(seed), strict=True):
            x[...] = new
        for call in calls:
            call()
        expected = run(program, draw(seed))
        for i, result in zip(kept, results, strict=True):
            assert np.array_equal(array_of(result), expected[i % len(expected)])
        for target, gradient in zip(targets, gradients, strict=True):
            place_of = next(i for i, value in enumerate(values) if value is gradient)
            assert np.array_equal(target, expected[place_of])


def chain(n):
    """x -> tanh -> ... -> tanh, n times."""
    return [("tanh", i, 0) for i in [0, *range(2, n + 1)]]


def test_a_chain_of_elementwise_calls_needs_one_array():
    tape, values = recorded(chain(10), draw(0))
    array_of, calls, _ = plan_memory(tape, [values[-1]])
    assert len(calls) == 10 and len({address(call.args[-1]) for call in calls}) == 1


def test_a_chain_of_products_needs_two_arrays_since_a_product_cannot_be_formed_in_place():
    program = [("matmul", 0, 1)] + [("matmul", i, 1) for i in range(2, 8)]
    tape, values = recorded(program, draw(0))
    array_of, calls, _ = plan_memory(tape, [values[-1]])
    homes = {address(call.args[-1]) for call in calls}
    assert len(calls) == 14 and len(homes) == 2


def test_a_gradient_is_written_where_the_optimizer_wants_it_at_once_and_others_are_copied():
    tape, values = recorded([("product", 0, 1), ("transpose", 0, 0)], draw(0))
    targets = [np.zeros((3, 3)), np.zeros((3, 3))]
    _, calls, _ = plan_memory(tape, [], values[2:], [tape.varying(target) for target in targets])
    assert [call.func for call in calls] == [np.multiply, np.copyto]
    assert calls[0].args[-1] is targets[0] and calls[1].args[0] is targets[1]


def test_one_value_for_two_gradients_arrives_in_both():
    inputs = draw(0)
    tape, values = recorded([("product", 0, 1)], inputs)
    targets = [np.zeros((3, 3)), np.zeros((3, 3))]
    _, calls, _ = plan_memory(tape, [], [values[2]] * 2, [tape.varying(target) for target in targets])
    for call in calls:
        call()
    for target in targets:
        assert np.array_equal(target, inputs[0] * inputs[1])


def test_memory_begins_at_a_line_of_the_cache_and_is_taken_again_when_it_is_free():
    free = {}
    memory = [new_or_freed(free, n) for n in (8, 100, 1000)]
    assert [m.nbytes for m in memory] == [8, 100, 1000]
    assert all(address(m) % ALIGNMENT == 0 for m in memory)
    free[100] = [memory[1]]
    assert new_or_freed(free, 100) is memory[1] and new_or_freed(free, 100) is not memory[1]


def test_free_memory_goes_back_where_there_is_much(monkeypatch):
    asked = []
    library = types.SimpleNamespace(malloc_trim=asked.append)
    monkeypatch.setattr(memory.ctypes, "CDLL", lambda name: library)
    for n_bytes, times in ((0, 0), (memory.MUCH, 0), (memory.MUCH + 1, 1)):
        memory.trim_memory([np.empty(n_bytes, np.uint8)])
        assert len(asked) == times
    monkeypatch.setattr(memory.ctypes, "CDLL", lambda name: types.SimpleNamespace())  # of another system
    memory.trim_memory([np.empty(memory.MUCH + 1, np.uint8)])
