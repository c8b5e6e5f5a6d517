"""Level lines with paths."""

import numpy as np
import pytest
from matplotlib import pyplot as plt

from dlcourse.plotting import plot_paths


def bowl(p):
    return p[:, 0] ** 2 / 20 + p[:, 1] ** 2


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def test_every_path_is_drawn_inside_the_picture_with_the_minimum():
    paths = {"SGD": [[-7, 2], [-6.335, -1.8]], "Newton": [[-7, 2], [0, 0]]}
    ax = plot_paths(bowl, paths, minimum=(0, 0))
    assert [line.get_xydata().tolist() for line in ax.lines[:2]] == [
        np.array(p, float).tolist() for p in paths.values()
    ]
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    assert left < -7 and right > 0 and low < -1.8 and high > 2
    assert (
        len({line.get_color() for line in ax.lines[:2]})
        == len({line.get_marker() for line in ax.lines[:2]})
        == 2
    )


def test_levels_share_the_picture_evenly():
    ax = plot_paths(bowl, {"SGD": [[-7, 2], [7, -2]]}, n_levels=5)
    levels = ax.collections[0].levels
    points = np.random.default_rng(0).uniform([-9.1, -2.6], [9.1, 2.6], (20_000, 2))
    shares = np.diff([(bowl(points) < level).mean() for level in levels])
    np.testing.assert_allclose(shares, 0.245, atol=0.02)


def test_a_long_path_has_a_few_marks_only():
    path = np.linspace([-7, 2], [0, 0], 1001)
    line = plot_paths(bowl, {"SGD": path}).lines[0]
    assert len(line.get_xydata()) == 1001 and line.get_markevery() == 40


@pytest.mark.parametrize(
    ("paths", "message"),
    [({}, "at least one path, got none"), ({"a": [1.0, 2.0]}, r"path 'a' \(n, 2\), got \(2,\)")],
)
def test_bad_input_is_named(paths, message):
    with pytest.raises(ValueError, match=message):
        plot_paths(bowl, paths)
