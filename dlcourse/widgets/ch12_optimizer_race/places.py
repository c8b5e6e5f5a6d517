"""Chapter 12: where the optimizers race: those of chapters 10 and 12, and the bowl turned by 45 degrees."""

from dataclasses import dataclass

from dlcourse.experiments.ch10_surfaces import BOWL_START, bowl, rosenbrock
from dlcourse.experiments.ch12_adaptive import bounded_saddle, cliff, valley


def tilted(theta):
    """The bowl, turned by 45 degrees about its minimum."""
    x, y = theta[0], theta[1]
    u, v = x + y, y - x
    return u * u * (1 / 40) + v * v * 0.5


@dataclass(frozen=True)
class Place:
    """A surface to race on.   start; box: x and y, low and high; levels: of its lines; floor: its minimum"""

    f: object
    shown: str
    start: tuple
    box: tuple
    levels: tuple
    floor: float = 0.0


TURNED = ((BOWL_START[0] - BOWL_START[1]) / 2**0.5, (BOWL_START[0] + BOWL_START[1]) / 2**0.5)
WIDE, WIDER, NEAR, FLAT = (-8, 8, -4.5, 4.5), (-11, 11, -6.2, 6.2), (-2, 2, -1.2, 1.2), (-4, 4, -0.25, 0.25)
BOWLS = (0.1, 0.6, 2, 5, 10, 18)
PLACES = {
    "bowl": Place(bowl, "a bowl, 1 : 20", BOWL_START, WIDE, BOWLS),
    "tilted": Place(tilted, "the bowl, turned by 45°", TURNED, WIDER, BOWLS),
    "valley": Place(valley, "a valley, 1 : 1000", (-3.0, 0.1), FLAT, (0.3, 1.5, 5, 12, 25)),
    "saddle": Place(bounded_saddle, "a saddle", (1.0, 1e-4), NEAR, (-0.4, -0.2, 0, 0.4, 1.2, 2.5), -0.5),
    "cliff": Place(cliff, "a cliff", (1.15, 2.0), (-4, 4, -2.25, 2.25), (0.05, 0.2, 0.5, 1, 4, 8, 10.5)),
    "rosenbrock": Place(rosenbrock, "a bent valley", (-1.2, 1.0), (-2, 2, -1, 3), (3, 15, 60, 200, 600)),
}
FACTS = {
    name: {"start": [*p.start], "box": [*p.box], "levels": [*p.levels], "floor": p.floor}
    for name, p in PLACES.items()
}
