"""The step-cost control: its kernel against the chapter's counts, in both languages; what it asks."""

import itertools

import numpy as np
import pytest
from javascript import evaluate, needs_node

from dlcourse.experiments import ch20_cost as cost
from dlcourse.widgets.ch20_step_cost.counts import PARTS, counts
from dlcourse.widgets.ch20_step_cost.step_cost import StepCost

NAMES = ["m", "n", "depth", "itemsize", "per_call", "bandwidth", "rate"]
SIZES = itertools.product((1, 7, 4096), (1, 100, 2048), (1, 2, 50), (4, 8))
INPUTS = [dict(zip(NAMES, (*sizes, 6.0, 11.0, 90.0), strict=True)) for sizes in SIZES]
INPUTS += [INPUTS[5] | {"bandwidth": 9000.0}, INPUTS[40] | {"per_call": 0.05, "rate": 2e4}]
INPUTS += [INPUTS[9] | {"bandwidth": 9000.0, "rate": 2.0}]  # roofs that bend on both sides of the picture
COUNT = """(all) => { const { counts } = dlcourse.kernels["step-cost"];
  return all.map((n) => counts(n.m, n.n, n.depth, n.itemsize, n.per_call, n.bandwidth, n.rate)); }"""


def plain(m, n, depth, itemsize, per_call, bandwidth, rate):
    """In seconds, bytes and FLOPs, from the counts of a network with these widths, layer by layer."""
    found = cost.step((n,) * (depth + 1), m)
    machine = cost.Machine(per_call * 1e-6, bandwidth * 1e9, rate * 1e9)
    times = [1e6 * t for t in machine.seconds(found, itemsize)]
    intensity = found.flops / (found.moved * itemsize)
    return {
        "calls": 9 * depth + 13,
        "mflops": found.flops / 1e6,
        "mbytes": found.moved * itemsize / 1e6,
        "bookkeeping": times[0],
        "memory": times[1],
        "arithmetic": times[2],
        "total": sum(times),
        **{f"share_{part}": 100 * t / sum(times) for part, t in zip(PARTS, times, strict=True)},
        "intensity": intensity,
        "reached": found.flops / sum(times) / 1e3,
        "roof": float(machine.roof(intensity)) / 1e9,
        "by_calls": found.flops / times[0] / 1e3,
        "ridge": rate / bandwidth,
        "bend": min(max(rate / bandwidth, 0.02), 400),
        "at_low": min(rate, 0.02 * bandwidth),
        "at_bend": min(rate, 400 * bandwidth, max(rate, 0.02 * bandwidth)),
        "at_high": min(rate, 400 * bandwidth),
    }


@needs_node
def test_every_number_agrees_with_the_chapters_counts_in_both_languages():
    kernel = counts()
    for n, got in zip(INPUTS, evaluate(COUNT, INPUTS), strict=True):
        here, right = kernel(**{name: float(v) for name, v in n.items()}), plain(**n)
        assert set(got) == set(here) == set(right)
        for name, value in right.items():
            assert got[name] == pytest.approx(value, rel=1e-9), name
            assert float(here[name]) == pytest.approx(value, rel=1e-9), name


def test_the_parts_add_up_to_the_whole_time():
    n = StepCost(m=4, n=8, depth=2).values
    assert sum(n[f"share_{part}"] for part in ("bookkeeping", "memory", "arithmetic")) == pytest.approx(100)
    assert n["largest"] == "bookkeeping" and n["share"] > 98
    assert StepCost(m=4096, n=4096).values["largest"] == "arithmetic"
    assert StepCost(m=1, n=2048).values["largest"] == "memory"


def test_the_tasks_show_what_the_chapter_says_of_them():
    cheap = StepCost(m=4, n=8, depth=2, per_call=0.01).values
    assert cheap["largest"] == "memory" and cheap["bookkeeping"] < cheap["memory"]
    batches = [StepCost(m=2**k, n=1024, depth=3).values for k in range(13)]
    nearest = min(batches, key=lambda n: abs(np.log(n["intensity"] / n["ridge"])))
    assert nearest["m"] == 256 and nearest["reached"] == pytest.approx(nearest["roof"] / 2, rel=0.01)
    assert [n["largest"] for n in batches] == ["memory"] * 9 + ["arithmetic"] * 4
    one, other = (StepCost(m=256, n=1024, depth=3, itemsize=size).values for size in ("8", "4"))
    ratios = [other[part] / one[part] for part in ("bookkeeping", "memory", "arithmetic")]
    assert ratios == pytest.approx([1, 0.5, 1])


def test_who_is_to_guess_sees_no_time_before():
    hidden, seen = StepCost(hide=True).markup(), StepCost().markup()
    largest = StepCost().values["largest"]
    assert f"{largest} takes" in seen.split("dlc-head")[1]
    assert f"{largest} takes" not in hidden.split("dlc-head")[1]
    assert hidden.count("? µs") == 3 and "dlc-now" not in hidden.split("dlc-head")[1]


def test_the_still_picture_shows_the_computed_numbers():
    n = StepCost().values
    assert f"{n['calls']:.0f} calls" in StepCost()._repr_html_()
    assert np.isclose(n["reached"], n["mflops"] * 1e3 / n["total"])
