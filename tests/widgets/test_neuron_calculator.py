"""The calculator's numbers: its script against plain formulas, the library's gradient and the slide."""

import math

import numpy as np
import pytest
from javascript import evaluate, needs_node

from dlcourse.autodiff import grad
from dlcourse.losses import half_squared_error
from dlcourse.ops import sigmoid
from dlcourse.tensor import Tensor
from dlcourse.widgets import neuron_calculator
from dlcourse.widgets.neuron_calculator import START, calculate, verdict

rng = np.random.default_rng(0)
NAMES = list(START)
INPUTS = [dict(zip(NAMES, row, strict=True)) for row in rng.uniform(-2, 2, (80, 6)).tolist()]
SLIDE = {  # what the slides print (Mirabello, practical example), in their order
    "Sigma": 0.38, "y_hat": 0.59, "J": 0.12, "dJ_dy_hat": 0.49, "dy_hat_dSigma": 0.24, "dJ_dw1": 0.06,
    "new_w1": 0.29, "new_w2": 0.34, "new_Sigma": 0.32, "new_y_hat": 0.58,
}  # fmt: skip
CALCULATE = "({ inputs, rounded, slip }) => inputs.map((n) => dlcourse.neuron.calculate(n, rounded, slip))"
every_mode = pytest.mark.parametrize(
    ("rounded", "slip"), [(False, False), (True, False), (False, True), (True, True)]
)


def in_node(inputs, rounded=False, slip=False):
    return evaluate(CALCULATE, {"inputs": inputs, "rounded": rounded, "slip": slip})


@needs_node
@every_mode
def test_both_languages_agree_in_every_mode(rounded, slip):
    for inputs, got in zip(INPUTS, in_node(INPUTS, rounded, slip), strict=True):
        expected = calculate(**inputs, rounded=rounded, slip=slip)
        assert got.keys() == expected.keys()
        for name, value in expected.items():
            assert got[name] == pytest.approx(value, rel=1e-9, abs=1e-12), name


@needs_node
def test_every_number_agrees_with_plain_formulas():
    for n, got in zip(INPUTS, in_node(INPUTS), strict=True):
        x1, x2, w1, w2, y, eta = (n[name] for name in NAMES)
        y_hat = 1 / (1 + math.exp(-(x1 * w1 + x2 * w2)))
        g = [(y_hat - y) * y_hat * (1 - y_hat) * x1, (y_hat - y) * y_hat * (1 - y_hat) * x2]
        new_w = [w1 - eta * g[0], w2 - eta * g[1]]
        new_y_hat = 1 / (1 + math.exp(-(x1 * new_w[0] + x2 * new_w[1])))
        expected = [y_hat, (y - y_hat) ** 2 / 2, *g, *new_w, new_y_hat, (y - new_y_hat) ** 2 / 2]
        names = ["y_hat", "J", "dJ_dw1", "dJ_dw2", "new_w1", "new_w2", "new_y_hat", "new_J"]
        np.testing.assert_allclose([got[name] for name in names], expected, rtol=1e-9, atol=1e-12)


@needs_node
def test_gradients_agree_with_the_library():
    for n, got in zip(INPUTS, in_node(INPUTS), strict=True):
        x, w = np.array([[n["x1"], n["x2"]]]), Tensor(np.array([[n["w1"]], [n["w2"]]]))
        z = x @ w
        y_hat = sigmoid(z)
        J = half_squared_error(y_hat, np.array([[n["y"]]]))
        G = grad(J, [w, y_hat, z])
        found = [got["dJ_dw1"], got["dJ_dw2"], got["dJ_dy_hat"], got["dJ_dy_hat"] * got["dy_hat_dSigma"]]
        np.testing.assert_allclose(found, np.concatenate([g.ravel() for g in G]), rtol=1e-9, atol=1e-12)


@needs_node
def test_rounding_mode_gives_the_numbers_of_the_slide():
    got = in_node([START], rounded=True)[0]
    assert {name: got[name] for name in SLIDE} == SLIDE


@needs_node
def test_the_slip_hides_when_every_number_is_rounded_to_two_digits():
    right, slip = in_node([START])[0], in_node([START], slip=True)[0]
    assert right["dJ_dw1"] == pytest.approx(0.059540168117484034, rel=1e-12)
    assert slip["dJ_dw1"] == slip["dJ_dw2"] == pytest.approx(0.060730971479833716, rel=1e-12)
    assert slip["new_w1"] == pytest.approx(0.2892690285201663, rel=1e-12)
    assert (
        in_node([START], rounded=True)[0]["dJ_dw1"] == in_node([START], rounded=True, slip=True)[0]["dJ_dw1"]
    )


@needs_node
def test_many_updates_follow_a_plain_loop_to_the_target():
    code = """({ start, counts }) => counts.map((n) => { const { calculate, update } = dlcourse.neuron;
              return calculate(update(start, false, false, n), false, false).J; })"""
    x, w, y, errors = np.array([0.5, 0.51]), np.array([0.35, 0.4]), 0.1, []
    for _ in range(1001):
        y_hat = 1 / (1 + np.exp(-x @ w))
        errors.append((y - y_hat) ** 2 / 2)
        w = w - (y_hat - y) * y_hat * (1 - y_hat) * x
    counts = [0, 1, 10, 100, 1000]
    got = evaluate(code, {"start": START, "counts": counts})
    np.testing.assert_allclose(got, [errors[n] for n in counts], rtol=1e-9)
    assert got[1] == pytest.approx(0.11467233702294669, rel=1e-12)


@needs_node
def test_verdicts_are_the_same_in_both_languages():
    code = "(all) => all.map(([n, rounded]) => dlcourse.neuron.verdict(n, rounded))"
    cases = [
        (calculate(**n, rounded=rounded), rounded) for n in [START, *INPUTS] for rounded in (False, True)
    ]
    assert evaluate(code, cases) == [verdict(*case) for case in cases]
    assert "does not show" in verdict(*cases[1])


def test_the_still_picture_shows_the_computed_numbers():
    html = neuron_calculator()._repr_html_()
    assert "0.059540" in html and "0.114672" in html
    assert "0.059540" not in neuron_calculator(rounded=True)._repr_html_()
