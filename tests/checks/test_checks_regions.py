"""What the exercises of chapter 9 are judged by: networks of any layout, kinks and folds in any order."""

import numpy as np
import pytest

from dlcourse.checks import drawn_regions as drawn
from dlcourse.checks.arrays import arrays_of
from dlcourse.checks.free import ch09_kink_slips, ch09_kinks_on_line, ch09_mirror_points, ch09_tent_layers
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
        ([], "W is a list of 2 arrays here; yours has 0"),
        (7, "W is a list of 2 arrays here; yours is of type int"),
    ],
    ids=str,
)
def test_a_list_that_does_not_fit_is_named_with_its_entry(W, words):
    assert words in arrays_of((W, 1), SHAPES, "f")[1]


@pytest.mark.parametrize("n_layers", (2, 3))
def test_lists_that_come_layer_by_layer_or_in_another_order_are_told_so(n_layers):
    shapes = {"W": [(None, None)] * n_layers, "b": [(None,)] * n_layers}
    layers = [(np.ones((2, 2)), np.ones(2)) for _ in range(n_layers)]
    assert "each is to be a list of its own, `return W, b`" in arrays_of(layers, shapes, "f")[1]
    W, b = map(list, zip(*layers, strict=True))
    assert "W and b come in another order: `return W, b`" in arrays_of((b, W), shapes, "f")[1]
    assert arrays_of((W, b), shapes, "f")[1] is None


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


@pytest.mark.parametrize(
    "words, part",
    [
        ("yours lies as far from x1", lambda x0, x1, z0, z1: z1 / (z1 - z0)),
        ("yours lies on the other side of x0", lambda x0, x1, z0, z1: z0 / (z1 - z0)),
        ("z0 + z1 is no distance", lambda x0, x1, z0, z1: z0 / (z0 + z1)),
        ("yours lacks x0", lambda x0, x1, z0, z1: z0 / (z0 - z1) - x0 / (x1 - x0)),
        ("yours lacks the factor x1 - x0", lambda x0, x1, z0, z1: z0 / (z0 - z1) / (x1 - x0)),
        ("yours is the middle", lambda x0, x1, z0, z1: 0.5),
        ("yours is x1", lambda x0, x1, z0, z1: 1),
        ("0 after the part", lambda x0, x1, z0, z1: (z0 / (z0 - z1)) ** 2),  # which no slip leads to
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_place_between_two_kinks_is_named(words, part):
    W, b = [np.array([[2.0, -1.0, 4.0]]), np.ones((3, 1))], [np.array([1.0, 1.5, -6.0]), np.zeros(1)]
    ends = zip(-2 * W[0][0] + b[0], 3 * W[0][0] + b[0], strict=True)
    found = np.sort([-2 + 5 * part(-2, 3, z0, z1) for z0, z1 in ends])
    assert words in ch09_kinks_on_line.judge(W, b, -2, 3).problem(found, "f")


def test_a_z_that_is_0_along_a_stretch_changes_no_side():
    for way, shift in ((1, 0), (-1, 2)):
        net = drawn.stretched(way, shift)
        W, b, low, high = net.values()
        x = np.linspace(low, high, 128 * 4 + 1)  # all kinks of the first layer among them
        z = np.hstack(ch09_kink_slips.pre_activations(net, x)[:-1])
        assert ((z == 0).sum(axis=0) > 9).any()
        due = np.sort(way * np.array([-1, 1, 3, 5]) + shift)
        judgement = ch09_kinks_on_line.judge(W, b, low, high)
        assert judgement.problem(due, "f") is None
        told = judgement.problem([way * -1 + shift, *due], "f")
        assert "there twice" in told and "0 along a stretch" in told


def test_two_slips_that_lead_to_one_answer_are_not_guessed():
    W, b = [np.array([[1.0, 2.0]]), np.ones((2, 1))], [np.array([1.0, 1.0]), np.zeros(1)]
    told = ch09_kinks_on_line.judge(W, b, -2, 2).problem([0.5, 1], "f")  # as far from the right end, or -x
    assert "as far from" not in told and "opposite" not in told and "0 after the part" in told


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


def test_what_a_fold_has_emptied_is_told_alone():
    y, w, b = np.array([3.0, 1.0]), np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([-1.0, -1.5])
    told = ch09_mirror_points.judge(y, w, b).problem([[3, 1], [-1, 1], [3, 2], [-1, 2]], "f")
    assert "a fold has emptied that side" in told and "order" not in told and "they double" not in told
