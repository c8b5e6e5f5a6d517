"""Gates: truth tables, and room around the thresholds."""

import numpy as np
import pytest

from dlcourse.models.gates import GATES, gate, margin, step, xor_from_gates

X1, X2 = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
TABLES = {"AND": X1 & X2, "OR": X1 | X2, "NAND": 1 - (X1 & X2)}


@pytest.mark.rows("K005", "K006")
@pytest.mark.parametrize("name", TABLES)
def test_a_gate_has_its_truth_table(name):
    assert gate(name, X1, X2).tolist() == TABLES[name].tolist()


@pytest.mark.rows("K008", "F010")
def test_xor_is_two_layers_of_gates():
    assert xor_from_gates(X1, X2).tolist() == (X1 ^ X2).tolist()


@pytest.mark.rows("K004")
def test_the_step_is_0_at_0():
    assert step([-1.0, 0.0, 1e-300]).tolist() == [0, 0, 1]


@pytest.mark.parametrize("name", GATES)
def test_no_gate_stands_on_its_threshold(name):
    (w1, w2), b = GATES[name]
    for factors in np.stack(np.meshgrid(*[[0.95, 1.05]] * 3), -1).reshape(-1, 3):
        z = w1 * factors[0] * X1 + w2 * factors[1] * X2 + b * factors[2]
        assert step(z).tolist() == TABLES[name].tolist()
    assert margin(name) == pytest.approx(0.2)


def test_an_unknown_gate_is_named():
    with pytest.raises(ValueError, match="expected one of .*AND.*, got 'XOR'; XOR is xor_from_gates"):
        gate("XOR", 0, 1)


def test_the_margin_is_the_least_distance_of_the_four_sums(monkeypatch):
    for weights, b, least in (((2.0, 3.0), -5.1, 0.1), ((2.0, 3.0), -1.8, 0.2), ((-4.0, 3.0), -2.7, 0.3)):
        monkeypatch.setitem(GATES, "other", (weights, b))  # the least is at 11, 10 and 01
        assert margin("other") == pytest.approx(least)
