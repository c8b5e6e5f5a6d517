"""The surface explorer: paths against the library's optimizers, eigenvalues against NumPy's, what is said."""

import numpy as np
import pytest

from dlcourse.critical_points import classify, gradient_at, hessian_at
from dlcourse.experiments.ch04_descent import descend
from dlcourse.experiments.ch10_surfaces import SURFACES, rosenbrock
from dlcourse.optimizers import SGD, Newton, SaddleFreeNewton
from dlcourse.tensor import Parameter
from dlcourse.widgets.ch10_surface_explorer.paths import POINTS
from dlcourse.widgets.ch10_surface_explorer.surface_explorer import SurfaceExplorer
from dlcourse.widgets.frame import descents
from dlcourse.widgets.frame.curvature import eigen, newton_rule, saddle_free_rule

STARTS = [(1.0, 0.5), (-0.75, 0.4), (0.3, -1.2)]


def stepped(f, start, method, n, **options):
    """The path of a method that takes the cost itself.   -> (n + 1, 2)"""
    theta = Parameter(np.array(start))
    optimizer, path = method([theta], **options), [np.array(start)]
    for _ in range(n):
        optimizer.step(lambda: f(theta))
        path.append(theta.array.copy())
    return path


def one_step(rule, f, at, lr=1.0):
    """Where a rule goes from a point."""
    slopes = descents.surface(f, order=2)
    return rule({"theta": [*at], **slopes([*at])}, {"lr": lr}, slopes)["theta"]


@pytest.mark.parametrize("seed", range(20))
def test_eigenvalues_and_eigenvectors_are_numpys(seed):
    H = np.random.default_rng(seed).normal(size=(2, 2)) * 10.0 ** (seed % 5 - 2)
    H += H.T
    values, vectors = eigen(*H.tolist())
    expected, Q = np.linalg.eigh(H)
    np.testing.assert_allclose(values, expected[::-1], rtol=1e-9, atol=1e-9)
    for vector, column in zip(vectors, Q.T[::-1], strict=True):
        assert abs(vector @ column) == pytest.approx(1, abs=1e-9)  # the same line, either way along it


def test_equal_eigenvalues_have_two_directions_at_a_right_angle():
    values, vectors = eigen([3.0, 0.0], [0.0, 3.0])
    assert values == [3.0, 3.0]
    np.testing.assert_allclose(np.array(vectors) @ np.transpose(vectors), np.eye(2), atol=1e-12)


@pytest.mark.parametrize("f", [*SURFACES.values(), rosenbrock])
@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("lr", [1.0, 0.3])
def test_one_step_of_both_rules_is_that_of_the_librarys_optimizers(f, start, lr):
    for rule, method in ((newton_rule, Newton), (saddle_free_rule, SaddleFreeNewton)):
        expected = stepped(f, start, method, 1, lr=lr)[-1]
        np.testing.assert_allclose(one_step(rule, f, start, lr), expected, rtol=1e-9, atol=1e-9)


def test_newton_stays_where_the_library_finds_a_hessian_that_is_singular():
    flat = SURFACES["flat_basin"]
    with pytest.raises(ArithmeticError, match="singular"):
        stepped(flat, (1.0, 0.0), Newton, 1)
    assert one_step(newton_rule, flat, (1.0, 0.0)) == [1.0, 0.0]
    expected = stepped(flat, (1.0, 0.0), SaddleFreeNewton, 1)[-1]
    np.testing.assert_allclose(one_step(saddle_free_rule, flat, (1.0, 0.0)), expected, atol=1e-9)


@pytest.mark.parametrize("name", SURFACES)
def test_paths_are_those_of_the_librarys_optimizers(name):
    f, n, start = SURFACES[name], 5, (0.6, -0.35)
    found = SurfaceExplorer(surface=name, x=start[0], y=start[1], step=n, lr=0.2).values["paths"]
    expected = [
        descend(f, start, SGD, n, lr=0.2),
        stepped(f, start, Newton, n),
        stepped(f, start, SaddleFreeNewton, n),
    ]
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", SURFACES)
def test_the_point_in_the_middle_is_what_it_is_called(name):
    np.testing.assert_array_equal(gradient_at(SURFACES[name], [0.0, 0.0]), 0)
    kind = classify(SURFACES[name], [0.0, 0.0], probe_radius=0.01).kind
    assert POINTS[name] in kind


def test_arrows_lie_along_eigenvectors_and_words_tell_their_signs():
    control = SurfaceExplorer(surface="flat_saddle", x=-0.5, y=0.5)
    values, n = control.results()["eigenvalues"], control.values
    np.testing.assert_allclose(
        values, np.linalg.eigvalsh(hessian_at(SURFACES["flat_saddle"], [-0.5, 0.5]))[::-1]
    )
    H = hessian_at(SURFACES["flat_saddle"], [-0.5, 0.5])
    for k, (foot, tip) in enumerate(n["arrows"]):
        way = np.subtract(tip, foot)
        np.testing.assert_allclose(H @ way, values[k // 2] * way, atol=1e-9)
    assert n["signs"] == ["2.00 up", "−3.00 down"] and n["kinds"] == ["plus", "plus", "minus", "minus"]
    assert "bends down (eigenvalue −3.00)" in n["texts"]["bends"] and "like a saddle" in n["texts"]["bends"]
    flat = SurfaceExplorer(surface="flat_basin", y=0).values["texts"]["bends"]
    assert "does not bend (eigenvalue 0.00): undecided" in flat


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, "2"),
        ({"y": 0}, "123"),
        ({"surface": "basin", "y": -1}, "123"),
        ({"surface": "hill", "y": 0.5}, "2"),
        ({"surface": "flat_hill", "y": 0.5}, "2"),
        ({"surface": "flat_basin", "y": 0.5}, "23"),
        ({"surface": "flat_saddle", "y": 0.5}, "123"),
        ({"surface": "flat_saddle", "x": -1, "y": 0.5}, "2"),
        ({"lr": 0}, "2"),
    ],
)
def test_who_ends_at_the_critical_point(given, found):
    assert SurfaceExplorer(**given, step=60).results()["found"] == found


def test_who_ends_there_is_told_only_in_the_end_and_compared_with_the_guess():
    said = [SurfaceExplorer(step=k, guess="23").values["texts"]["compared"] for k in (0, 59, 60)]
    assert said[:2] == ["You said 2 and 3. Play, and compare."] * 2
    assert said[2] == "At the saddle point in the end: 2 alone, not 2 and 3."
    assert SurfaceExplorer(step=60, guess="2").values["texts"]["compared"].endswith("You were right.")
    assert "guess first" in SurfaceExplorer(step=60).values["texts"]["compared"]


def test_the_tasks_show_what_they_say():
    step, axis, right = (SurfaceExplorer(**state) for state, _, _ in SurfaceExplorer.tasks)
    after = SurfaceExplorer(**step.state | {"step": 1}).values["ends"]
    np.testing.assert_allclose(after, [[0.8, 0.6], [0, 0], [0, 1]], atol=1e-12)
    ends = [SurfaceExplorer(**c.state | {"step": 60}).results()["found"] for c in (step, axis, right)]
    assert ends == ["2", "123", "123"]
    lifted = SurfaceExplorer(**axis.state | {"y": 0.05, "step": 60})
    left = SurfaceExplorer(**right.state | {"x": -1.0, "step": 60})
    assert lifted.results()["found"] == left.results()["found"] == "2"


def test_it_weighs_little_in_a_notebook():
    assert len(SurfaceExplorer()._repr_html_().encode()) < 155_000
