"""The base of the optimizers: one vector of parameters, state kept by place, nothing corrupted."""

import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.layers import MLP
from dlcourse.optimizers import SGD, Optimizer
from dlcourse.tensor import Parameter, Tensor


class Total(Optimizer):
    """theta <- theta - lr (sum of all gradients so far)."""

    slots = ("total", "unused")

    def update(self, theta, g, total, unused):
        total += g
        theta -= self.lr * total


def two_parameters():
    return [Parameter(np.arange(6.0).reshape(2, 3)), Parameter(np.array([10.0, 20.0]))]


def snapshot(optimizer):
    """Everything that a step changes, copied."""
    state = {name: array.copy() for name, array in optimizer.state.items()}
    return [p.array.copy() for p in optimizer.parameters], optimizer.theta.copy(), state, optimizer.n_steps


def test_the_parameters_are_views_of_one_contiguous_vector_with_their_values_kept():
    W, b = two_parameters()
    optimizer = SGD([W, b])
    assert optimizer.theta.tolist() == [0, 1, 2, 3, 4, 5, 10, 20]
    assert optimizer.theta.flags.c_contiguous
    assert np.shares_memory(W.array, optimizer.theta) and np.shares_memory(b.array, optimizer.theta)
    optimizer.theta[-1] = 99
    assert (W.shape, b.array.tolist()) == ((2, 3), [10.0, 99.0])


def test_parameters_of_any_shape_fit_in_the_vector():
    parameters = [Parameter(np.ones(shape)) for shape in ((), (2, 3, 4), (0, 3), (1,))]
    optimizer = SGD(parameters, lr=1.0)
    optimizer.step([np.full(p.shape, 2.0) for p in parameters])
    assert [p.shape for p in parameters] == [(), (2, 3, 4), (0, 3), (1,)]
    assert all((p.array == -1).all() for p in parameters)


def test_slots_start_at_zero_and_are_kept_between_steps():
    W, b = two_parameters()
    optimizer = Total([W, b], lr=1.0)
    assert {name: array.tolist() for name, array in optimizer.state.items()} == {
        "total": [0] * 8,
        "unused": [0] * 8,
    }
    for expected in (9.0, 7.0, 4.0):  # minus 1, minus 2, minus 3
        optimizer.step([np.ones((2, 3)), np.ones(2)])
        assert b.array[0] == expected
    assert optimizer.n_steps == 3 and not optimizer.state["unused"].any()


def test_infinite_parameters_do_not_make_the_state_anything_but_zero():
    assert Total([Parameter([np.inf, 1.0])], lr=1.0).state["total"].tolist() == [0.0, 0.0]


def test_the_step_changes_the_arrays_that_the_model_uses():
    model = MLP((2, 3, 1), rng=np.random.default_rng(0))
    optimizer = SGD(model.parameters(), lr=0.1)
    x = np.ones((4, 2))
    before = float(model(x).sum())
    optimizer.step(grad(model(x).sum(), model.parameters()))
    assert float(model(x).sum()) < before


BAD_STEPS = {
    "transposed": [np.ones((3, 2)), np.ones(2)],
    "one missing": [np.ones((2, 3))],
    "in another order": [np.ones(2), np.ones((2, 3))],
    "the second does not fit": [np.ones((2, 3)), np.ones(3)],
    "no array": [np.ones((2, 3)), None],
    "not a number": [np.ones((2, 3)), np.array([1.0, np.nan])],
    "infinite": [np.full((2, 3), np.inf), np.ones(2)],
}


@pytest.mark.parametrize("bad", BAD_STEPS.values(), ids=BAD_STEPS)
def test_a_failed_step_leaves_everything_as_it_was(bad):
    optimizer = SGD(two_parameters(), lr=0.5, momentum=0.9)
    optimizer.step([np.ones((2, 3)), np.ones(2)])
    before = snapshot(optimizer)
    with pytest.raises(
        (ValueError, TypeError, FloatingPointError), match="SGD: expected .*gradients?.*, got .*; "
    ):
        optimizer.step(bad)
    for found, expected in zip(snapshot(optimizer)[0], before[0], strict=True):
        np.testing.assert_array_equal(found, expected)
    np.testing.assert_equal(snapshot(optimizer), before)
    twin = SGD(two_parameters(), lr=0.5, momentum=0.9)
    for each in (twin, twin, optimizer):
        each.step([np.ones((2, 3)), np.ones(2)])
    np.testing.assert_array_equal(optimizer.theta, twin.theta)


def test_gradients_that_are_tensors_are_refused_or_taken_whole():
    x = Parameter([1.0, 2.0])
    optimizer = SGD([x], lr=1.0)
    try:
        optimizer.step([Tensor([1.0, 1.0])])
    except TypeError as error:
        assert "SGD: expected" in str(error)
    else:
        assert x.array.tolist() == [0.0, 1.0]


def test_two_optimizers_may_take_turns_on_the_same_parameters():
    theta = Parameter(np.array([1.0, 2.0]))
    first, second = SGD([theta], lr=1.0), SGD([theta], lr=10.0)
    first.step([np.ones(2)])
    assert theta.array.tolist() == [0.0, 1.0]
    second.step([np.ones(2)])
    assert theta.array.tolist() == [-10.0, -9.0]
    first.step([np.ones(2)])
    assert theta.array.tolist() == [-11.0, -10.0] == first.theta.tolist()


def test_a_value_set_from_outside_is_where_the_next_step_starts():
    W, b = two_parameters()
    optimizer = SGD([W, b], lr=1.0)
    b.array = np.array([5.0, 6.0])
    W.array[...] = 0
    optimizer.step([np.ones((2, 3)), np.ones(2)])
    assert b.array.tolist() == [4.0, 5.0] and (W.array == -1).all()
    assert np.shares_memory(b.array, optimizer.theta)


def test_state_belongs_to_the_place_in_the_list():
    theta = Parameter([0.0])
    first, second = Total([theta], lr=1.0), Total([theta], lr=1.0)
    first.step([np.ones(1)])
    assert first.state["total"].tolist() == [1.0] and second.state["total"].tolist() == [0.0]


def test_a_subclass_without_update_says_what_to_define():
    with pytest.raises(
        NotImplementedError, match=r"Optimizer: expected a method update\(theta, g, \.\.\.\), got none"
    ):
        Optimizer([Parameter([1.0])], lr=0.1).step([np.ones(1)])
