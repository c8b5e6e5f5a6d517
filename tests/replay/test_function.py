"""compile_function and compile_prediction: what the function itself gives is the oracle, bit by bit."""

import numpy as np
import pytest
from garbage import garbage

from dlcourse import MLP, Tensor, compile_function, compile_prediction, grad, hessian, losses, ops
from dlcourse.layers import BatchNorm, Dropout, Linear, Sequential
from dlcourse.models.lenet import LeNet
from dlcourse.optimizers import SGD
from dlcourse.prediction import predict
from dlcourse.replay.compiled import MOST_RECORDINGS


def draw(seed, *shape):
    return np.random.default_rng(seed).standard_normal(shape)


def same(got, expected):
    """Equal in form and in bits."""
    if isinstance(expected, tuple | list):
        return type(got) is type(expected) and all(same(*pair) for pair in zip(got, expected, strict=True))
    return (got.shape, got.dtype, got.tobytes()) == (expected.shape, expected.dtype, expected.tobytes())


def rosenbrock(x):
    head, tail = x[:-1], x[1:]
    return (100 * (tail - head**2) ** 2 + (1 - head) ** 2).sum()


def slope(x):
    x = Tensor(x)
    return grad(rosenbrock(x), x)


def both(x):
    x = Tensor(x)
    J = rosenbrock(x)
    return J, grad(J, x)


FUNCTIONS = {
    "gradient": (slope, (10,)),
    "loss and gradient": (both, (10,)),
    "hessian": (lambda x: hessian(rosenbrock(x := Tensor(x)), x), (5,)),
    "array": (lambda x: np.float64(2) * x + 1, (3, 4)),
    "a number": (lambda x: Tensor(x).sum(), (3,)),
    "a list": (lambda x: [x + 1, x.T @ x], (3, 4)),
    "the input itself": (lambda x: x * 1 if x.ndim > 5 else x, (3,)),
    "a condition": (lambda x: x * 2 if x.sum() > 0 else -x, (4,)),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_replayed_function_gives_the_bits_of_the_function(name):
    f, shape = FUNCTIONS[name]
    fast = compile_function(f)
    for seed in range(8):
        x = abs(draw(seed, *shape)) if name == "a condition" else draw(seed, *shape)
        expected = f(x)
        form = type(expected) if isinstance(expected, tuple | list) else None
        parts = expected if form else [expected]
        parts = [np.asarray(part.array if isinstance(part, Tensor) else part) for part in parts]
        assert same(fast(x), form(parts) if form else parts[0]), f"call {seed}, {fast.gear}"
    assert (fast.gear, fast.why) == ("replayed", "")


def test_a_result_is_a_copy_that_later_calls_leave_alone():
    fast = compile_function(slope)
    results = [fast(draw(seed, 6)) for seed in range(6)]
    assert all(same(result, slope(draw(seed, 6))) for seed, result in enumerate(results))


def test_a_condition_that_comes_out_the_other_way_is_done_by_the_function():
    f = FUNCTIONS["a condition"][0]
    fast = compile_function(f)
    for sign in (1, 1, 1, -1, 1):
        x = sign * np.ones(4)
        assert same(fast(x), f(x))
        assert fast.gear == "recorded" or sign == 1
    assert fast.gear == "replayed"


def test_a_function_whose_numbers_change_unseen_is_not_replayed():
    numbers = iter(range(100))
    fast = compile_function(lambda x: x * next(numbers))
    assert [fast(np.ones(1)).item() for _ in range(5)] == [0, 1, 2, 3, 4]
    assert fast.gear == "recorded" and "numbers, a range_iterator, which may change unseen" in fast.why


def test_every_kind_of_array_is_recorded_for_itself_and_too_many_are_not():
    fast = compile_function(lambda x: x + 1)
    for n in range(1, MOST_RECORDINGS + 1):
        assert [(fast(np.ones(n)) == 2).all() for _ in range(3)] == [True] * 3 and fast.gear == "replayed"
    assert (fast(np.ones(99)) == 2).all() and "too many" in fast.why
    assert (fast(np.ones(2)) == 2).all() and fast.gear == "replayed"


def test_a_mask_that_comes_after_plain_arrays_is_seen_by_the_function():
    fast, masked = compile_function(lambda x: ops.exp(x)), np.ma.masked_greater([0.0, 1.0], 0.5)
    assert [fast(np.zeros(2)).sum() for _ in range(4)] == [2] * 4 and fast.gear == "replayed"
    with pytest.raises(TypeError, match="mask"):
        fast(masked)


def test_without_arrays_or_with_lists_the_function_does_it():
    assert compile_function(lambda: np.ones(2))().tolist() == [1, 1]
    fast = compile_function(lambda x: np.asarray(x) + 1)
    assert fast([1.0, 2.0]).tolist() == [2, 3] and "not all arrays" in fast.why


def test_an_error_of_the_function_is_its_own_and_later_calls_go_on():
    def f(x):
        if x.sum() < 0:
            raise OverflowError("too small")
        return x * 2

    fast = compile_function(f)
    for value in (1, 1, 1, -1, 1):
        if value < 0:
            with pytest.raises(OverflowError, match="too small"):
                fast(value * np.ones(2))
        else:
            assert (fast(value * np.ones(2)) == 2).all()
    assert fast.gear == "replayed"


NETS = {
    "mlp": (lambda rng: MLP((3, 8, 2), activation=ops.relu, rng=rng), (5, 3)),
    "one sample": (lambda rng: MLP((30, 40, 10), activation=ops.sigmoid, rng=rng), (1, 30)),
    "batch norm and dropout": (
        lambda rng: Sequential(Linear(3, 6, rng=rng), BatchNorm(6), ops.tanh, Dropout(0.5, rng=rng)),
        (7, 3),
    ),
    "lenet": (lambda rng: LeNet(rng=rng), (2, 1, 32, 32)),
}


@pytest.mark.parametrize("name", NETS)
def test_a_replayed_prediction_has_the_bits_of_predict(name):
    make, shape = NETS[name]
    model = make(np.random.default_rng(0))
    answer = compile_prediction(model)
    for seed in range(5):
        assert same(answer(draw(seed, *shape)), predict(model, draw(seed, *shape)))
    assert (answer.gear, answer.why) == ("replayed", "")
    assert model.training and all(module.training for module in model.modules())


def test_a_prediction_follows_the_parameters_the_buffers_and_new_arrays_in_them():
    model = NETS["batch norm and dropout"][0](np.random.default_rng(0))
    answer, x = compile_prediction(model), draw(0, 7, 3)
    optimizer = SGD(model.parameters(), lr=0.1)
    for step in range(6):
        assert same(answer(x), predict(model, x)), step
        optimizer.step(grad(losses.mean_squared_error(model(x), np.zeros((7, 6))), optimizer.parameters))
    model.load_state_dict({name: array + 0.5 for name, array in model.state_dict().items()})
    for parameter in model.parameters():
        parameter.array = parameter.array * 2
    for _ in range(4):
        assert same(answer(x), predict(model, x))
    assert answer.gear == "replayed"


def test_replays_leave_nothing_for_the_collector():
    answer, x = compile_prediction(NETS["mlp"][0](np.random.default_rng(0))), draw(0, 5, 3)
    for _ in range(3):
        answer(x)
    assert garbage(lambda: [answer(x) for _ in range(50)]) == 0


def test_an_overflow_is_told_by_numpy_and_the_next_call_goes_on():
    def f(x):
        return ops.exp(Tensor(x)) * 2

    fast = compile_function(f)
    for _ in range(3):
        fast(np.ones(3))
    with pytest.warns(RuntimeWarning, match="overflow encountered in exp"):
        assert np.isinf(fast(np.array([1.0, 1e3, 1.0]))).tolist() == [False, True, False]
    assert same(fast(np.ones(3)), f(np.ones(3)).array) and fast.gear == "replayed"


def test_a_module_that_was_not_handed_over_may_be_read_and_follows_its_parameters():
    model = MLP((3, 4, 2), rng=np.random.default_rng(0))
    fast = compile_function(lambda x: model(x))
    for seed in range(6):
        if seed == 4:
            for parameter in model.parameters():
                parameter.array = parameter.array + 1
        assert same(fast(draw(seed, 5, 3)), model(draw(seed, 5, 3)).array)
    assert fast.gear == "recorded" and [fast(draw(0, 5, 3)).shape, fast.gear] == [(5, 2), "replayed"]


def test_a_module_that_was_not_handed_over_and_sets_its_statistics_is_not_replayed():
    model, twin = (Sequential(Linear(3, 4, rng=np.random.default_rng(0)), BatchNorm(4)) for _ in range(2))
    fast = compile_function(lambda x: model(x))
    for seed in range(4):
        assert same(fast(draw(seed, 5, 3)), twin(draw(seed, 5, 3)).array)
        for (name, got), (_, expected) in zip(model.named_buffers(), twin.named_buffers(), strict=True):
            assert same(got, expected), name
    assert fast.gear == "recorded"
    assert fast.why == "BatchNorm, which is not part of the model, sets running_mean"
    handed_over = compile_function(lambda x: model(x), model)
    for seed in range(4):
        assert same(handed_over(draw(seed, 5, 3)), twin(draw(seed, 5, 3)).array)
    assert handed_over.gear == "replayed"
