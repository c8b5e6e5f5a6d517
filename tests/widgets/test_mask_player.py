"""The mask player: all subnetworks, their means and one pass against the library's dropout; what is said."""

import numpy as np
import pytest

from dlcourse.experiments.ch17_regularization import averages_over_subnetworks
from dlcourse.layers import Dropout, Linear, Sequential, subnetworks
from dlcourse.ops import relu, sigmoid, tanh
from dlcourse.widgets.ch17_mask_player.ensemble import BINS, SAME, SEEN
from dlcourse.widgets.ch17_mask_player.mask_player import MaskPlayer

ALL = 1024
SETTINGS = [
    {},
    {"keep": "0.8", "unit": "ReLU", "seed": 3},
    {"form": "inverted", "keep": "0.2", "unit": "linear", "seed": 5},
    {"net": "both"},
    {"net": "both", "form": "inverted", "keep": "0.8", "unit": "ReLU", "seed": 12},
    {"net": "both", "keep": "0.2", "unit": "linear", "seed": 2},
    {"net": "ten"},
    {"net": "ten", "form": "inverted", "keep": "0.8", "seed": 9},
]


def drawn(rng, *shape):
    """A layer whose weights are the next normal numbers."""
    return Linear(*shape, rng=rng, init=lambda shape, rng: rng.standard_normal(shape))


def librarys(control):
    """The library's network, its input, and the widths that its dropout layers see."""
    state = control.state

    def dropout():
        return Dropout(
            float(state["keep"]), rng=np.random.default_rng(0), inverted=state["form"] == "inverted"
        )

    if state["net"] == "ten":
        rng = np.random.default_rng(state["seed"])
        last = drawn(rng, 10, 1)
        return Sequential(dropout(), last), rng.standard_normal((1, 10)), [10]
    rng = np.random.default_rng(state["seed"] + 11)
    x, first = rng.standard_normal((1, 3)), drawn(rng, 3, 4)
    first.b.array[:] = rng.standard_normal(4)
    last = drawn(rng, 4, 1)
    last.W.array[:] *= 2
    unit = {"tanh": [tanh], "ReLU": [relu], "linear": []}[state["unit"]]
    before, widths = ([dropout()], [3, 4]) if state["net"] == "both" else ([], [4])
    return Sequential(*before, first, *unit, dropout(), last), x, widths


def row_of(mask, n):
    """The row of the library's table in which this mask stands: there unit 0 is the highest bit."""
    return int(f"{mask:0{n}b}"[::-1], 2)


@pytest.mark.parametrize("given", SETTINGS)
def test_subnetworks_means_and_one_pass_are_the_librarys(given):
    control = MaskPlayer(**given, step=ALL)
    v, n = control.values, SEEN[control.state["net"]]
    model, x, widths = librarys(control)
    p, z = subnetworks(model, x, widths)
    outputs, found = sigmoid(z[:, 0, 0]), control.results()
    rows = [row_of(mask, n) for mask in found["masks"]]
    assert sorted(rows) == list(range(2**n))  # each of them once
    np.testing.assert_allclose(found["outputs"], outputs[rows], rtol=1e-10)
    np.testing.assert_allclose(found["probabilities"], p[rows], rtol=1e-12)
    yes, no = (np.exp(p @ np.log(sigmoid(side))) for side in (z[:, 0, 0], -z[:, 0, 0]))
    one_pass = model.eval()(x).array[0, 0]
    assert v["arithmetic"] == pytest.approx(p @ outputs, rel=1e-10)
    assert v["geometric"] == pytest.approx(yes / (yes + no), rel=1e-10)
    assert (v["z"], v["z_test"]) == pytest.approx((p @ z[:, 0, 0], one_pass), rel=1e-10, abs=1e-12)
    assert v["one_pass"] == pytest.approx(sigmoid(one_pass), rel=1e-10)


def test_the_unit_of_ten_inputs_is_the_chapters():
    v, expected = MaskPlayer(net="ten", step=ALL).values, averages_over_subnetworks()
    for name, key in (("arithmetic", "arithmetic"), ("geometric", "geometric"), ("one_pass", "scaled")):
        assert v[name] == pytest.approx(expected[key], rel=1e-12)
    assert v["z"] == pytest.approx(expected["linear"], rel=1e-12)
    assert v["arithmetic"] == pytest.approx(0.17727962562299868, rel=1e-12)  # deck Fix, page 56, computed
    said = "All 1024: the geometric mean is the answer of one pass; the arithmetic mean lies 0.048 higher."
    assert v["texts"]["verdict"] == said


def test_the_geometric_mean_is_one_pass_where_the_logit_is_linear_in_all_masks():
    for seed in range(8):
        for keep in ("0.2", "0.5", "0.8"):
            for given in ({}, {"unit": "ReLU"}, {"net": "both", "unit": "linear"}, {"net": "ten"}):
                v = MaskPlayer(**given, seed=seed, keep=keep, step=ALL).values
                assert abs(v["geometric"] - v["one_pass"]) < SAME, (seed, keep, given)
                assert v["z"] == pytest.approx(v["z_test"], rel=1e-9, abs=1e-9)
    apart = [MaskPlayer(net="both", seed=seed, step=ALL).values for seed in range(8)]
    assert all(abs(v["geometric"] - v["one_pass"]) > 1e-4 for v in apart)
    assert all("gives neither mean" in v["texts"]["verdict"] for v in apart)


def test_the_means_so_far_are_those_of_the_subnetworks_so_far():
    for step in (1, 2, 7, 16):
        v = MaskPlayer(step=step, keep="0.8").values
        y, p = (np.array(v["results"][name][:step]) for name in ("outputs", "probabilities"))
        assert v["arithmetic"] == pytest.approx(y @ p / p.sum(), rel=1e-12)
        assert v["y"] == y[-1] and v["found"] == (v["arithmetic"] if step == 16 else None)
        heights = np.array([bar[3] if bar else 0 for bar in v["bars"]])
        expected, _ = np.histogram(y, BINS, (0, 1), weights=p)
        np.testing.assert_allclose(heights, expected / expected.max(), rtol=1e-12)
    assert MaskPlayer().values["arithmetic"] is None and not any(MaskPlayer().values["bars"])


def test_units_that_are_switched_off_are_named_and_crossed_and_their_edges_are_gone():
    v = MaskPlayer(mask=9).values
    assert v["dropped"] == "h₂ and h₃" and len(v["crosses"]) == 8
    assert [k for k, place in enumerate(v["off"]) if place] == [4, 5]
    assert v["looks"].count("gone") == 3 * 2 + 2
    assert v["texts"]["now"].startswith("Drawn: without h₂ and h₃, probability 0.0625; y = ")
    whole, none = MaskPlayer().values, MaskPlayer(mask=0).values
    assert whole["texts"]["now"].startswith("Drawn: the whole network") and not whole["dropped"]
    assert none["y"] == 0.5 and none["texts"]["now"].endswith("y = 0.500.")
    assert [len(MaskPlayer(net=net).values["switches"]) for net in SEEN] == [4, 7, 10]


def test_a_guess_is_compared_when_all_are_counted():
    said = [MaskPlayer(step=step, guess=0.7).values["texts"]["compared"] for step in (0, 15, 16)]
    assert said[:2] == ["You said 0.700. Play, and compare."] * 2
    assert said[2] == "You said 0.700; it is 0.672: 0.028 too high."
    asked = MaskPlayer(form="inverted", net="both").values["texts"]["compared"]
    assert asked.startswith("One pass with every input and hidden unit × 1 answers")


def test_it_weighs_little_in_a_notebook():
    assert len(MaskPlayer(net="ten", step=ALL)._repr_html_().encode()) < 130_000
