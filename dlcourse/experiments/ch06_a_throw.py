"""Chapter 6: automatic differentiation outside of networks: how far a ball flies, and the best angle.

A loop follows the ball through air until it lands; how many steps it takes depends on the angle. Forward mode
goes through the loop, so the slope of the distance costs one sweep. But of what a program decides, such as
when to stop, no op knows a derivative.
"""

import math

from dlcourse import ops
from dlcourse.forward_mode import jvp
from dlcourse.numbers import Number, kept

SPEED, GRAVITY, DRAG, STEP = 20.0, 9.81, 0.02, 0.05  # m/s, m/s^2, 1/m, s
DEGREES = 30  # the angle of the page


def distance(angle, drag: float = DRAG, landing: bool = True):
    """How far a ball flies that is thrown at an angle from the ground, in meters.   angle: in radians

    Air slows it by drag times its squared speed, as at the beginning of each step. The flight ends within a
    step, where it meets the ground; with landing=False at the last step above the ground, nearly as far. Our
    own example. angle may be a number, a Tensor or a Dual.

    >>> round(float(distance(math.pi / 4, drag=0.0)), 6)  # in a vacuum: speed^2 / gravity
    40.77472
    """
    x, y = 0.0, 0.0
    vx, vy = ops.cosine(angle) * SPEED, ops.sine(angle) * SPEED
    while True:
        slowed = ops.sqrt(vx * vx + vy * vy) * drag
        ax, ay = -slowed * vx, -slowed * vy - GRAVITY
        new_y = y + vy * STEP + ay * (STEP**2 / 2)
        if new_y < 0:
            # y + vy t + ay t^2 / 2 = 0
            t = (vy + ops.sqrt(vy * vy - 2 * ay * y)) / -ay if landing else 0.0
            return x + vx * t + ax * (t * t / 2)
        x, y = x + vx * STEP + ax * (STEP**2 / 2), new_y
        vx, vy = vx + ax * STEP, vy + ay * STEP


def slope(angle: float, drag: float = DRAG, landing: bool = True) -> float:
    """The derivative of the distance with respect to the angle, in meters per radian: one forward sweep."""
    return float(jvp(lambda a: distance(a, drag, landing), angle, 1.0)[1])


@kept
def best_angle(n_sweeps: int = 6) -> float:
    """The angle at which the slope is 0, in degrees, by the secant method from 30 and 60 degrees."""
    a, b = 30.0, 60.0
    f, g = slope(math.radians(a)), slope(math.radians(b))
    for _ in range(n_sweeps - 2):
        a, b = b, b - g * (b - a) / (g - f)  # where the line through both slopes is 0
        f, g = g, slope(math.radians(b))
    return b


def numbers() -> dict[str, Number]:
    """Distances and slopes at one angle, by the program and by one that stops at a step; the best angle."""
    angle = math.radians(DEGREES)
    whole, stopped = (float(distance(angle, landing=landing)) for landing in (True, False))
    return {
        "degrees": Number(DEGREES, "d", (), "a setting of ours", unit="degrees"),
        "short": Number(1 - stopped / whole, ".1%", (), "a loop of floats", 1e-9),
        "slope": Number(slope(angle), ".1f", ("S119",), "small steps", 1e-6),
        "stopped_slope": Number(slope(angle, landing=False), ".1f", ("S119",), "steps counted before", 1e-6),
        "best": Number(best_angle(), ".1f", ("S119",), "all angles, small steps apart", 1e-3, unit="degrees"),
        "speed": Number(SPEED, "g", (), "a setting of ours", unit="m/s"),
    }
