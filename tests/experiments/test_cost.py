"""The cost of a step, counted anew: from the calls of a recorded tape, and from those of Adam's update."""

import numpy as np
import pytest

from dlcourse.experiments import ch20_cost as cost
from dlcourse.layers import MLP
from dlcourse.losses import mean_squared_error
from dlcourse.numbers.store import VARIABLE
from dlcourse.ops import tanh
from dlcourse.optimizers import Adam
from dlcourse.replay.program import record
from dlcourse.replay.watch import Watch


class Counting(np.ndarray):
    """An array that counts what ufuncs do with arrays of its kind."""

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **options):
        plain = [x.view(np.ndarray) if isinstance(x, Counting) else x for x in inputs]
        into = tuple(x.view(np.ndarray) for x in out) if out else None
        result = getattr(ufunc, method)(*plain, **({"out": into} if into else {}), **options)
        arrays = {x.__array_interface__["data"]: x.size for x in plain if np.ndim(x)}
        Counting.seen = Counting.seen + cost.Cost(1, sum(arrays.values()) + result.size, result.size)
        return out[0] if out else result.view(Counting)


def counted_of_adam(n):
    theta, g, s, r = (np.ones(n).view(Counting) for _ in range(4))
    optimizer = Adam(MLP((1, 1), activation=tanh, rng=np.random.default_rng(0)).parameters())
    Counting.seen = cost.Cost(0, 0, 0)
    optimizer.update(theta, g, s, r)
    return Counting.seen


def counted_on_the_tape(widths, m):
    """From the arrays of each call: its inputs, each once, and its output; 2 m n k of a product."""
    rng = np.random.default_rng(0)
    model = MLP(widths, activation=tanh, rng=rng)
    watch = Watch([("model", model), ("loss", mean_squared_error)])
    x, y = rng.normal(size=(m, widths[0])), rng.normal(size=(m, widths[-1]))
    tape = record(model, mean_squared_error, Adam(model.parameters()), x, y, watch).plain_calls
    moved = flops = 0
    for call in tape:
        arrays = [a for a in call.args if isinstance(a, np.ndarray)]
        reduces = call.func.__name__ == "reduce"
        *read, written = arrays if not reduces else [*arrays, np.zeros(())]
        moved += sum({a.__array_interface__["data"]: a.size for a in read}.values()) + written.size
        product = call.func.__name__ in ("dot", "matmul")
        flops += (
            2 * read[0].size * read[1].size // read[1].shape[0] if product else max(a.size for a in arrays)
        )
    return cost.Cost(len(tape), moved, flops)


@pytest.mark.parametrize(("widths", "m"), [((5, 3), 7), ((2, 8, 1), 4), ((5, 4, 6, 3), 7), ((3, 3, 3, 3), 2)])
def test_a_step_costs_what_its_tape_and_its_update_do(widths, m):
    expected = counted_on_the_tape(widths, m)
    expected += counted_of_adam(sum((n_in + 1) * n for n_in, n in zip(widths, widths[1:], strict=False)))
    found = cost.step(widths, m)
    assert (found.calls, found.flops) == (expected.calls, expected.flops)
    assert abs(found.moved - expected.moved) <= 8  # scalars that go with an array are not counted


@pytest.mark.parametrize(("m", "n", "depth"), [(1, 1, 1), (7, 5, 2), (64, 100, 4)])
def test_equal_layers_are_counted_at_once(m, n, depth):
    assert cost.uniform_step(m, n, depth) == cost.step((n,) * (depth + 1), m)


def test_way_back_takes_twice_the_products_of_the_way_forward():
    m, n = 10_000, 1000
    forward = 2 * m * n * n
    assert cost.layer(m, n, n).flops == pytest.approx(3 * forward, rel=1e-2)


def test_a_machine_is_limited_by_its_memory_up_to_the_ridge():
    machine = cost.Machine(per_call=2.0, bandwidth=10.0, rate=100.0)
    assert [machine.roof(i) for i in (1.0, 10.0, 1000.0)] == [10.0, 100.0, 100.0]
    assert machine.seconds(cost.Cost(3, 5, 50), itemsize=4) == (6.0, 2.0, 0.5)


def test_roof_and_times_are_measured_in_turns(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)  # what is made up here must not be kept
    rounds = {"product": 2.0, "sum": 0.5, "step": 31.0, "recorded": 4.0, "replayed": 1.0}
    monkeypatch.setattr(
        cost.speed, "take_turns", lambda tasks, seconds: {k: np.full(5, rounds[k]) for k in tasks}
    )
    here = cost.machine(0.0)
    assert here.per_call == 1.0  # 31 calls, as of every network with two layers
    assert (here.rate, here.bandwidth) == (2**30, 2**28)
    assert here.rate == 2 * cost.N**3 / rounds["product"]
    of_rate = cost.step((2, 2, 1), 4).flops / 4.0 / here.rate
    assert cost.measured((2, 2, 1), 4) == cost.Measured(4.0, 1.0, 0.25, pytest.approx(of_rate))
