import numpy as np
import pytest

from dlcourse.critical_points import gradient_at, hessian_at
from dlcourse.experiments import ch10_surfaces as surfaces
from dlcourse.experiments.ch04_descent import descend, values
from dlcourse.experiments.ch10_surfaces import bowl
from dlcourse.optimizers import SGD, Nesterov


def test_values_of_the_surfaces_at_a_point():
    points = np.array([[2.0, -1.0]])
    expected = {"basin": 5, "hill": -5, "saddle": 3, "flat_hill": -17, "flat_basin": 17, "flat_saddle": 9}
    assert {name: values(f, points)[0] for name, f in surfaces.SURFACES.items()} == expected
    assert values(bowl, points)[0] == pytest.approx(1.2, rel=1e-15)
    assert values(surfaces.rosenbrock, points)[0] == 1 + 100 * 25
    assert values(surfaces.crossed_parabolas, points)[0] == -5 * -9


@pytest.mark.rows("K038")
def test_the_bowl_has_the_curvatures_that_it_claims():
    np.testing.assert_allclose(hessian_at(bowl, [-7.0, 2.0]), np.diag([0.1, 2.0]), rtol=1e-14)


@pytest.mark.rows("F047", "F048")
def test_the_degenerate_surfaces_have_the_hessians_of_the_deck():
    x, y = 0.3, -0.7
    for f, expected in (
        (surfaces.flat_hill, [-12 * x * x, -12 * y * y]),
        (surfaces.flat_basin, [12 * x * x, 12 * y * y]),
        (surfaces.flat_saddle, [6 * x, 2.0]),
    ):
        np.testing.assert_allclose(hessian_at(f, [x, y]), np.diag(expected), rtol=1e-12, atol=1e-15)


def test_a_path_starts_at_the_start_and_takes_the_gradient_where_the_method_looks():
    path = descend(bowl, (-7.0, 2.0), SGD, 1, lr=0.5)
    np.testing.assert_allclose(path, [[-7, 2], [-6.65, 0]], atol=1e-15)
    path = descend(bowl, (-7.0, 2.0), Nesterov, 2, lr=0.1, momentum=0.9)
    ahead = path[1] + 0.9 * (path[1] - path[0])
    expected = path[1] + 0.9 * (path[1] - path[0]) - 0.1 * gradient_at(bowl, ahead)
    np.testing.assert_allclose(path[2], expected, rtol=1e-14)
