"""Tables of ufuncs of single numbers: numpy's own calls are the oracle."""

from functools import partial

import numpy as np
import pytest

from dlcourse import Tensor, compile_function, grad, ops
from dlcourse.replay.flags import RaisedFlag
from dlcourse.replay.machine_code import as_machine_code
from dlcourse.replay.machine_code.grouping import grouped
from dlcourse.replay.machine_code.scalars import SHORTEST, Table, is_scalar


def number(value, dtype=np.float64):
    return np.array(value, dtype)


def chain(n, ufuncs=(np.add, np.multiply, np.tanh, np.divide), dtype=np.float64):
    """n calls, each on the result of the one before, and the array that holds the last."""
    x, w = number(0.3, dtype), number(1.1, dtype)
    chosen = [ufuncs[i % len(ufuncs)] for i in range(n)]
    return [partial(f, *(x, w, x)[3 - f.nargs :]) if f.nin == 2 else partial(f, x, x) for f in chosen], x


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_table_does_what_the_calls_do(dtype):
    calls, x = chain(100, dtype=dtype)
    start = x.copy()
    for call in calls:
        call()
    expected = x.copy()
    (segment,) = as_machine_code(calls, [])
    x[...] = start
    segment()
    assert x.tobytes() == expected.tobytes() != start.tobytes()


def test_long_runs_become_tables_and_short_ones_do_not():
    assert [type(s) for s in grouped(chain(SHORTEST)[0], [])] == [Table]
    assert Table not in [type(s) for s in grouped(chain(SHORTEST - 1)[0], [])]


@pytest.mark.parametrize(
    "call",
    [
        partial(np.add, number(1.0), np.array(2), number(0.0)),  # numpy would convert the integer
        partial(np.add, np.ones(1), number(2.0), np.ones(1)),
        partial(np.add, number(1.0), 2.0, number(0.0)),
        partial(np.maximum, number(1.0), number(2.0), out=number(0.0)),
        partial(np.copyto, number(1.0), number(2.0)),
        partial(np.add, number(1.0, ">f8"), number(1.0, ">f8"), number(1.0, ">f8")),
        partial(np.add, number(1.0, "f2"), number(1.0, "f2"), number(1.0, "f2")),
    ],
)
def test_other_calls_are_none_for_a_table(call):
    assert not is_scalar(call)


def test_a_flag_is_told_though_later_calls_lower_it():
    x, y = number(1e308), number(2.0)
    calls = [partial(np.multiply, x, y, x)] + [partial(np.exp, y, number(0.0))] * SHORTEST
    (segment,) = as_machine_code(calls, [])
    with pytest.raises(RaisedFlag, match="over"):
        segment()


def test_the_results_of_a_table_are_all_kept_and_those_that_it_reads_are_there():
    memory = np.zeros(2 + SHORTEST)
    places = [memory[i : i + 1].reshape(()) for i in range(memory.size)]
    first = partial(np.add, memory[:2], 1.0, memory[:2])
    calls = [first, *[partial(np.add, *places[i : i + 3]) for i in range(SHORTEST)]]
    for step in as_machine_code(calls, [memory]):
        step()
    fibonacci = [1, 1]
    for _ in range(SHORTEST):
        fibonacci.append(sum(fibonacci[-2:]))
    assert memory.tolist() == fibonacci


def test_a_graph_of_a_thousand_scalars_replays_its_gradient():
    def slopes(numbers):
        x, w, b = map(Tensor, numbers)
        parameters = [w, b]
        for i in range(500):
            x = ops.tanh(x * w + b) if i % 7 == 0 else x * w + b
        return grad(x, parameters)

    fast = compile_function(slopes)
    for w in (0.9, 0.8, 0.7, 0.6):
        start = np.array([0.5, w, 0.1])
        assert [g.tobytes() for g in fast(start)] == [np.asarray(g).tobytes() for g in slopes(start)]
    assert (fast.gear, fast.why) == ("replayed", "")
