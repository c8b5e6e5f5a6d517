"""Copies of models, optimizers and compiled steps go their own way, and as far as the original."""

import copy
import pickle

import numpy as np
import pytest

from dlcourse import MLP, compile_function, compile_prediction, compile_step, grad, losses
from dlcourse.optimizers import SGD, Adam, Nesterov
from dlcourse.prediction import predict

X, Y = np.random.default_rng(0).standard_normal((2, 6, 3))
COPIES = {"deepcopy": copy.deepcopy, "pickle": lambda x: pickle.loads(pickle.dumps(x))}
every_copy = pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES)


def parts(optimizer=Adam):
    model = MLP((3, 5, 3), rng=np.random.default_rng(1))
    return model, optimizer(model.parameters(), lr=0.01)


def train(model, optimizer, n=4):
    for _ in range(n):
        with optimizer.lookahead():
            gradients = grad(losses.mean_squared_error(model(X), Y), optimizer.parameters)
        optimizer.step(gradients)
    return [parameter.array.tobytes() for parameter in model.parameters()]


@every_copy
@pytest.mark.parametrize("optimizer", [Adam, Nesterov, SGD])
def test_a_copy_of_model_and_optimizer_trains_on_as_the_original_does(copied, optimizer):
    original = parts(optimizer)
    train(*original)
    twin = copied(original)
    before = [parameter.array.tobytes() for parameter in original[0].parameters()]
    after = train(*twin)
    assert [parameter.array.tobytes() for parameter in original[0].parameters()] == before != after
    assert train(*original) == after


@every_copy
def test_a_copy_of_a_compiled_step_trains_its_own_model(copied):
    model, optimizer = parts()
    step = compile_step(model, losses.mean_squared_error, optimizer)
    for _ in range(4):
        step(X, Y)
    twin = copied(step)
    before = optimizer.theta.tobytes()
    history = [twin(X, Y) for _ in range(4)]
    assert optimizer.theta.tobytes() == before and twin.gear == "replayed"
    assert [step(X, Y) for _ in range(4)] == history


@every_copy
def test_a_copy_of_a_compiled_prediction_answers_with_its_own_model(copied):
    model, optimizer = parts()
    answer = compile_prediction(model)
    for _ in range(3):
        answer(X)
    twin = copied(answer)
    expected = predict(model, X)
    train(model, optimizer)
    assert all((twin(X) == expected).all() for _ in range(4)) and twin.gear == "replayed"
    assert (answer(X) == predict(model, X)).all() and not (answer(X) == expected).all()


def cube(x):
    return x**3


@every_copy
def test_a_copy_of_a_compiled_function_computes_the_same(copied):
    twin = copied(compile_function(cube))
    assert all((twin(X) == X**3).all() for _ in range(4)) and twin.gear == "replayed"
