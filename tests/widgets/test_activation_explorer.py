"""The activation explorer: units and slopes in both languages, what it counts, what its tasks show."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from javascript import evaluate, needs_node

from dlcourse.experiments.ch03_activations import flat_share
from dlcourse.widgets.ch03_activations.activation_explorer import ActivationExplorer
from dlcourse.widgets.ch03_activations.units import ALPHAS, INPUTS, MOST, PLACES, UNITS, flat_zones, kernels

KERNELS = (
    """(all) => all.map(([name, z, alpha]) => dlcourse.kernels["activation-explorer"][name](z, alpha))"""
)
Z = np.linspace(-40.05, 40.05, len(PLACES) + MOST)  # not 0, where a slope is a choice


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def formulas(z, alpha):
    """Each unit as the chapter writes it, and its slope by hand."""
    on, t, s = z > 0, np.tanh(z), sigmoid(z)
    inside, bent = abs(z) < 1, np.exp(np.minimum(z, 0))
    gate, c = np.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3)), math.sqrt(2 / math.pi)
    return {
        "step": (1.0 * on, 0 * z),
        "sigmoid": (s, s * (1 - s)),
        "tanh": (t, 1 - t**2),
        "hard tanh": (np.clip(z, -1, 1), 1.0 * inside),
        "LeCun tanh": (1.7159 * np.tanh(2 / 3 * z), 1.7159 * 2 / 3 / np.cosh(2 / 3 * z) ** 2),
        "ReLU": (z * on, 1.0 * on),
        "leaky ReLU": (np.where(on, z, alpha * z), np.where(on, 1, alpha)),
        "absolute value": (abs(z), np.sign(z)),
        "ELU": (np.where(on, z, alpha * (bent - 1)), np.where(on, 1, alpha * bent)),
        "softplus": (np.log1p(np.exp(z)), s),
        "GELU": (z / 2 * (1 + gate), (1 + gate) / 2 + z / 2 * (1 - gate**2) * c * (1 + 0.134145 * z**2)),
        "SiLU": (z * s, s + z * s * (1 - s)),
    }


@needs_node
@pytest.mark.parametrize("alpha", [0.01, 0.6])
def test_units_and_slopes_agree_with_the_chapters_formulas_in_both_languages(alpha):
    expected = formulas(Z, alpha)
    assert [*expected] == [*UNITS]
    in_node = evaluate(KERNELS, [[name, Z.tolist(), alpha] for name in UNITS])
    for found, (name, (h, slope)) in zip(in_node, expected.items(), strict=True):
        for got in (found, kernels()[name](Z.tolist(), alpha)):
            np.testing.assert_allclose(got["h"], h, rtol=1e-9, atol=1e-12, err_msg=name)
            np.testing.assert_allclose(got["slope"], slope, rtol=1e-9, atol=1e-12, err_msg=name)


def test_the_inputs_are_normal():
    assert len(set(range(0, 309 * MOST, 309))) == MOST == len(INPUTS)
    ends = [NormalDist().inv_cdf(k / MOST) for k in range(1, MOST)]
    assert (np.sort(INPUTS)[:-1] < ends).all() and (ends < np.sort(INPUTS)[1:]).all()  # one in each part
    first = INPUTS[:50]
    assert abs(np.mean(first)) < 0.1 and abs(np.std(first) - 1) < 0.1


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "ReLU", "GELU", "softplus", "absolute value"])
def test_the_inputs_in_flat_zones_are_as_many_as_in_the_chapter(name):
    for spread in (1, 3, 10):
        share = flat_share(lambda z: UNITS[name](z, 0), spread)
        found = ActivationExplorer(unit=name, spread=spread, seen=MOST).results()
        assert found["flat"] == pytest.approx(100 * share, abs=0.5)


def test_flat_zones_begin_where_the_slope_says_so():
    def zones(name):
        z = [*PLACES, *INPUTS]
        return flat_zones(kernels()[name](z, 0.01)["slope"][: len(PLACES)])

    assert zones("step") == [[-6, 6]] and zones("ReLU") == [[-6, 0]] and zones("leaky ReLU") == []
    edge = math.log(98 / 2 + math.sqrt((98 / 2) ** 2 - 1))  # s (1 - s) = 1/100
    (left, right), (low, high) = zones("sigmoid")
    assert (left, high) == (-6, 6) and -low == right == pytest.approx(-edge, abs=0.05) and right < -edge
    assert len(zones("GELU")) == 1  # where it turns, it is flat at a place, not in a zone


def test_every_input_that_is_through_is_in_a_bar():
    v = ActivationExplorer(unit="tanh", spread=3, mean=1, seen=200).values

    def area(bars):
        return sum((b - a) * (d - c) for (a, c), (_, d), (b, _), *_ in bars)

    whole, part = ActivationExplorer(unit="tanh", spread=3, mean=1, seen=MOST).values, {}
    for name, one in (("part", v), ("whole", whole)):
        part[name] = (
            area(one["in_flat"]) + area(one["in_other"]),
            area(one["out_flat"]) + area(one["out_other"]),
        )
    assert part["part"] == pytest.approx([0.4 * a for a in part["whole"]])  # 200 of 500, to the same scale
    assert area(whole["in_flat"]) / part["whole"][0] == pytest.approx(whole["flat"] / 100)


def test_a_guess_is_compared_once_all_inputs_are_through():
    assert ActivationExplorer().values["texts"]["compared"].startswith("How many %")
    waits = ActivationExplorer(guess=30)
    assert waits.values["texts"]["compared"] == "You said 30. Run, and compare."
    assert ">?<" in waits.body() and waits.values["shown"] is None
    assert ActivationExplorer(guess=30, seen=MOST).values["texts"]["compared"] == (
        "You said 30; it is 13: 17 too high."
    )
    assert ActivationExplorer(unit="ReLU", guess=50, seen=MOST).values["texts"]["compared"].endswith("right.")


def test_the_tasks_show_what_they_say():
    flat = {
        name: ActivationExplorer(unit=name, spread=10).values["flat"] for name in ("sigmoid", "tanh", "ReLU")
    }
    assert 60 < flat["sigmoid"] < 70 < flat["tanh"]
    assert flat["ReLU"] == ActivationExplorer(unit="ReLU", spread=1).values["flat"] == 50
    assert ActivationExplorer(unit="ReLU", spread=1, mean=-2).values["flat"] > 97
    below = {
        n: ActivationExplorer(unit=n, spread=1, mean=-1).values["flat"]
        for n in ("GELU", "ReLU", "leaky ReLU")
    }
    assert below["GELU"] < 5 < 80 < below["ReLU"] and below["leaky ReLU"] == 0


def test_alpha_is_asked_for_where_there_is_one():
    for name in UNITS:
        control = ActivationExplorer(unit=name)
        assert control.values["things"] == (name in ALPHAS) == ("α" in control.values["title"])
        assert ('data-part-of="0" hidden' in control.body()) == (name not in ALPHAS)
