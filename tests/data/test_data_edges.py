"""Data sets unless told otherwise, and the smallest and largest that there may be."""

import struct

import numpy as np
import pytest

from dlcourse.data import blobs, line, moons, noisy_sine, spirals, split
from dlcourse.data.idx import parse_idx
from dlcourse.losses import split_mixture


def rng():
    return np.random.default_rng(4)


@pytest.mark.parametrize(
    ("draw", "m", "noise"),
    [
        (lambda **o: spirals(rng=rng(), **o), 200, 0.02),
        (lambda **o: moons(rng=rng(), **o), 200, 0.1),
        (lambda **o: blobs(rng=rng(), **({"std": o["noise"]} if o else {})), 200, 0.5),
        (lambda **o: noisy_sine(rng=rng(), **o), 20, 0.3),
    ],
    ids=["spirals", "moons", "blobs", "noisy_sine"],
)
def test_so_many_points_with_so_much_normal_noise(draw, m, noise):
    (x, y), (clean_x, clean_y) = draw(), draw(noise=0.0)
    assert len(x) == len(y) == m
    both = np.concatenate([(x - clean_x).ravel(), (y - clean_y).ravel()])
    moved = both[both != 0]
    assert abs(moved.std() - noise) < 5 * noise / (2 * len(moved)) ** 0.5
    assert abs(moved.mean()) < 5 * noise / len(moved) ** 0.5


def test_the_line_of_the_deck_has_30_points_and_uniform_noise():
    (x, y), (_, clean) = line(rng=rng()), line(rng=rng(), noise=0.0)
    assert len(x) == 30 and 0.05 < abs(y - clean).max() <= 0.1
    np.testing.assert_allclose(clean, 3 * x + 2)


def test_spirals_wind_once_around_and_blobs_stand_left_and_right():
    x, _ = spirals(rng=rng(), noise=0.0)
    arm = np.unwrap(np.arctan2(x[:100, 1], x[:100, 0]))
    assert arm[-1] - arm[0] == pytest.approx(2 * np.pi * 0.99)
    x, y = blobs(rng=rng(), std=0.0)
    assert np.unique(np.column_stack([x, y]), axis=0).tolist() == [[-1.0, 0.0, 0.0], [1.0, 0.0, 1.0]]


@pytest.mark.parametrize("draw", [spirals, moons, blobs, line, noisy_sine])
def test_one_point_will_do_and_none_is_refused(draw):
    x, y = draw(1, rng=rng())
    assert len(x) == len(y) in (1, 2)
    for m in (0, 1.5, True):
        with pytest.raises(ValueError, match=f"{draw.__name__}: expected m to be an int of at least 1"):
            draw(m, rng=rng())
    with pytest.raises(ValueError, match=f"{draw.__name__}: expected noise of at least 0, got -1"):
        draw(rng=rng(), **({"std": -1} if draw is blobs else {"noise": -1}))
    with pytest.raises(ValueError, match="expected rng"):
        draw(rng=3)


@pytest.mark.parametrize("draw", [line, noisy_sine])
def test_an_empty_range_is_refused(draw):
    with pytest.raises(ValueError, match=f"{draw.__name__}: expected x_max > 0, got 0"):
        draw(rng=rng(), x_max=0)


def test_three_classes_are_each_split_by_the_shares():
    y = np.repeat([5, 7, 9], [10, 20, 70])
    parts = split(np.arange(100), y, rng=rng(), stratify=True)
    assert sorted(np.concatenate([x for x, _ in parts])) == list(range(100))
    counts = [[int((targets == k).sum()) for k in (5, 7, 9)] for _, targets in parts]
    assert counts == [[6, 12, 42], [2, 4, 14], [2, 4, 14]]


def test_a_part_of_share_zero_is_refused():
    with pytest.raises(ValueError, match="split: expected fractions above 0"):
        split(np.arange(10), np.arange(10), (0.5, 0.0, 0.5), rng=rng())


def test_an_idx_file_has_up_to_32_axes():
    def content(n_axes):
        return bytes([0, 0, 8, n_axes]) + struct.pack(f">{n_axes}I", *[1] * n_axes) + b"\7"

    assert parse_idx(content(32)).shape == (1,) * 32
    with pytest.raises(ValueError, match="parse_idx: expected 1 to 32 axes"):
        parse_idx(content(33))


def test_a_mixture_of_one_part_is_a_mixture():
    assert [part.shape for part in split_mixture(np.zeros((4, 3)), 1)][0] == (4, 1)
    with pytest.raises(ValueError, match="split_mixture: expected"):
        split_mixture(np.zeros((4, 3)), 0)
