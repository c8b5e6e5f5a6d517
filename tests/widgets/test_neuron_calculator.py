"""The calculator's numbers: its kernel against plain formulas, and what its script makes of them."""

import math

import numpy as np
import pytest
from javascript import evaluate, needs_node

from dlcourse.experiments.ch05_backpropagation import PRINTED
from dlcourse.widgets.ch05_neuron_calculator.neuron import neuron_pass
from dlcourse.widgets.ch05_neuron_calculator.neuron_calculator import NeuronCalculator

rng = np.random.default_rng(0)
NAMES = ["x1", "x2", "w1", "w2", "y", "lr"]
INPUTS = [dict(zip(NAMES, row, strict=True)) for row in rng.uniform(-2, 2, (80, 6)).tolist()]
START = {name: NeuronCalculator().state[name] for name in NAMES}
PASS = """(all) => { const { pass } = dlcourse.kernels["neuron-calculator"];
          return all.map((n) => pass(n.x1, n.x2, n.w1, n.w2, n.y, n.lr)); }"""


def plain(x1, x2, w1, w2, y, lr):
    """The numbers by hand, in the order of the chain rule."""
    y_hat = 1 / (1 + math.exp(-(x1 * w1 + x2 * w2)))
    slope = (y_hat - y) * y_hat * (1 - y_hat)
    new_w = w1 - lr * slope * x1, w2 - lr * slope * x2
    new_y_hat = 1 / (1 + math.exp(-(x1 * new_w[0] + x2 * new_w[1])))
    return {
        "z": x1 * w1 + x2 * w2, "y_hat": y_hat, "J": (y - y_hat) ** 2 / 2, "dJ_dy_hat": y_hat - y,
        "dy_hat_dz": y_hat * (1 - y_hat), "dz_dw1": x1, "dz_dw2": x2, "dJ_dw1": slope * x1,
        "dJ_dw2": slope * x2, "new_w1": new_w[0], "new_w2": new_w[1], "new_y_hat": new_y_hat,
        "new_J": (y - new_y_hat) ** 2 / 2,
    }  # fmt: skip


@needs_node
def test_every_number_agrees_with_plain_formulas_in_both_languages():
    kernel = neuron_pass()
    for n, got in zip(INPUTS, evaluate(PASS, INPUTS), strict=True):
        here = kernel(**n)
        for name, value in plain(**n).items():
            assert got[name] == pytest.approx(value, rel=1e-9, abs=1e-12), name
            assert float(here[name]) == pytest.approx(value, rel=1e-9, abs=1e-12), name


def test_the_worked_example_gives_the_numbers_of_the_slide():
    numbers = NeuronCalculator().values
    renamed = {"w1_new": "new_w1", "w2_new": "new_w2", "z_new": "new_z", "y_hat_new": "new_y_hat"}
    for name, (printed, _) in PRINTED.items():
        assert numbers[renamed.get(name, name)] == pytest.approx(printed, abs=0.0051), name


@needs_node
def test_many_updates_follow_a_plain_loop_to_the_target():
    code = """({ start: n, counts }) => { const { pass } = dlcourse.kernels["neuron-calculator"];
      const at = (w1, w2) => pass(n.x1, n.x2, w1, w2, n.y, n.lr);
      const course = dlcourse.course(at(n.w1, n.w2), ({ new_w1, new_w2 }) => at(new_w1, new_w2), () => false);
      return counts.map((k) => course.states[course.reach(k)].J); }"""
    x, w, y, errors = np.array([0.5, 0.51]), np.array([0.35, 0.4]), 0.1, []
    for _ in range(1001):
        y_hat = 1 / (1 + np.exp(-x @ w))
        errors.append((y - y_hat) ** 2 / 2)
        w = w - (y_hat - y) * y_hat * (1 - y_hat) * x
    counts = [0, 1, 10, 100, 1000]
    got = evaluate(code, {"start": START, "counts": counts})
    np.testing.assert_allclose(got, [errors[n] for n in counts], rtol=1e-9)
    assert got[1] == pytest.approx(0.11467233702294669, rel=1e-12)


def test_the_still_picture_shows_the_computed_numbers():
    html = NeuronCalculator()._repr_html_()
    assert "0.059540" in html and "0.114672" in html and "Σ" not in html
    assert "0.059540" not in NeuronCalculator(w1=1.0)._repr_html_()
