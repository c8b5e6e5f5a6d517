"""Chapter 6: a ball thrown: closed forms in a vacuum, and a slope that leaves out when the ball lands."""

import math

import pytest

from dlcourse.autodiff import grad
from dlcourse.experiments import ch06_a_throw as chapter
from dlcourse.tensor import Tensor


@pytest.mark.rows("S119")
@pytest.mark.parametrize("degrees", [20, 45, 70])
def test_in_a_vacuum_distance_and_slope_are_those_of_a_parabola(degrees):
    a, reach = math.radians(degrees), chapter.SPEED**2 / chapter.GRAVITY
    assert chapter.distance(a, drag=0.0) == pytest.approx(reach * math.sin(2 * a), rel=1e-12)
    assert chapter.slope(a, drag=0.0) == pytest.approx(2 * reach * math.cos(2 * a), rel=1e-12, abs=1e-9)


@pytest.mark.rows("S119")
def test_who_stops_at_a_step_has_the_slope_of_a_flight_of_fixed_time():
    a = math.radians(30)
    far = chapter.distance(a, drag=0.0, landing=False)
    # x = speed t cos(angle), and t no longer depends on the angle
    assert chapter.slope(a, drag=0.0, landing=False) == pytest.approx(-math.tan(a) * far, rel=1e-12)
    assert chapter.slope(a, drag=0.0) > 0


def test_backward_gives_the_same_slope_as_forward():
    a = Tensor(math.radians(50))
    assert float(grad(chapter.distance(a), a)) == pytest.approx(chapter.slope(float(a)), rel=1e-12)


def test_at_the_best_angle_neighbors_fly_less_far():
    best = chapter.best_angle()
    far = [float(chapter.distance(math.radians(best + off))) for off in (-0.5, 0, 0.5)]
    assert far[1] > max(far[0], far[2])
