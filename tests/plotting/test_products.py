"""Matrix products as boxes: every number in its cell, boxes of the shape of their matrices."""

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest

from dlcourse.plotting import draw_products, use_style

x, g = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0.5], [-1.0], [0.25], [2.0]])
PRODUCT = ("$x^T$", x.T), ("$g$", g), ("$G$", x.T @ g)


@pytest.fixture(autouse=True)
def _no_window():
    matplotlib.use("Agg")
    use_style()
    yield
    plt.close("all")


def cells(figure):
    return [patch for patch in figure.axes[0].patches if patch.get_gid() == "cell"]


def test_each_number_stands_in_a_cell_of_its_own():
    figure = draw_products([PRODUCT])
    texts = {text.get_position(): text.get_text() for text in figure.axes[0].texts}
    found = []
    for cell in cells(figure):
        (left, low), wide, high = cell.get_xy(), cell.get_width(), cell.get_height()
        (text,) = [t for (a, b), t in texts.items() if left < a < left + wide and low < b < low + high]
        found.append(float(text.replace("−", "-")))
    assert found == [*x.T.ravel(), *g.ravel(), *(x.T @ g).ravel()]


def test_a_matrix_lies_left_of_the_next_and_its_rows_from_the_top():
    figure = draw_products([PRODUCT])
    at = np.array([cell.get_xy() for cell in cells(figure)])
    left, right, result = at[:8].reshape(2, 4, 2), at[8:12], at[12:]
    assert (np.diff(left[0, :, 0]) > 0).all() and left[0, 0, 1] > left[1, 0, 1]
    assert left[..., 0].max() < right[0, 0] < result[0, 0]
    assert (np.diff(right[:, 1]) < 0).all()


def test_shapes_stand_below_and_products_one_below_the_other():
    figure = draw_products([PRODUCT, PRODUCT])
    texts = figure.axes[0].texts
    shapes = [text.get_text() for text in texts if " × " in text.get_text()]
    assert shapes == ["2 × 4", "4 × 1", "2 × 1"] * 2
    names = [text.get_position() for text in texts if text.get_text() == "$x^T$"]
    assert names[0][0] == names[1][0] and names[0][1] > names[1][1]
    assert figure.get_label() == " ".join(["x transposed, 2 by 4, times g, 4 by 1, gives G, 2 by 1."] * 2)


def test_the_sides_over_which_a_product_adds_up_are_thick():
    first, second = (
        line.get_xydata() for line in draw_products([PRODUCT]).axes[0].lines if line.get_gid() == "side"
    )
    assert np.ptp(first[:, 1]) == 0 < np.ptp(first[:, 0])  # along the columns of the first
    assert np.ptp(second[:, 0]) == 0 < np.ptp(second[:, 1])  # along the rows of the second


def test_a_wrong_product_is_refused():
    with pytest.raises(ValueError, match=r"draw_products: expected matrices that multiply, got \(4, 2\)"):
        draw_products([(("x", x), ("g", g), ("x", x))])
    with pytest.raises(ValueError, match=r"draw_products: expected \$G\$ to be the product of the two"):
        draw_products([(*PRODUCT[:2], ("$G$", x.T @ g + 1))])
