"""What the exercises of chapter 16 are judged by: batches, their gradients, running statistics, a bias."""

import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.checks import (
    drawn_batch_grads,
    drawn_batch_slips,
    drawn_batches,
    drawn_biases,
    drawn_line_slips,
    drawn_running,
)
from dlcourse.experiments import ch16_batch_normalization as chapter
from dlcourse.layers import BatchNorm
from dlcourse.ops.batch_norm import batch_norm
from dlcourse.tensor import Tensor


@pytest.fixture
def rng():
    return np.random.default_rng(16)


def every(drawn, rng):
    shown, draw = drawn
    return [*shown, *draw(rng)]


def layer_of(case) -> BatchNorm:
    """The library's layer with the numbers of a case."""
    layer = BatchNorm(case["x"].shape[1], eps=case.get("eps", 1e-5), momentum=case.get("momentum", 0.9))
    for name in ("gamma", "beta"):
        if name in case:
            getattr(layer, name).array[...] = case[name]
    layer.running_mean, layer.running_variance = case["running_mean"], case["running_variance"]
    return layer if case["training"] else layer.eval()


def test_normalized_batches_are_those_of_the_layer(rng):
    for case in every(drawn_batches.batches_to_normalize(), rng):
        right = drawn_batches.normalized(**case).results
        y = layer_of(case)(case["x"])
        np.testing.assert_allclose(right["y"], getattr(y, "array", y), rtol=1e-10, atol=1e-13)
        np.testing.assert_allclose(right["x_hat"] * case["gamma"] + case["beta"], right["y"], rtol=1e-12)


def test_running_statistics_are_those_of_the_layer(rng):
    for case in every(drawn_running.statistics_to_keep(), rng):
        right, layer = drawn_running.kept(**case).results, layer_of(case)
        layer(case["x"])
        np.testing.assert_allclose(right["new_mean"], layer.running_mean, rtol=1e-12)
        np.testing.assert_allclose(right["new_variance"], layer.running_variance, rtol=1e-12)


def test_gradients_by_paths_are_those_of_the_engine(rng):
    for case in every(drawn_batch_grads.layers_by_paths(), rng):
        x, gamma, eps, G = case.values()
        right = drawn_batch_grads.by_paths(**case).results
        inputs = Tensor(x), Tensor(gamma), Tensor(0 * gamma)
        found = grad((batch_norm(*inputs, 0, eps) * G).sum(), [*inputs])
        for name, due in zip(("dx", "dgamma", "dbeta"), found, strict=True):
            np.testing.assert_allclose(right[name], due, rtol=1e-9, atol=1e-10)
        assert np.allclose(right["dx"].sum(axis=0), 0, atol=1e-9)
        ours = drawn_batch_grads.back(**case)
        for name, due in right.items():
            np.testing.assert_allclose(ours[name], due, rtol=1e-9, atol=1e-8, err_msg=name)


def test_one_line_gives_the_dx_of_all_paths(rng):
    for x, gamma, eps, G in (case.values() for case in every(drawn_batch_grads.layers_by_paths(), rng)):
        std = np.sqrt(x.var(axis=0) + eps)
        one = drawn_batch_grads.in_one_line((x - x.mean(axis=0)) / std, std, gamma, G).results["dx"]
        all_paths = drawn_batch_grads.by_paths(x, gamma, eps, G).results["dx"]
        np.testing.assert_allclose(one, all_paths, rtol=1e-8, atol=1e-9)


def test_what_forward_has_kept_has_the_mean_0_and_a_variance_below_1(rng):
    for case in every(drawn_batch_grads.kept_by_forward(), rng):
        assert abs(case["x_hat"].mean(axis=0)).max() < 1e-14
        assert ((case["x_hat"] ** 2).mean(axis=0) < 1).all()


def test_every_slip_on_the_way_back_is_seen_in_some_case_that_is_shown():
    shown = drawn_batch_grads.layers_by_paths()[0]
    unseen = set(drawn_batch_slips.OF_PATHS)
    for case in shown:
        right = drawn_batch_grads.by_paths(**case)
        unseen -= {slip.told for slip in right.slips if differs(slip, right)}
    lines, kept = set(drawn_line_slips.OF_LINE), drawn_batch_grads.kept_by_forward()[0]
    for case in kept:
        right = drawn_batch_grads.in_one_line(**case)
        lines -= {slip.told for slip in right.slips if differs(slip, right)}
    assert not unseen | lines


def differs(slip, right) -> bool:
    return any(not np.allclose(value, right.results[name]) for name, value in slip.results.items())


@pytest.mark.parametrize("through_mean", [True, False])
def test_the_bias_moves_as_in_the_chapter(through_mean):
    u = np.random.default_rng(0).standard_normal((20, 1))[:, 0]
    y = 1 + np.random.default_rng(1).permutation(u)
    y += 1 - y.mean()
    right = drawn_biases.descended(u, y, 0.0, 0.1, 100, through_mean).results
    b, first, last = chapter.bias_under_centering(100, aware=through_mean)
    np.testing.assert_allclose(right["b_path"][-1], b, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(right["J"][[0, -1]], [first, last], rtol=1e-12)


def test_biases_have_targets_whose_mean_is_not_0(rng):
    for case in every(drawn_biases.biases(), rng):
        assert abs(case["y"].mean()) > 0.2 < abs(case["u"].mean())


def test_no_column_is_narrow_far_from_0_so_that_float32_keeps_its_digits(rng):
    for m, n in ((2, 5), (7, 3)):
        for _ in range(20):
            x = drawn_batches.columns(rng, m, n)
            near = x.astype(np.float32).var(axis=0)
            np.testing.assert_allclose((x**2).mean(axis=0) - x.mean(axis=0) ** 2, near, rtol=1e-5)
