"""What the exercises of chapter 9 are judged by: networks of any layout, kinks and folds in any order."""

import numpy as np
import pytest

from dlcourse.checks import drawn_regions as drawn
from dlcourse.checks.arrays import arrays_of
from dlcourse.checks.free import ch09_kinks_on_line, ch09_mirror_points, ch09_tent_layers
from dlcourse.models.regions import zaslavsky

SHAPES = {"W": [(1, None), (None, 1)], "c": ()}


@pytest.fixture
def rng():
    return np.random.default_rng(9)


def test_a_list_of_arrays_is_read_entry_by_entry_with_free_lengths():
    (W0, W1, c), problem = arrays_of(([[[1, 2, 3]], [[1], [2], [3]]], 4), SHAPES, "f")
    assert problem is None and (W0.shape, W1.shape, c) == ((1, 3), (3, 1), 4)


@pytest.mark.parametrize(
    "W, words",
    [
        ([np.ones((1, 3))], "W is a list of 2 arrays here; yours has 1"),
        ([np.ones((1, 3)), np.ones(3)], "W[1] has the shape (3,); expected is (m, 1)"),
        ([np.ones((2, 3)), np.ones((3, 1))], "W[0] has the shape (2, 3); expected is (1, m)"),
        (7, "W is a list of 2 arrays here; yours is of type int"),
    ],
    ids=str,
)
def test_a_list_that_does_not_fit_is_named_with_its_entry(W, words):
    assert words in arrays_of((W, 1), SHAPES, "f")[1]


def test_a_tent_may_be_made_in_any_exact_way_and_only_so(rng):
    for _ in range(20):
        scale, turn = 2.0 ** rng.integers(-3, 4), rng.permutation(2)
        W, b, out = np.array([[1.0, 1.0]]) * scale, np.array([0, -0.5]) * scale, [[2 / scale], [-4 / scale]]
        W, b, out = W[:, turn], b[turn], np.array(out)[turn]
        answer = [W, out @ W, out], [b, b, np.zeros(1)]
        assert ch09_tent_layers.judge(2).problem(answer, "f") is None
        answer[0][2] = out * (1 + 1e-15)
        assert "off by rounding" in ch09_tent_layers.judge(2).problem(answer, "f")


def test_kinks_are_where_patterns_of_a_fine_grid_change(rng):
    for sizes in ((1, 5, 1), (1, 4, 3, 1), (1, 3, 2, 3, 1)):
        net = drawn.lined(rng, sizes, -3, 3, least=1)
        W, b = net["W"], net["b"]
        x = h = np.linspace(-3, 3, 6001)[:, None]
        each = [(h := np.maximum(h @ W_k + b_k, 0)) > 0 for W_k, b_k in zip(W[:-1], b[:-1], strict=True)]
        on = np.hstack(each)
        i = np.flatnonzero((on[1:] != on[:-1]).any(axis=1))
        exact = drawn.kinks(net, -3, 3)
        np.testing.assert_allclose((x[i] + x[i + 1]).ravel() / 2, exact, atol=5e-4)
        assert ch09_kinks_on_line.judge(W, b, -3, 3).problem(exact, "f") is None


def test_a_grid_never_finds_more_than_lines_can_make(rng):
    for n in range(1, 9):
        net = drawn.network(rng, (2, n, 1))
        assert drawn.n_patterns(drawn.on_grid(net, -3, 3, 60)) <= zaslavsky(n, 2)


def test_points_of_a_folded_sheet_pass_in_any_order_and_no_other_number_of_them(rng):
    for _ in range(10):
        sheet = drawn.sheet(rng, 3, 2, least=3)
        y, w, b = sheet.values()
        points = [y]
        for w_i, b_i in zip(w[::-1], b[::-1], strict=True):
            kept = [p for p in points if p @ w_i + b_i >= 0]
            points = kept + [p - 2 * (p @ w_i + b_i) / (w_i @ w_i) * w_i for p in kept]
        judgement = ch09_mirror_points.judge(**sheet)
        assert judgement.problem(rng.permutation(points), "f") is None
        assert "there are more" in judgement.problem(points[1:], "f")
        assert "twice" in judgement.problem([*points, points[0]], "f")
