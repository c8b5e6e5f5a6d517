"""The look of all figures."""

import matplotlib
import pytest
from matplotlib import colors
from matplotlib import pyplot as plt

from dlcourse.plotting import COLORS, DASHES, use_style


@pytest.fixture(autouse=True)
def settings_come_back():
    with matplotlib.rc_context():
        yield
    plt.close("all")


def luminance(color):
    """Relative luminance of a color, from 0 (black) to 1 (white). Source: WCAG 2.2."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colors.to_rgb(color)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_lines_differ_by_dash_as_well_as_by_color():
    use_style()
    lines = plt.figure().subplots().plot([[1, 2, 3, 4, 5, 6, 7]] * 2)
    assert len({line.get_color() for line in lines}) == len(COLORS)
    assert len(DASHES) == len({str(dash) for dash in DASHES}) == len(COLORS)


def test_the_first_two_colors_stay_apart_in_grey_print():
    first, second, *_ = (luminance(color) for color in COLORS.values())
    assert abs(first - second) > 0.04


def test_figures_have_no_ground_so_that_a_dark_page_can_invert_them():
    use_style()
    figure, axes = plt.subplots()
    assert colors.to_rgba(figure.get_facecolor())[3] == 0
    assert colors.to_rgba(axes.get_facecolor())[3] == 0


def test_the_same_figure_gives_the_same_bytes(tmp_path):
    use_style()
    for name in ("one.svg", "two.svg"):
        figure, axes = plt.subplots()
        axes.plot([1, 2], [3, 4])
        figure.savefig(tmp_path / name, metadata={"Date": None})
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()
