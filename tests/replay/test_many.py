"""Many steps in one call: the bits of as many single ones, up to a step that is not finite."""

import numpy as np
import pytest
from halved import halved
from optimizer_cases import ALL
from replay_cases import MSE, NETS, cast_to, loop_of, state_of

from dlcourse.data import batches as cut
from dlcourse.optimizers import SGD, Adam
from dlcourse.replay import compile_step, fastest, many

N, SIZE = 14, 6
DTYPES = ["float64", "float32"]
HAS_CODE = fastest.has_code()


@pytest.fixture(autouse=True)
def every_loop_is_worth_it(monkeypatch):
    monkeypatch.setattr(many, "WORTH", 0)


IN_PYTHON = {  # of these a part is done by calls of numpy
    "Clip(low=-1, high=1)", "Clip(low=0, high=1)", "dropout", "maxout", "rbf", "root of the mean square",
    "gaussian with a spread", "mixture", "convolution",
}  # fmt: skip


def data(net, m=N, dtype="float64", seed=7):
    return [cast_to(a, dtype) for a in net.data(np.random.default_rng(seed), m)]


def picked(n, m=N, size=SIZE, seed=2):
    rng = np.random.default_rng(seed)
    return np.stack([rng.permutation(m)[:size] for _ in range(n)])


def expect_the_loop(make, x, y, rows, size=None, calls=3):
    """A run, in some calls, leaves what single steps in the loop leave.   -> the compiled step"""
    loop_parts, parts = make(), make()
    loop, step = loop_of(*loop_parts), compile_step(*parts)
    taken = [r if size is None else slice(r, r + size) for r in rows]
    expected = [loop(x[part], y[part]) for part in taken]
    got = np.concatenate([step.run(x, y, some, size) for some in np.array_split(rows, calls)])
    assert got.tolist() == expected
    assert state_of(parts[0], parts[2]) == state_of(loop_parts[0], loop_parts[2])
    return step


@pytest.mark.parametrize(
    ("name", "dtype"), [c for c in halved([*NETS], DTYPES, shift=1) if c.values[0] != "LeNet"]
)
def test_a_run_of_every_layer_and_loss_has_the_bits_of_the_loop(name, dtype):
    x, y = data(NETS[name], dtype=dtype)
    step = expect_the_loop(NETS[name].parts(Adam, dtype), x, y, picked(12))
    assert (step.gear, step.why) == ("replayed", "")
    assert (step.n_looped > 0) == (HAS_CODE and name not in IN_PYTHON), step.why_called


@pytest.mark.parametrize(("case", "dtype"), halved(ALL, DTYPES, shift=1))
def test_a_run_with_every_optimizer_has_the_bits_of_the_loop(case, dtype):
    net = NETS["dropout"]
    x, y = data(net, dtype=dtype)
    expect_the_loop(net.parts(case.make, dtype), x, y, picked(20))


def test_neighbours_and_rows_are_the_batches_that_a_loop_over_batches_gives():
    net = NETS["batch_norm"]
    x, y = data(net)
    expect_the_loop(net.parts(Adam), x, y, np.array([0, 6, 3, 8] * 6), size=6)
    epochs = np.concatenate([np.random.default_rng(i).permutation(12).reshape(2, 6) for i in range(9)])
    parts, oracle = net.parts(Adam)(), net.parts(Adam)()
    compile_step(*parts).run(x[:12], y[:12], epochs)
    loop = loop_of(*oracle)
    for i in range(9):
        for x_batch, y_batch in cut(x[:12], y[:12], 6, np.random.default_rng(i)):
            loop(x_batch, y_batch)
    assert state_of(parts[0], parts[2]) == state_of(oracle[0], oracle[2])


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("step_of_rows", [1, 2, -1])
def test_data_of_any_layout_give_the_bits_of_the_loop(order, step_of_rows):
    net = NETS["tanh"]
    x, y = (np.asarray(a, order=order)[::step_of_rows] for a in data(net, 2 * N))
    expect_the_loop(net.parts(Adam), x, y, picked(20))
    expect_the_loop(net.parts(Adam), x, y, np.arange(8), size=6)


@pytest.mark.parametrize("bad", [0, 1, 2, 3, 4, 11])  # recorded, checked, replayed; looped 1st, 2nd, last
@pytest.mark.parametrize("value", [np.nan, np.inf, 1e200])
@pytest.mark.parametrize("name", ["dropout", "batch_norm"])
def test_a_run_ends_before_a_step_that_is_not_finite(name, value, bad):
    net = NETS[name]
    x, y = data(net)
    rows = picked(12)
    rows[rows == 13] = 0
    rows[bad, 2], y[13] = 13, value
    parts, oracle = net.parts(Adam)(), net.parts(Adam)()
    step, loop = compile_step(*parts), loop_of(*oracle)
    expected = [loop(x[r], y[r]) for r in rows[:bad]]
    with np.errstate(all="ignore"):
        assert step.run(x, y, rows).tolist() == expected
    assert state_of(parts[0], parts[2]) == state_of(oracle[0], oracle[2])


def test_a_run_ends_before_an_update_that_is_not_finite():
    net = NETS["tanh"]
    x, y = data(net)
    parts, oracle = net.parts(SGD)(), net.parts(SGD)()
    step, loop = compile_step(*parts), loop_of(*oracle)
    rows = picked(8)
    assert step.run(x, y, rows).tolist() == [loop(x[r], y[r]) for r in rows]
    parts[2].lr = oracle[2].lr = 1e308
    y *= 1e5
    with np.errstate(all="ignore"):
        assert step.run(x, y, rows).tolist() == []
    assert state_of(parts[0], parts[2]) == state_of(oracle[0], oracle[2])


def test_a_step_that_raises_is_left_to_the_caller():
    net = NETS["tanh"]
    x, y = data(net)
    model, _, optimizer = net.parts(Adam)()

    def loss(z, y):
        if (y > 1).any():
            raise KeyError("a loss of a user")
        return MSE(z, y)

    step, rows = compile_step(model, loss, optimizer), picked(9)
    rows[rows == 13] = 0
    rows[5, 1], y[13] = 13, 2
    assert len(step.run(x, y, rows)) == 5 and optimizer.n_steps == 5
    with pytest.raises(KeyError, match="of a user"):
        step(x[rows[5]], y[rows[5]])


def test_ctrl_c_leaves_what_the_losses_tell(monkeypatch):
    net = NETS["dropout"]
    x, y = data(net)
    parts, oracle = net.parts(Adam)(), net.parts(Adam)()
    step, loop, seen = compile_step(*parts), loop_of(*oracle), []
    monkeypatch.setattr(many, "LONGEST", 0.0)
    monkeypatch.setattr(many, "FEWEST", 1)
    pieces, rows = step.chunks(x, y, picked(50)), picked(50)
    seen += [J for _, part in zip(range(6), pieces, strict=False) for J in part]
    update = parts[2].n_steps

    class Interrupted(type(step)):
        def __call__(self, *batch):
            super().__call__(*batch)
            raise KeyboardInterrupt

    step.__class__ = Interrupted
    with pytest.raises(KeyboardInterrupt):
        next(step.chunks(x, y, rows[len(seen) :]))
    assert seen == [loop(x[r], y[r]) for r in rows[: len(seen)]] and update == len(seen)
    assert state_of(parts[0], parts[2]) == state_of(oracle[0], oracle[2])


@pytest.mark.parametrize(
    "change, error, words",
    [
        ({"x": [[1.0, 2.0, 3.0]]}, TypeError, "expected x as an array"),
        ({"y": np.zeros((3, 2))}, ValueError, "one target per sample"),
        ({"rows": [[0.5]]}, TypeError, "rows as integers"),
        ({"rows": [0, 1]}, ValueError, "pass size"),
        ({"rows": np.zeros((2, 0), int)}, ValueError, "rows of shape"),
        ({"rows": [[N]]}, ValueError, "count from 0"),
        ({"rows": [[-1]]}, ValueError, "count from 0"),
        ({"rows": [N - 1], "size": 2}, ValueError, "a whole batch"),
        ({"rows": [0], "size": 0}, ValueError, "size as an int"),
        ({"rows": [0], "size": True}, ValueError, "size as an int"),
    ],
)
def test_data_and_rows_that_do_not_fit_are_refused_in_words(change, error, words):
    x, y = data(NETS["tanh"])
    model, loss, optimizer = NETS["tanh"].parts(Adam)()
    given = {"x": x, "y": y, "rows": [[0, 1]], "size": None} | change
    with pytest.raises(error, match=f"^run: .*{words}"):
        compile_step(model, loss, optimizer).run(**given)
    assert optimizer.n_steps == 0


def test_no_rows_are_no_steps():
    x, y = data(NETS["tanh"])
    step = compile_step(*NETS["tanh"].parts(Adam)())
    assert step.run(x, y, np.zeros((0, 4), int)).shape == (0,) and step.run(x, y, [], size=3).shape == (0,)
