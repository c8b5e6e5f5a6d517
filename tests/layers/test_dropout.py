import numpy as np
import pytest
import torch

from dlcourse.autodiff import grad
from dlcourse.layers import Dropout, Linear, Sequential, subnetworks
from dlcourse.ops import relu
from dlcourse.strict_array import StrictArray
from dlcourse.tensor import Tensor


def rng(seed=0):
    return np.random.default_rng(seed)


@pytest.mark.rows("F040")
@pytest.mark.parametrize("inverted", [True, False])
@pytest.mark.parametrize("keep", [0.5, 0.8])
def test_a_unit_is_kept_with_probability_keep_and_scaled_as_the_form_says(keep, inverted):
    Y = Dropout(keep, rng=rng(), inverted=inverted)(np.ones((1000, 200)))
    scale = 1 / keep if inverted else 1.0
    assert set(np.unique(Y)) == {0.0, scale}
    error = (keep * (1 - keep) / Y.size) ** 0.5
    assert abs((Y > 0).mean() - keep) < 4 * error


@pytest.mark.rows("F040")
@pytest.mark.parametrize("inverted", [True, False])
@pytest.mark.parametrize("keep", [0.5, 0.8])
def test_what_comes_out_in_use_is_the_expectation_of_training(keep, inverted):
    x, layer = rng(1).standard_normal((1, 5)), Dropout(keep, rng=rng(), inverted=inverted)
    draws = layer(np.repeat(x, 40_000, axis=0))
    error = draws.std(axis=0) / 200
    assert (abs(draws.mean(axis=0) - layer.eval()(x)[0]) < 4 * error).all()


def test_the_expectation_and_the_spread_are_those_of_torch_with_the_drop_probability():
    x = np.full((2000, 100), 2.0)
    ours = Dropout(0.8, rng=rng())(x)
    theirs = torch.nn.functional.dropout(torch.tensor(x), p=0.2).numpy()
    assert sorted(np.unique(ours)) == sorted(np.unique(theirs)) == [0.0, 2.5]
    np.testing.assert_array_equal(Dropout(0.8, rng=rng()).eval()(x), x)


def test_each_sample_and_each_pass_has_a_mask_of_its_own_and_a_seed_repeats_them():
    layer, x = Dropout(0.5, rng=rng()), np.ones((2, 50))
    first, second = layer(x), layer(x)
    assert not np.array_equal(first[0], first[1]) and not np.array_equal(first, second)
    again = Dropout(0.5, rng=rng())
    np.testing.assert_array_equal(again(x), first)
    np.testing.assert_array_equal(again(x), second)


@pytest.mark.parametrize("inverted", [True, False])
def test_the_gradient_passes_through_the_mask_of_its_own_pass(inverted):
    layer, x = Dropout(0.5, rng=rng(), inverted=inverted), Tensor(np.ones((3, 20)))
    Y = layer(x)
    layer(x)  # another mask, which must not matter
    np.testing.assert_array_equal(grad(Y.sum(), x), Y.array)


def test_the_gradient_in_use_is_that_of_the_factor():
    x = Tensor(np.ones((2, 3)))
    np.testing.assert_array_equal(
        grad(Dropout(0.8, rng=rng(), inverted=False).eval()(x).sum(), x), np.full((2, 3), 0.8)
    )
    assert Dropout(0.8, rng=rng()).eval()(x) is x


def test_keep_1_keeps_all_and_float32_stays_float32():
    x = rng().standard_normal((4, 3)).astype(np.float32)
    np.testing.assert_array_equal(Dropout(1, rng=rng())(x), x)
    for inverted in (True, False):
        layer = Dropout(0.5, rng=rng(), inverted=inverted)
        assert layer(x).dtype == layer.eval()(x).dtype == np.float32


def test_the_mask_is_the_same_where_numpy_may_not_reach():
    x = rng(3).standard_normal((4, 5))
    expected = Dropout(0.5, rng=rng())(x)
    found = Dropout(0.5, rng=rng())(Tensor(StrictArray(x)))
    np.testing.assert_array_equal(found.array.get(), expected)


def test_subnetworks_are_all_of_them_with_the_probability_of_each():
    p, outputs = subnetworks(Dropout(0.8, rng=rng(), inverted=False), np.array([[1.0, 10.0]]), [2])
    assert outputs[:, 0].tolist() == [[0, 0], [0, 10], [1, 0], [1, 10]]
    np.testing.assert_allclose(p, [0.04, 0.16, 0.16, 0.64], rtol=1e-14)


@pytest.mark.rows("F041")
def test_a_linear_network_s_average_is_its_output_in_use():
    draws = rng(5)
    for inverted in (True, False):
        net = Sequential(
            Dropout(0.8, rng=draws, inverted=inverted),
            Linear(4, 3, rng=draws),
            Dropout(0.5, rng=draws, inverted=inverted),
            Linear(3, 2, rng=draws),
        )
        x = draws.standard_normal((5, 4))
        p, outputs = subnetworks(net, x, [4, 3])
        assert outputs.shape == (128, 5, 2)
        assert p.sum() == pytest.approx(1, rel=1e-13)
        np.testing.assert_allclose(np.tensordot(p, outputs, 1), net.eval()(x).array, rtol=1e-12, atol=1e-14)


def test_a_network_with_relu_only_comes_near_and_dropout_draws_again_afterwards():
    draws = rng(6)
    net = Sequential(Linear(4, 6, rng=draws), relu, Dropout(0.5, rng=draws), Linear(6, 4, rng=draws), relu)
    x = draws.standard_normal((5, 4))
    p, outputs = subnetworks(net, x, [6])
    average, in_use = np.tensordot(p, outputs, 1), net.eval()(x).array
    assert 1e-3 < abs(average - in_use).max()  # relu is not linear: Jensen's inequality
    assert (average >= in_use - 1e-12).all()
    assert not np.array_equal(net.train()(x).array, net(x).array)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Dropout(0, rng=rng()), "Dropout: expected keep above 0 and at most 1, got 0; .* keeping"),
        (lambda: Dropout(1.5, rng=rng()), "keep above 0 and at most 1, got 1.5"),
        (lambda: Dropout(float("nan"), rng=rng()), "keep above 0 and at most 1, got nan"),
        (lambda: Dropout(0.5, rng=0), "Dropout: expected rng to be a Generator, got 0; .*default_rng"),
        (lambda: subnetworks(Dropout(0.5, rng=rng()), np.ones((1, 2)), []), "one width for each of 1 "),
        (lambda: subnetworks(Dropout(0.5, rng=rng()), np.ones((1, 17)), [17]), r"at most 16 .*got \[17\]"),
    ],
)
def test_a_misuse_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize("dtype", ["uint8", "int64", "bool"])
def test_integers_are_scaled_as_floats_are(dtype):
    x = np.ones((4, 3)).astype(dtype)
    for inverted in (True, False):
        layer = Dropout(0.8, rng=np.random.default_rng(0), inverted=inverted)
        twin = Dropout(0.8, rng=np.random.default_rng(0), inverted=inverted)
        found = layer(x)
        assert found.tolist() == twin(x.astype(float)).tolist() and found.dtype == np.float64
        assert set(found.ravel().tolist()) <= {0.0, 1.25 if inverted else 1.0}
