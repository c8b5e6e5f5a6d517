"""What the exercises of chapter 15 are judged by: signals, clipped gradients, steps on the cliff, paths."""

import numpy as np
import pytest
from house import ROOT

from dlcourse.autodiff import grad
from dlcourse.checks import drawn_blocks, drawn_cells, drawn_clipping, drawn_signals
from dlcourse.checks.bank import Exercise
from dlcourse.checks.free import ch15_cliff, ch15_cliff_slips
from dlcourse.checks.results import by_name
from dlcourse.experiments import ch15_vanishing as chapter
from dlcourse.layers import Linear, LSTMCell, Residual, Sequential
from dlcourse.ops import relu, tanh
from dlcourse.optimizers import clip_by_norm, global_norm
from dlcourse.tensor import Tensor

FOLDER = ROOT / "solutions" / "15_vanishing_gradients"


@pytest.fixture
def rng():
    return np.random.default_rng(15)


def linear(W, b):
    layer = Linear(*W.shape, rng=np.random.default_rng(0))
    layer.W.array[...], layer.b.array[...] = W, b
    return layer


def every(drawn, rng):
    shown, draw = drawn
    return [*shown, *draw(rng)]


def test_signals_and_dead_units_are_those_of_the_chapter(rng):
    for inputs in every(drawn_signals.relu_nets(), rng):
        x, W, b, G = inputs.values()
        model = Sequential(*(step for layer in zip(W, b, strict=True) for step in (linear(*layer), relu)))
        right = drawn_signals.report(**inputs).results
        np.testing.assert_allclose(right["signals"], chapter.layer_signals(model, x, G), rtol=1e-9)
        assert right["dead"].tolist() == chapter.dead_units(model, x)


def test_nets_have_dead_units_and_one_has_a_unit_that_gets_no_gradient_and_is_alive(rng):
    cases = every(drawn_signals.relu_nets(), rng)
    counts = [drawn_signals.report(**inputs).results["dead"] for inputs in cases]
    assert sum(dead.any() for dead in counts) >= len(cases) - 1
    cut = [drawn_signals._is_cut(drawn_signals.traced(*[*case.values()][:3]), case["W"]) for case in cases]
    assert any(cut[:3]) and any(cut[3:])


def test_clipped_gradients_are_those_of_the_library(rng):
    for inputs in every(drawn_clipping.gradients_to_clip(), rng):
        gradients, max_norm = [g.astype(float) for g in inputs["gradients"]], inputs["max_norm"]
        right = drawn_clipping.by_norm(gradients, max_norm).results
        np.testing.assert_allclose(right["norm"], global_norm(gradients), rtol=1e-12)
        for k, g in enumerate(clip_by_norm(gradients, max_norm)):
            np.testing.assert_allclose(right[f"clipped[{k}]"], g, rtol=1e-12)


def test_slips_of_clipping_differ_from_what_is_right_in_the_first_case():
    inputs = drawn_clipping.gradients_to_clip()[0][0]
    right = drawn_clipping.by_norm(**inputs)
    told = {slip.told for slip in right.slips if not same(slip.results, right.results)}
    assert len(told) > 20


def same(one, other):
    return all(np.allclose(value, other[name], rtol=1e-9, atol=0) for name, value in one.items())


def test_the_descents_end_below_a_thousandth(rng):
    shown, draw = drawn_clipping.starts_on_the_cliff()
    function = Exercise(FOLDER, "descend_cliff")
    answer = function.function(function.answer)
    for inputs in (shown[-1], *[*draw(rng)][-1:]):
        path, E = answer(**inputs)
        assert E[-1] < 1e-3 < E[0]
        assert abs(np.diff(path, axis=0)).max() <= inputs["lr"] * inputs["max_norm"] + 1e-12


def test_a_sigmoid_that_rounds_otherwise_passes_though_its_path_differs():
    inputs = drawn_clipping.starts_on_the_cliff()[0][-1]
    exercise = Exercise(FOLDER, "descend_cliff")
    other = exercise.answer.replace("1 / (1 + np.exp(-w * h - b))", "0.5 * (1 + np.tanh((w * h + b) / 2))")
    path, E = exercise.function(other)(**inputs)
    assert exercise.module.judge(**inputs).problem((path, E), "f") is None


def test_what_descents_are_told():
    inputs = drawn_clipping.starts_on_the_cliff()[0][0]
    start, lr, max_norm, _ = inputs.values()
    judge = ch15_cliff.judge(**inputs)
    path = [start]
    for _ in range(2):
        path.append(
            path[-1] - lr * ch15_cliff_slips.clipped(np.array(chapter.cliff(*path[-1])[1:]), max_norm)
        )
    path, E = np.array(path), chapter.cliff(*np.transpose(path))[0]
    assert judge.problem((path, E), "f") is None
    far = path + np.array([[0, 0], [0.001, 0.002], [0, 0]])
    costs = chapter.cliff(*far.T)[0]
    for result, words in (
        ((path + 1, E), "Row 0 of path is the start"),
        ((path, [E[0], *E[:-1]]), "E comes a row late"),
        ((path, [*E[1:], E[-1]]), "E comes a row early"),
        ((path, E / 2), "It has a half"),
        ((path, np.sqrt(E)), "It lacks the square"),
        ((path, [E[0]] * 3), "All rows have one E"),
        ((far, costs), "Row 1 of path does not follow from row 0"),
        ((path[[0, 0, 0]], E[[0, 0, 0]]), "does not move"),
        ((path[[2, 2, 2]], E[[2, 2, 2]]), "They may be one array"),
        ((path[[0, 2, 2]], E), "From row 1 on all rows are alike"),
        ((path[:1] + [[0, 0], [1e-12, 1e-13], [0, 0]], E[[0, 0, 0]]), "The step is all but 0"),
    ):
        assert words in judge.problem(result, "f")


def test_what_goes_on_from_row_to_row_is_told():
    *_, inputs = drawn_clipping.starts_on_the_cliff()[0]
    exercise = Exercise(FOLDER, "descend_cliff")
    fresh, each = "path, E = [np.array(start)], []", "(w, b), h, dw, db = path[-1], 0.5, 0.0, 0.0"
    for first, then, words in (
        ("h = 0.5", "(w, b), dw, db = path[-1], 0.0, 0.0", "h goes on from the row before"),
        ("dw = db = 0", "(w, b), h = path[-1], 0.5", "The slopes of h go on from the row before"),
    ):
        answer = exercise.answer.replace(fresh, f"{fresh}; {first}").replace(each, then)
        assert words in exercise.module.judge(**inputs).problem(exercise.function(answer)(**inputs), "f")


def test_a_list_that_comes_alone_or_in_another_place_is_told():
    inputs = drawn_clipping.gradients_to_clip()[0][0]
    right = drawn_clipping.by_norm(**inputs).results
    clipped, norm = [right["clipped[0]"], right["clipped[1]"]], right["norm"]
    for result, words in (
        (tuple(clipped), "f returned clipped alone: `return clipped, norm` gives back all."),
        ((norm, clipped), "yours is of type float64. Expected are clipped, norm, in this order."),
        ((clipped[:1], norm), "yours has 1. Expected are clipped, norm, in this order."),
    ):
        assert words in by_name(result, right, "f")[1]
    assert by_name([clipped, norm], right, "f")[1] is None


def test_a_factor_of_zero_is_told_of_infinite_gradients_and_not_of_lost_ones():
    gradients = [np.array([0.4, -np.inf]), np.array([-1.7])]
    for bad, told in ((-np.inf, True), (np.nan, False)):
        gradients[0][1] = bad
        slips = drawn_clipping.by_norm(gradients, 1.3).slips
        assert any(slip.told == drawn_clipping.LOST for slip in slips) == told


def test_each_slip_of_a_step_is_told_where_it_differs(rng):
    theta, lr = np.array([5.5, -2.7]), 0.3
    g = ch15_cliff_slips.gradients(theta)[""]
    np.testing.assert_allclose(g, chapter.cliff(*theta)[1:], rtol=1e-9)
    for told, led in ch15_cliff_slips.steps_of(g, theta, lr, 0.005).items():
        right = ch15_cliff_slips.steps_of(g, theta, lr, 0.005)[""]
        if told and not np.allclose(led, right, rtol=1e-6, atol=0) and led.all():
            assert ch15_cliff.of_step(np.array([theta]), led, lr, 0.005), told


def test_blocks_and_cells_are_judged_as_the_engine_differentiates(rng):
    for inputs in every(drawn_blocks.chains_of_blocks(), rng):
        x, W, b, G = inputs.values()
        layers = [linear(*layer) for layer in zip(W, b, strict=True)]
        start = Tensor(x)
        y = Sequential(*(Residual(layer, tanh) for layer in layers))(start)
        parameters = [start, *(p.W for p in layers), *(p.b for p in layers)]
        right = drawn_blocks.through_blocks(**inputs).results
        for got, due in zip(right.values(), grad((y * G).sum(), parameters), strict=True):
            np.testing.assert_allclose(got, due, rtol=1e-9, atol=1e-12)


def test_the_identity_path_carries_the_gradient_unchanged(rng):
    *_, blocks = drawn_blocks.chains_of_blocks()[1](rng)
    right = drawn_blocks.through_blocks(**blocks).results
    assert len(blocks["W"]) == 20 and np.array_equal(right["dx"], blocks["G"])
    *_, cell = drawn_cells.cells()[1](rng)
    dc = drawn_cells.through_cells(**cell).results["dc"]
    assert len(dc) == 31 and np.allclose(dc, dc[-1], rtol=1e-12, atol=0)


def test_the_state_of_a_cell_is_that_of_the_library(rng):
    for inputs in every(drawn_cells.cells(), rng):
        *z, c0, G = inputs.values()
        T, n = G.shape
        cell = LSTMCell(T, n, rng=rng, init=lambda shape, rng: np.zeros(shape))
        cell.b.array[...] = 0.0
        cell.W.array[...] = np.concatenate(z, axis=1)  # x of step t is row t of the identity
        h, c, total = np.zeros((1, n)), Tensor(c0[None]), 0.0
        states = [c]
        for t in range(T):
            h, c = cell(np.eye(T)[t : t + 1], (h, c))
            states.append(c)
            total = total + (h * G[t]).sum()
        right = drawn_cells.through_cells(**inputs).results
        dz = np.split(grad(total, cell.W), 4, axis=1)
        for got, due in zip(right.values(), [np.concatenate(grad(total, states)), *dz], strict=True):
            np.testing.assert_allclose(got, due, rtol=1e-8, atol=1e-12)
