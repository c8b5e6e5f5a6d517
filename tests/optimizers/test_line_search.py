import math

import numpy as np
import pytest

from dlcourse.optimizers import LineSearchError, backtracking, wolfe

COSTS = {  # phi and phi', both with phi'(0) < 0
    "parabola": (lambda a: (a - 3) ** 2, lambda a: 2 * (a - 3)),
    "narrow": (lambda a: 1e4 * (a - 1e-3) ** 2, lambda a: 2e4 * (a - 1e-3)),
    "far": (lambda a: (a / 500 - 1) ** 4, lambda a: 4 / 500 * (a / 500 - 1) ** 3),
    "waves": (lambda a: math.cos(3 * a) + 0.1 * a * a - a, lambda a: -3 * math.sin(3 * a) + 0.2 * a - 1),
    "flat end": (lambda a: -a / (a * a + 2), lambda a: (a * a - 2) / (a * a + 2) ** 2),
}


@pytest.mark.parametrize(("value", "slope"), COSTS.values(), ids=COSTS)
@pytest.mark.parametrize("first", [1e-4, 1.0, 100.0])
@pytest.mark.parametrize("c2", [0.1, 0.9])
def test_the_step_satisfies_the_strong_wolfe_conditions(value, slope, first, c2):
    J, descent = value(0.0), slope(0.0)
    a = wolfe(lambda a: (value(a), slope(a)), J, descent, a=first, c2=c2)
    assert a > 0 and value(a) <= J + 1e-4 * a * descent and abs(slope(a)) <= -c2 * descent


def test_a_first_step_that_satisfies_the_conditions_is_taken_as_scipy_takes_it():
    optimize = pytest.importorskip("scipy.optimize")
    f, slope = lambda x: (x[0] - 3) ** 2, lambda x: np.array([2 * (x[0] - 3)])
    theirs = optimize.line_search(f, slope, np.zeros(1), np.ones(1))[0]
    assert wolfe(lambda a: (f([a]), slope([a])[0]), 9.0, -6.0) == theirs == 1.0


def test_off_a_cliff_the_search_comes_back():
    phi = lambda a: ((a - 1) ** 2, 2 * (a - 1)) if a < 4 else (math.inf, math.nan)  # noqa: E731
    assert 0 < wolfe(phi, 1.0, -2.0, a=64.0) < 2
    assert backtracking(lambda a: phi(a)[0], 1.0, -2.0, a=64.0) == 1.0


def test_backtracking_takes_the_first_cut_that_descends_enough():
    tried = []

    def phi(a):
        tried.append(a)
        return (1 - a) ** 2

    assert backtracking(phi, 1.0, -2.0, a=16.0) == 1.0 and tried == [16, 8, 4, 2, 1]
    assert backtracking(phi, 1.0, -2.0, a=1.5, c1=0.4) == 0.75


def test_misuse_is_named():
    phi = lambda a: (a, 1.0)  # noqa: E731  it rises
    for search, function in ((wolfe, phi), (backtracking, lambda a: a)):
        with pytest.raises(ValueError, match=f"{search.__name__}: expected a direction .* got 1.0"):
            search(function, 0.0, 1.0)
        with pytest.raises(ValueError, match=f"{search.__name__}: expected a first step a > 0, got -1"):
            search(function, 0.0, -1.0, a=-1)
        with pytest.raises(LineSearchError, match=f"{search.__name__}: expected a lower cost"):
            search(function, 0.0, -1.0)  # a wrong gradient: it claims descent where phi rises
    with pytest.raises(ValueError, match="expected 0 < c1 < c2 < 1"):
        wolfe(phi, 0.0, -1.0, c1=0.5, c2=0.1)
    with pytest.raises(LineSearchError, match="expected the cost to rise again"):
        wolfe(lambda a: (-a, -1.0), 0.0, -1.0)
