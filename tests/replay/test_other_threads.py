"""Threads that record, replay, train and predict at once each have the results that they have alone."""

import operator
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from dlcourse import (
    MLP,
    Linear,
    Sequential,
    compile_function,
    compile_prediction,
    compile_step,
    grad,
    losses,
    ops,
)
from dlcourse.backend import xp_of
from dlcourse.layers import BatchNorm, Dropout
from dlcourse.optimizers import SGD, Adam
from dlcourse.prediction import predict
from dlcourse.replay.randomness import TracedGenerator
from dlcourse.replay.tape import CannotReplay
from dlcourse.replay.traced import TracedTape
from dlcourse.replay.traced_module import writing

A, B = np.array([[1.0, -2.0], [3.0, 4.0]]), np.array([[0.5, 2.0], [1.0, -1.0]])


def elsewhere(f):
    """f() in another thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(f).result()


BINARY = [operator.add, operator.sub, operator.mul, operator.truediv, operator.lt, operator.pow]
USES = {
    **{f.__name__: (lambda a, f=f: (f(a, B), f(B, a), f(a, 2.0))) for f in BINARY},
    "products": lambda a: (a @ B, B @ a, a @ a.T),
    "in place": lambda a: operator.iadd(np.zeros((2, 2)), a),
    "functions": lambda a: (
        xp_of(a).exp(a),
        xp_of(a).where(a > 0, a, 0.0),
        np.sum(a),
        xp_of(a).zeros_like(a),
    ),
    "reductions": lambda a: (a.sum(), a.mean(axis=0), a.max(), (a > 9).any(), a.T, a[0], a.reshape(-1)),
    "numbers": lambda a: (float(a[0, 0]), bool(a[0, 0] > 0), int(a[1, 1]), len(a)),
    "as an array": lambda a: (np.asarray(a), xp_of(a).asarray(a), list(a)[1]),
    "gradients": lambda a: grad((ops.tanh(Linear(2, 2, rng=np.random.default_rng(0))(a)) ** 2).sum(), []),
    "at": lambda a: xp_of(a).add.at(a.copy(), 0, 1.0),
    "out": lambda a: np.add(B, a, out=np.empty((2, 2))),
    "a copy": lambda a: (a.copy(), a.astype("f4"), a.get() if hasattr(a, "get") else a),
}


def plain(x):
    return [plain(part) for part in x] if isinstance(x, tuple | list) else (type(x), np.asarray(x).tobytes())


@pytest.mark.parametrize("what", USES)
def test_to_another_thread_a_traced_array_is_an_array(what):
    with TracedTape(np) as tape, writing(tape):
        traced = tape.varying(A)
        got = plain(elsewhere(lambda: USES[what](traced)))
        assert tape.calls == [] and tape.why == ""
    assert got == plain(USES[what](A))


def test_a_change_in_place_by_another_thread_is_one_of_the_array():
    with TracedTape(np) as tape, writing(tape):
        a = A.copy()
        traced = tape.varying(a)

        def change():
            nonlocal traced
            traced *= 2.0
            traced[0] = 7.0

        before = traced
        elsewhere(change)
        assert traced is before and a.tolist() == [[7.0, 7.0], [6.0, 8.0]] and tape.calls == []
        with pytest.raises(CannotReplay, match="that it did not make"):
            traced[0] = 1.0


def test_another_thread_draws_from_a_traced_generator_without_being_recorded():
    with TracedTape(np) as tape, writing(tape):
        traced = TracedGenerator(np.random.default_rng(0), tape)
        drawn = elsewhere(lambda: traced.normal(size=3))
        assert drawn.tolist() == np.random.default_rng(0).normal(size=3).tolist() and tape.why == ""


def test_when_its_tape_is_finished_a_traced_array_is_an_array():
    with TracedTape(np) as tape, writing(tape):
        traced = tape.varying(A)
    assert type(traced * 2) is np.ndarray and (traced * 2 == A * 2).all()


rng_of_teacher = np.random.default_rng(5)
TEACHER = Sequential(Linear(2, 3, rng=rng_of_teacher), BatchNorm(3), Linear(3, 1, rng=rng_of_teacher)).eval()


def trained(seed):
    """What a training gives that shares a frozen teacher with others, and predictions with it."""
    rng = np.random.default_rng(seed)
    layers = [Linear(2, 4, rng=rng), BatchNorm(4), ops.tanh, Dropout(0.8, rng=rng), Linear(4, 1, rng=rng)]
    model = Sequential(*layers)
    optimizer = (Adam, SGD)[seed % 2](model.parameters(), lr=0.01)
    step = compile_step(model, lambda z, y: losses.mean_squared_error(z, TEACHER(y)), optimizer)
    answer, slope = compile_prediction(model), compile_function(lambda x: TEACHER(x).sum())
    found = []
    for i in range(12):
        x, y = rng.standard_normal((4 + i % 2, 2)), rng.standard_normal((4 + i % 2, 2))
        found += [step(x, y), answer(x).tolist(), slope(y).tolist(), predict(TEACHER, x).tolist()]
    return found, optimizer.theta.tobytes()


@pytest.mark.slow
def test_eight_threads_that_train_and_predict_at_once_have_the_results_that_they_have_alone():
    alone, interval = [trained(seed) for seed in range(8)], sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(trained, range(8)))
    finally:
        sys.setswitchinterval(interval)
    assert together == alone


def test_threads_may_share_one_compiled_prediction():
    model = MLP((3, 8, 2), rng=np.random.default_rng(0))
    answer = compile_prediction(model)
    inputs = [np.random.default_rng(i).standard_normal((5, 3)) for i in range(200)]
    with ThreadPoolExecutor(8) as pool:
        together = [a.tobytes() for a in pool.map(answer, inputs)]
    assert together == [predict(model, x).tobytes() for x in inputs]


def test_a_model_is_used_by_one_thread_while_another_records_another():
    ready, done = threading.Event(), threading.Event()
    shared = Linear(2, 2, rng=np.random.default_rng(0))
    expected = predict(shared, A).tobytes()

    def loss(z, y):
        if not done.is_set():
            ready.set()
            done.wait(5)
        return losses.mean_squared_error(z, shared(y))

    model = Linear(2, 2, rng=np.random.default_rng(1))
    step = compile_step(model, loss, SGD(model.parameters(), lr=0.1))
    with ThreadPoolExecutor(1) as pool:
        training = pool.submit(step, A, B)
        assert ready.wait(5)
        values = [predict(shared, A), shared(A).array, grad(shared(A).sum(), shared.parameters())[0]]
        done.set()
        training.result()
    assert values[0].tobytes() == values[1].tobytes() == expected and all(
        type(v) is np.ndarray for v in values
    )
