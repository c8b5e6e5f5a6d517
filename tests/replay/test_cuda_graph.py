"""CUDA graphs: what is captured, in which order; by a stand-in for CuPy that keeps a diary, and by CuPy."""

from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest
from replay_cases import MSE, batch_norm, dropout, loop_of, mlp

from dlcourse import backend, losses, ops
from dlcourse.backend import to_device, to_numpy
from dlcourse.optimizers import SGD, Adam, Momentum, Nesterov
from dlcourse.replay import compile_step
from dlcourse.replay.cuda_graph import as_graphs
from dlcourse.replay.tape import CannotReplay, expect_all, expect_same
from dlcourse.strict_array import strict


class Diary:
    """A module whose `cuda` writes down what is asked of it. Calls that are captured are not computed."""

    def __init__(self):
        self.lines, self.capturing, self.pool = [], None, None
        runtime = SimpleNamespace(deviceSynchronize=lambda: self.lines.append("wait for the device"))
        self.cuda = SimpleNamespace(
            MemoryPool=self.new_pool, Stream=lambda non_blocking: Stream(self, non_blocking),
            using_allocator=self.using_allocator, runtime=runtime,
        )  # fmt: skip

    def new_pool(self):
        self.lines.append("new pool")
        return SimpleNamespace(malloc="malloc of the pool")

    def using_allocator(self, malloc):
        assert malloc == "malloc of the pool"
        return Block(self.lines, "pool")

    def call(self, name):
        """A call that computes: during a capture it is only written down."""
        if self.capturing is None:
            self.lines.append(f"compute {name}")
        else:
            self.capturing.append(name)


class Block:
    def __init__(self, lines, name):
        self.lines, self.name = lines, name

    def __enter__(self):
        self.lines.append(f"enter {self.name}")

    def __exit__(self, *error):
        self.lines.append(f"leave {self.name}")


class Stream(Block):
    def __init__(self, diary, non_blocking):
        assert non_blocking, "the default stream cannot be captured"
        super().__init__(diary.lines, "stream")
        self.diary = diary

    def synchronize(self):
        self.lines.append("wait for the stream")

    def begin_capture(self):
        self.lines.append("begin")
        self.diary.capturing = []

    def end_capture(self):
        self.lines.append("end")
        captured, self.diary.capturing = self.diary.capturing, None
        return SimpleNamespace(launch=lambda: self.lines.append(f"launch {' '.join(captured)}"))


BEFORE = ["new pool", "wait for the device", "enter pool", "enter stream"]
CAPTURE = ["wait for the stream", "begin", "end", "leave stream", "leave pool"]


def test_calls_are_run_once_captured_once_and_then_launched_as_one():
    diary = Diary()
    (graph,) = as_graphs(diary, [partial(diary.call, name) for name in "abc"])
    computed = [f"compute {name}" for name in "abc"]
    assert diary.lines == [*BEFORE, *computed, *CAPTURE]
    diary.lines.clear()
    graph()
    graph()
    assert diary.lines == ["launch a b c"] * 2


def test_what_is_looked_at_on_the_cpu_stands_between_two_graphs_of_one_pool():
    diary, flag = Diary(), np.array(True)
    a, b = partial(diary.call, "a"), partial(diary.call, "b")
    looks = [partial(expect_same, flag, True), partial(expect_all, np.count_nonzero, flag)]
    graphs = as_graphs(diary, [a, *looks, b, a])
    assert diary.lines.count("new pool") == 1 and graphs[1:3] == looks and len(graphs) == 4
    assert graphs[0].pool is graphs[3].pool
    diary.lines.clear()
    for call in graphs:
        call()
    assert diary.lines == ["launch a", "launch b a"]
    flag[...] = False
    diary.lines.clear()
    with pytest.raises(CannotReplay):
        for call in graphs:
            call()
    assert diary.lines == ["launch a"]


def test_on_the_cpu_the_calls_stay_what_they_are():
    calls = [partial(abs, -1)]
    assert as_graphs(np, calls) is calls and as_graphs(strict, calls) is calls


@pytest.fixture(params=["strict", pytest.param("cupy", marks=pytest.mark.gpu)])
def cuda(request, monkeypatch):
    """The module behind device "cuda": the stand-in, or CuPy itself."""
    if request.param == "strict":
        monkeypatch.setattr(backend, "cuda_module", lambda: strict)
        return strict
    return backend.cuda_module()


def batches(labels):
    rng = np.random.default_rng(5)
    y = [rng.integers(0, 2, 6) if labels else rng.standard_normal((6, 2)) for _ in range(12)]
    return [(rng.standard_normal((6, 3)), target) for target in y]


@pytest.mark.parametrize("optimizer", [SGD, Momentum, Nesterov, Adam])
@pytest.mark.parametrize("loss", [MSE, losses.softmax_cross_entropy], ids=["squares", "softmax"])
def test_a_replay_on_the_device_has_the_numbers_of_the_loop_on_the_cpu(cuda, optimizer, loss):
    def make():
        model = mlp(batch_norm, ops.tanh)(np.random.default_rng(3))
        return model, loss, optimizer(model.parameters(), lr=0.05)

    (twin, _, its), (model, _, mine) = make(), make()
    model.to("cuda"), mine.to("cuda")
    loop, step = loop_of(twin, loss, its), compile_step(model, loss, mine)
    for i, (x, y) in enumerate(batches(loss is not MSE)):
        mine.lr = its.lr = 0.05 / (i + 1)
        assert step(to_device(x, "cuda"), to_device(y, "cuda")) == pytest.approx(loop(x, y), rel=1e-9)
        np.testing.assert_allclose(to_numpy(mine.theta), its.theta, rtol=1e-9, atol=1e-12)
    assert (step.gear, step.why) == ("replayed", "")
    for (name, found), (_, expected) in zip(model.named_buffers(), twin.named_buffers(), strict=True):
        np.testing.assert_allclose(to_numpy(found), expected, rtol=1e-9, err_msg=name)
    with pytest.raises(FloatingPointError):
        step(to_device(x * np.nan, "cuda"), to_device(y, "cuda"))


def test_dropout_on_the_device_goes_through_the_loop_with_the_draws_of_the_cpu(cuda):
    (twin, model) = (mlp(dropout, ops.tanh)(np.random.default_rng(3)) for _ in range(2))
    its, mine = SGD(twin.parameters(), lr=0.05), SGD(model.parameters(), lr=0.05)
    model.to("cuda"), mine.to("cuda")
    loop, step = loop_of(twin, MSE, its), compile_step(model, MSE, mine)
    for x, y in batches(labels=False):
        assert step(to_device(x, "cuda"), to_device(y, "cuda")) == pytest.approx(loop(x, y), rel=1e-9)
    assert step.gear == "recorded" and "on the CPU for arrays on a GPU" in step.why


def test_a_model_that_moves_to_the_device_is_recorded_anew(cuda):
    (twin, model) = (mlp(ops.tanh)(np.random.default_rng(3)) for _ in range(2))
    its, mine = Adam(twin.parameters()), Adam(model.parameters())
    loop, step = loop_of(twin, MSE, its), compile_step(model, MSE, mine)
    for i, (x, y) in enumerate(batches(labels=False)):
        if i == 5:
            model.to("cuda"), mine.to("cuda")
        if i > 4:
            mine_x, mine_y = to_device(x, "cuda"), to_device(y, "cuda")
        else:
            mine_x, mine_y = x, y
        assert step(mine_x, mine_y) == pytest.approx(loop(x, y), rel=1e-9)
    assert (step.gear, step.why) == ("replayed", "")
