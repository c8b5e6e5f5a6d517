"""Pictures of the four points: gates and the lift lie where their formulas say."""

import matplotlib
import numpy as np
import pytest

matplotlib.use("agg")

import matplotlib.pyplot as plt  # noqa: E402
from mpl_toolkits.mplot3d.proj3d import proj_transform  # noqa: E402

from dlcourse.plotting import plot_gates, plot_lift, plot_xor  # noqa: E402

OR_NAND = [[1, -1], [1, -1]], [-0.5, 1.5], ("OR", "NAND")


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def at_markers(ax, marker):
    return sorted(line.get_xydata()[0].tolist() for line in ax.lines if line.get_marker() == marker)


def test_squares_are_the_points_with_target_one_and_each_has_its_name():
    ax = plot_xor().axes[0]
    assert at_markers(ax, "s") == [[0, 1], [1, 0]] and at_markers(ax, "o") == [[0, 0], [1, 1]]
    assert {text.get_text(): [int(v) for v in text.xy] for text in ax.texts} == {
        "00": [0, 0], "01": [0, 1], "10": [1, 0], "11": [1, 1],
    }  # fmt: skip


def test_the_lines_of_the_gates_cut_off_00_and_11():
    ax = plot_gates(*OR_NAND).axes[0]
    lines = [line.get_xydata() for line in ax.lines if line.get_marker() in ("None", None)]
    np.testing.assert_allclose(lines[0].sum(axis=1), 0.5)  # OR: at least one switch is up
    np.testing.assert_allclose(lines[1].sum(axis=1), 1.5)  # NAND: not both


def test_arrows_point_to_the_ones_of_each_gate():
    ax = plot_gates(*OR_NAND).axes[0]
    arrows = [text for text in ax.texts if getattr(text, "arrow_patch", None)]
    (from_or, to_or), (from_nand, to_nand) = ((sum(arrow.xyann), sum(arrow.xy)) for arrow in arrows)
    assert from_or == pytest.approx(0.5) and to_or > 0.5
    assert from_nand == pytest.approx(1.5) and to_nand < 1.5


def test_both_gates_are_one_between_the_lines_alone():
    ax = plot_gates(*OR_NAND).axes[0]
    (band,) = (found for found in ax.collections if getattr(found, "filled", False))
    path = band.get_paths()[0]
    inside = {name: path.contains_point(at) for name, at in {
        "00": (0, 0), "01": (0, 1), "10": (1, 0), "11": (1, 1), "middle": (0.5, 0.5),
    }.items()}  # fmt: skip
    assert inside == {"00": False, "01": True, "10": True, "11": False, "middle": True}


def test_the_lift_raises_11_alone_and_the_plane_passes_between():
    ax = plot_lift([1, 1, -2], [0]).axes[0]
    points = {
        tuple(float(value[0]) for value in line.get_data_3d()): line.get_marker()
        for line in ax.lines
        if line.get_marker() in ("o", "s")
    }
    assert points == {(0, 0, 0): "o", (0, 1, 0): "s", (1, 0, 0): "s", (1, 1, 1): "o"}
    (plane,) = ax.collections
    corners = np.reshape(plane._faces, (-1, 3))  # no public name for them
    np.testing.assert_allclose(corners @ [1, 1, -2], 0.5)


def test_the_lifted_points_are_named_beside_their_marks():
    ax = plot_lift([1, 1, -2], [0]).axes[0]
    places = {text.get_text(): text.xy for text in ax.texts}
    np.testing.assert_allclose(places["11"], proj_transform(1, 1, 1, ax.get_proj())[:2])
    assert set(places) == {"00", "01", "10", "11"}
