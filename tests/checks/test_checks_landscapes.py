"""What the exercises of chapter 10 are judged by: kinds of points, networks at critical points, copies."""

import numpy as np
import pytest

from dlcourse.autodiff import grad, hvp
from dlcourse.checks import drawn_landscapes as drawn
from dlcourse.checks.free import ch10_kind_of_point, ch10_symmetric_copies
from dlcourse.experiments import ch10_landscape
from dlcourse.ops import matmul, tanh
from dlcourse.tensor import Tensor

# of the drawn points, in their order: five bowls, two with an eigenvalue of 0, a narrow saddle, flat surfaces
KINDS = [0, 1, -1, 0, 0, 0, 0, 0, 0, 0, 1, -1, 0, 0, 1, -1, 0, 0, 1, -1, 0, 0, 0, 0, 0]


@pytest.fixture
def rng():
    return np.random.default_rng(10)


def test_the_drawn_points_have_the_kinds_that_their_formulas_say(rng):
    cases = [*drawn.points()[1](rng)]
    assert len(cases) == len(KINDS)
    for inputs, kind in zip(cases, KINDS, strict=True):
        f, x, H, _ = inputs.values()
        step = 1e-3 * np.eye(len(x))
        slopes = (f(x + step) - f(x - step)) / 2e-3
        assert abs(slopes).max() < 1e-5 and np.allclose(
            f(x + step) + f(x - step) - 2 * f(x), np.diag(H) * 1e-6, atol=1e-10
        )
        index = (np.linalg.eigvalsh(H) < -1e-9).mean()
        said = [ch10_kind_of_point.judge(**inputs).problem((index, each), "f") for each in (-1, 0, 1)]
        assert [told is None for told in said] == [each == kind for each in (-1, 0, 1)]


def test_a_narrow_saddle_rises_at_every_point_of_the_circle(rng):
    for _ in range(5):
        inputs = drawn.narrow(rng)
        assert (ch10_kind_of_point.changes(inputs["f"], inputs["x"], inputs["radius"]) > 0).all()
        assert "points of a circle miss it" in ch10_kind_of_point.judge(**inputs).problem((0.5, 1), "f")


@pytest.mark.parametrize(
    "index, words",
    [
        (3, "not divided by n"),
        (0.4, "the part above 0"),
        (0.12, "entries of H"),
        (0.5, "below 0. The eigenvalues"),
        (0, "below 0. The eigenvalues"),
    ],
)
def test_a_wrong_index_is_told_its_cause_or_none(index, words):
    inputs = drawn.points()[0][1]  # a saddle of five variables, with the index 3/5
    assert words in ch10_kind_of_point.judge(**inputs).problem((index, 0), "f")


def test_two_slips_that_lead_to_one_index_are_not_guessed():
    H = np.diag([0.0, 2.0])
    told = ch10_kind_of_point.judge(drawn.flat_saddle, np.zeros(2), H, 0.1).problem((0.5, 0), "f")
    assert "counts those that are 0" in told
    turn = drawn.turned(np.random.default_rng(0), 2)
    told = ch10_kind_of_point.judge(
        drawn.basin, np.zeros(2), turn @ np.diag([-1.0, 1.0]) @ turn.T, 0.1
    ).problem((1, 0), "f")
    assert "yours" not in told


def cost(theta, x, y):
    """J of the network as the exercise writes it, of a Tensor."""
    d = x.shape[1]
    n = (theta.size - 1) // (d + 2)
    W, c, w, b = (
        theta[: d * n].reshape(d, n),
        theta[d * n : -n - 1],
        theta[-n - 1 : -1].reshape(n, 1),
        theta[-1:],
    )
    error = matmul(tanh(matmul(x, W) + c), w) + b - y[:, None]
    return (error * error).sum() * (0.5 / len(y))


def test_the_networks_are_at_critical_points_with_eigenvalues_below_0_that_count_as_0(rng):
    shown, draw = drawn.networks()
    for i, (theta, x, y) in enumerate(inputs.values() for inputs in [*shown, *draw(rng)]):
        t = Tensor(theta)
        assert abs(grad(cost(t, x, y), t)).max() < 1e-11
        H = np.array([hvp(cost(t, x, y), t, v) for v in np.eye(len(theta))])
        np.testing.assert_allclose(drawn.hessian_of_network(theta, x, y), H, atol=1e-13)
        values = np.linalg.eigvalsh(H) / abs(H).max()
        assert (
            not i
            or ((values < 0) & (values > -1e-10)).any()
            and not ((1e-9 < abs(values)) & (abs(values) < 1e-7)).any()
        )


@pytest.mark.parametrize("sizes", [(1, 1), (2, 2), (3, 3)], ids=str)
def test_all_copies_of_a_network_pass_in_any_order_and_no_other_number_of_them(rng, sizes):
    W, c, w = rng.normal(size=sizes), rng.normal(size=sizes[1]), rng.normal(size=sizes[1])
    copies = [(a, b, v[:, 0]) for a, b, v in ch10_landscape.symmetric_copies(W, c, w[:, None])]
    judgement = ch10_symmetric_copies.judge(W, c, w)

    def told(*rows):
        return judgement.problem(tuple(np.array(part) for part in zip(*rows, strict=True)), "f")

    assert told(*[copies[i] for i in rng.permutation(len(copies))]) is None
    assert "some are missing" in told(*copies[1:]) and "are the same" in told(*copies, copies[0])
    a, b, v = copies[-1]
    assert "is turned in" in told(*copies[:-1], (a, b, -v)) and "none of the" in told(
        *copies[:-1], (a, b + 0.1, v)
    )


def test_copies_that_come_one_by_one_are_told_so(rng):
    W, c, w = rng.normal(size=(2, 2)), rng.normal(size=2), rng.normal(size=2)
    told = ch10_symmetric_copies.judge(W, c, w).problem([(W, c, w), (-W, -c, -w)], "f")
    assert "each is to be a list of its own, `return W, c, w`" in told


def test_one_array_in_the_place_of_every_copy_is_told_so_even_of_two(rng):
    W, c, w = rng.normal(size=(2, 1)), rng.normal(size=1), rng.normal(size=1)
    told = ch10_symmetric_copies.judge(W, c, w).problem(([-W, -W], [-c, -c], [-w, -w]), "f")
    assert told == ch10_symmetric_copies.CHANGED
