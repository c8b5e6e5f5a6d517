"""What a wide hidden layer approximates, and in which norm: bells on the plane, bumps on the line."""

import numpy as np
import pytest

from dlcourse.models import bump_network, fit_two_phases
from dlcourse.models.approximation import sup_error


def lattice(n, d):
    """n^d points at equal steps in the cube [-1.5, 1.5]^d."""
    axis = np.linspace(-1.5, 1.5, n)
    return np.stack(np.meshgrid(*[axis] * d), axis=-1).reshape(-1, d)


def errors_of_bells(f, d, n_points, counts):
    """For each count k the errors of k^d bells of one width in L^1, L^2, L^4 and in the sup norm."""
    x = lattice(n_points, d)
    y, found = f(x), []
    for k in counts:
        network = fit_two_phases(x, y[:, None], lattice(k, d), 3 / (k - 1))
        e = np.abs(network(x).array[:, 0] - y)
        found.append([(e**p).mean() ** (1 / p) for p in (1, 2, 4)] + [e.max()])
    return np.array(found)


@pytest.mark.rows("F015")
@pytest.mark.parametrize(("d", "n_points", "counts"), [(1, 1501, (8, 16, 32, 64)), (2, 61, (6, 9, 12, 16))])
def test_bells_come_near_a_jump_in_every_l_p_but_not_in_the_sup_norm(d, n_points, counts):
    """Dense in L^p of functions on R^d (the slide prints L_p(R)), for p from 1 up to, not including,
    infinity: a sum of bells is continuous, so at a jump of 1 it is wrong by a half on one side."""
    found = errors_of_bells(lambda x: (np.linalg.norm(x, axis=1) < 0.8) * 1.0, d, n_points, counts)
    assert (np.diff(found[:, :3], axis=0) < 0).all()
    assert (found[-1, :3] < found[0, :3] * [0.5, 0.6, 0.75]).all()
    assert (found[:, 3] > 0.45).all()


@pytest.mark.rows("F015")
@pytest.mark.parametrize(("d", "n_points", "counts"), [(1, 1501, (8, 16)), (2, 61, (6, 9, 12))])
def test_bells_come_near_a_smooth_function_everywhere(d, n_points, counts):
    def smooth(x):
        return np.exp(-2 * (x**2).sum(axis=1)) * np.cos(3 * x[:, 0])

    found = errors_of_bells(smooth, d, n_points, counts)
    assert (found[-1] < 0.01 * found[0]).all()


@pytest.mark.rows("F028")
@pytest.mark.parametrize("n", [20, 50, 100, 200])
def test_away_from_the_ends_bumps_err_by_about_half(n):
    """At x = 0 only half a bump stands: the error is half the first height, sin(pi / n) / 2. Between
    two bumps the neighbors share the step from one height to the next."""
    network, f = bump_network(lambda x: np.sin(2 * np.pi * x), n), lambda x: np.sin(2 * np.pi * x)
    whole, interior = sup_error(network, f), sup_error(network, f, 1 / n, 1 - 1 / n)
    assert whole == pytest.approx(np.sin(np.pi / n) / 2, rel=0.01)
    assert 0.5 < interior / whole < 0.56
