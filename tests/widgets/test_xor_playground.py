"""The playground's numbers: its script against plain NumPy, and against the library's own gradient."""

import itertools
import re

import numpy as np
import pytest
from javascript import evaluate, needs_node

from dlcourse.autodiff import grad
from dlcourse.ops import absolute, relu, tanh
from dlcourse.optimizers import SGD
from dlcourse.tensor import Parameter, Tensor
from dlcourse.widgets import xor_playground
from dlcourse.widgets.plane import contour, line_across, path
from dlcourse.widgets.xor_network import STARTS, UNITS, gradient, mulberry32, random_start, verdict, walk

x = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([[0.0], [1], [1], [0]])
OPS = {"relu": relu, "tanh": tanh, "absolute": absolute}
THETAS = np.random.default_rng(0).uniform(-2, 2, (60, 9)).tolist()  # away from kinks with probability 1
every_unit = pytest.mark.parametrize("unit", OPS)
exactly = {"rtol": 1e-9, "atol": 1e-12}


def parameters(theta):
    """theta as the library's parameters: W (2, 2), c (2,), w (2, 1), b (1,)."""
    t = np.array(theta, float)
    return [
        Parameter(t[:4].reshape(2, 2)),
        Parameter(t[4:6]),
        Parameter(t[6:8].reshape(2, 1)),
        Parameter(t[8:]),
    ]


def library_loss(unit, W, c, w, b):
    return ((OPS[unit](x @ W + c) @ w + b - y) ** 2).mean()


def flat(arrays):
    return np.concatenate([np.ravel(a.array if isinstance(a, Tensor) else a) for a in arrays])


@needs_node
@every_unit
def test_forward_pass_and_loss_agree_with_numpy(unit):
    code = """({ thetas, unit, x }) => thetas.map((theta) => [dlcourse.xor.loss(theta, unit),
              ...x.flatMap((row) => Object.values(dlcourse.xor.forward(theta, unit, row)).flat())])"""
    got = evaluate(code, {"thetas": THETAS, "unit": unit, "x": x.tolist()})
    g = {"relu": lambda z: np.where(z > 0, z, 0), "tanh": np.tanh, "absolute": np.abs}[unit]
    for theta, (J, *numbers) in zip(np.array(THETAS), got, strict=True):
        XW = x @ theta[:4].reshape(2, 2)
        H = g(XW + theta[4:6])
        f = H @ theta[6:8, None] + theta[8]
        np.testing.assert_allclose(numbers, np.hstack([XW, XW + theta[4:6], H, f]).ravel(), **exactly)
        np.testing.assert_allclose(J, np.mean((f - y) ** 2), **exactly)
        np.testing.assert_allclose(f[:, 0], walk(theta, unit)[3], **exactly)


@needs_node
@every_unit
def test_gradient_agrees_with_the_library(unit):
    got = evaluate(
        "({ thetas, unit }) => thetas.map((t) => dlcourse.xor.gradient(t, unit))",
        dict(thetas=THETAS, unit=unit),
    )
    for theta, g in zip(THETAS, got, strict=True):
        W = parameters(theta)
        np.testing.assert_allclose(g, flat(grad(library_loss(unit, *W), W)), **exactly)
        np.testing.assert_allclose(gradient(theta, unit), g, **exactly)


@needs_node
@every_unit
def test_twenty_steps_of_momentum_follow_the_library(unit):
    got = evaluate("(unit) => dlcourse.xor.train(dlcourse.xor.randomStart(2), unit, 20)", unit)
    W = parameters(random_start(2))
    optimizer, losses = SGD(W, lr=0.1, momentum=0.9), []
    for _ in range(20):
        J = library_loss(unit, *W)
        losses.append(float(J))
        optimizer.step(grad(J, W))
    losses.append(float(library_loss(unit, *W)))
    np.testing.assert_allclose(got["theta"], flat(W), **exactly)
    np.testing.assert_allclose(got["losses"], losses, **exactly)


@needs_node
@pytest.mark.parametrize("seed", [0, 1, 42, 2**31, 999_999_999])
def test_the_same_seed_draws_the_same_numbers_in_both_languages(seed):
    code = """(seed) => { const draw = dlcourse.mulberry32(seed);
              return [Array.from({ length: 1000 }, draw), dlcourse.xor.randomStart(seed)]; }"""
    numbers, theta = evaluate(code, seed)
    assert numbers == list(itertools.islice(mulberry32(seed), 1000))
    np.testing.assert_allclose(theta, random_start(seed), **exactly)
    assert abs(np.mean(numbers) - 0.5) < 0.05 and 0 <= min(numbers) and max(numbers) < 1


@needs_node
def test_starts_are_the_same_in_both_languages():
    starts, units = evaluate("() => [dlcourse.xor.STARTS, Object.keys(dlcourse.xor.UNITS)]")
    assert starts == {name: list(theta) for name, theta in STARTS.items()}
    assert units == list(UNITS)


@needs_node
def test_training_gets_stuck_or_arrives_as_the_seeds_promise():
    code = """(seeds) => seeds.map((seed) =>
              dlcourse.xor.train(dlcourse.xor.randomStart(seed), "relu", 3000).losses.pop())"""
    np.testing.assert_allclose(evaluate(code, [2, 4, 1, 10]), [0, 1 / 4, 1 / 6, 1 / 8], atol=1e-4)
    zeros = evaluate("() => dlcourse.xor.train(dlcourse.xor.STARTS.zeros, 'relu', 3000)")
    np.testing.assert_allclose(zeros["theta"], STARTS["linear"], atol=1e-6)


@needs_node
def test_training_that_diverges_stops_with_finite_numbers():
    run = evaluate("() => dlcourse.xor.train(Array(9).fill(20), 'relu', 3000)")
    assert len(run["losses"]) < 100 and np.isfinite(run["losses"]).all()


@needs_node
def test_verdicts_are_the_same_in_both_languages():
    thetas = [*STARTS.values(), *THETAS]
    got = evaluate(
        "(thetas) => thetas.map((t) => dlcourse.xor.verdict(t, 'relu'))", [list(t) for t in thetas]
    )
    assert got == [verdict(theta, "relu") for theta in thetas]
    assert got[0].startswith("All four") and got[2].endswith("training stays here.")


def coordinates(d):
    return [float(number) for number in re.findall(r"-?[\d.]+", d)]


@needs_node
def test_lines_and_contours_are_the_same_in_both_languages():
    code = """(thetas) => thetas.map((t) => {
      const { lineAcross, onGrid, contour, path } = dlcourse.plane;
      const ends = lineAcross(t[0], t[2], t[4], -0.5, 1.5);
      const values = onGrid((a, b) => dlcourse.xor.forward(t, "tanh", [a, b]).f, -0.5, 1.5, 12);
      return [ends ? path(ends, -0.5, 1.5) : "", contour(values, -0.5, 1.5)]; })"""
    at = np.linspace(-0.5, 1.5, 13)
    plane = np.stack(np.meshgrid(at, at, indexing="ij"), axis=-1).reshape(-1, 2)
    for theta, (line, curve) in zip(THETAS, evaluate(code, THETAS), strict=True):
        ends = line_across(theta[0], theta[2], theta[4], -0.5, 1.5)
        np.testing.assert_allclose(
            coordinates(line), coordinates(path(ends, -0.5, 1.5) if ends else ""), atol=0.011
        )
        expected = contour(walk(theta, "tanh", plane)[3].reshape(13, 13), -0.5, 1.5)
        np.testing.assert_allclose(coordinates(curve), coordinates(expected), atol=0.011)


def test_line_across_ends_on_the_border_of_the_square_and_on_the_line():
    first, second = line_across(1.0, 1.0, -1.0, -0.5, 1.5)
    assert sorted([tuple(first), tuple(second)]) == [(-0.5, 1.5), (1.5, -0.5)]
    assert line_across(1.0, 1.0, 5.0, -0.5, 1.5) is None
    assert line_across(0.0, 0.0, 1.0, -0.5, 1.5) is None


def test_an_unknown_start_is_refused_with_the_list():
    with pytest.raises(ValueError, match="expected start in .*'exact'.*got 'slide'"):
        xor_playground(start="slide")
