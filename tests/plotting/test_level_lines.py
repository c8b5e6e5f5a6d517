"""Level lines: which values they stand for, and what is hatched."""

import numpy as np
import pytest
from matplotlib import pyplot as plt

from dlcourse.experiments.ch10_surfaces import basin, hill, saddle
from dlcourse.plotting import plot_levels


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def parts(ax):
    """The hatched region's outlines, and the values of the lines."""
    hatched, lines = ax.collections
    return [path for path in hatched.get_paths() if len(path)], lines.levels


@pytest.mark.parametrize(
    ("f", "inside", "outside"), [(saddle, (0.1, 0.9), (0.9, 0.1)), (hill, (0.5, 0.5), None)]
)
def test_what_lies_below_the_point_is_hatched(f, inside, outside):
    hatched, _ = parts(plot_levels(f))
    assert any(path.contains_point(inside) for path in hatched)
    assert outside is None or not any(path.contains_point(outside) for path in hatched)


def test_around_a_minimum_nothing_is_hatched():
    ax = plot_levels(basin, (0.0, 0.0), reach=2.0)
    hatched, levels = parts(ax)
    assert sum(len(path.vertices) > 8 for path in hatched) == 0
    np.testing.assert_allclose(levels[4:], [2, 4, 6, 8])  # 8 = 2^2 + 2^2 at the corners
    assert ax.lines[0].get_xydata().tolist() == [[0, 0]]


def test_heights_are_measured_from_the_point():
    _, levels = parts(plot_levels(saddle, (1.0, 0.0), n_lines=2))
    np.testing.assert_allclose(levels, [-3, -1.5, 1.5, 3])  # from -1 - 1 to 4 - 1 around the value 1
