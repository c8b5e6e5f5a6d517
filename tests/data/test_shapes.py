"""Spirals, moons and blobs: on their curves without noise, their size and labels, and separable by what."""

import numpy as np
import pytest

from dlcourse.data import blobs, moons, spirals


def rng(seed=0):
    return np.random.default_rng(seed)


def share_right_by_a_line(x, y):
    design = np.column_stack([x, np.ones(len(x))])
    w = np.linalg.lstsq(design, 2.0 * y - 1, rcond=None)[0]
    return ((design @ w > 0) == y).mean()


@pytest.mark.parametrize(
    ("make", "n_classes"), [(moons, 2), (spirals, 2), (lambda m, rng: spirals(m, 3, rng=rng), 3), (blobs, 2)]
)
def test_sizes_labels_and_the_rng(make, n_classes):
    x, y = make(20, rng=rng())
    assert x.shape == (20 * n_classes, 2) and y.tolist() == [k for k in range(n_classes) for _ in range(20)]
    assert y.dtype.kind == "i" and x.dtype == np.float64
    np.testing.assert_equal(make(20, rng=rng())[0], x)
    assert (make(20, rng=rng(1))[0] != x).all()


def test_without_noise_the_moons_are_half_circles_that_interlock():
    x, y = moons(50, rng=rng(), noise=0)
    upper, lower = x[y == 0], x[y == 1]
    np.testing.assert_allclose(np.hypot(*upper.T), 1)
    np.testing.assert_allclose(np.hypot(*(lower - [1, 0.5]).T), 1)
    assert (
        upper[:, 1].min() >= 0
        and lower[:, 1].max() <= 0.5
        and lower[:, 1].min() == pytest.approx(-0.5, abs=1e-3)
    )


def test_the_moons_are_those_of_scikit_learn():
    make_moons = pytest.importorskip("sklearn.datasets").make_moons
    x, y = make_moons(100, shuffle=False, noise=None)
    np.testing.assert_allclose(moons(50, rng=rng(), noise=0)[0], x, atol=1e-12)
    assert moons(50, rng=rng())[1].tolist() == y.tolist()


def test_without_noise_a_spiral_grows_with_its_angle_and_its_arms_are_rotations():
    x, y = spirals(40, 3, rng=rng(), noise=0, turns=0.9)
    z = x[:, 0] + 1j * x[:, 1]
    np.testing.assert_allclose(abs(z[y == 0]), np.arange(1, 41) / 40)
    angles = np.unwrap(np.angle(z[y == 0]))
    np.testing.assert_allclose(np.diff(angles), 2 * np.pi * 0.9 / 40)
    np.testing.assert_allclose(z[y == 1], z[y == 0] * np.exp(2j * np.pi / 3), atol=1e-12)


def test_no_line_separates_spirals_or_moons_but_one_separates_far_blobs():
    assert share_right_by_a_line(*spirals(200, rng=rng())) < 0.75
    assert share_right_by_a_line(*moons(200, rng=rng())) < 0.95
    assert share_right_by_a_line(*blobs(200, rng=rng(), std=0.1)) == 1


def test_blobs_scatter_around_their_centers():
    centers = [[0.0, 0, 5], [9, 9, 9]]
    x, y = blobs(4000, centers, rng=rng(), std=0.5)
    for k in (0, 1):
        np.testing.assert_allclose(x[y == k].mean(axis=0), centers[k], atol=0.05)
        np.testing.assert_allclose(x[y == k].std(axis=0), 0.5, atol=0.03)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: moons(0, rng=rng()), "moons: expected m to be an int of at least 1, got 0"),
        (lambda: moons(5, rng=rng(), noise=-1), "moons: expected noise of at least 0, got -1"),
        (
            lambda: blobs(5, [1.0, 2.0], rng=rng()),
            r"blobs: expected centers of shape \(n_centers, n\), got \(2,\)",
        ),
        (lambda: blobs(5, rng=rng(), std=float("nan")), "blobs: expected noise of at least 0, got nan"),
    ],
)
def test_misuse_says_what_to_do(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_noise_is_the_deviation_of_each_coordinate():
    for make in (spirals, moons):
        clean, _ = make(2000, rng=rng(), noise=0)
        noisy, _ = make(2000, rng=rng(), noise=0.3)
        np.testing.assert_allclose((noisy - clean).std(axis=0), 0.3, rtol=0.05)
