"""The step-size control: its errors against difference quotients anew, its formulas in both languages."""

import numpy as np
import pytest
from javascript import evaluate, needs_node

from dlcourse.experiments.ch00_difference_quotients import error_bound, relative_sizes
from dlcourse.widgets.ch00_step_size.errors import STEPS, causes, measured
from dlcourse.widgets.ch00_step_size.step_size import StepSize

CAUSES = """(all) => { const { causes } = dlcourse.kernels["step-size"];
  return all.map((n) => causes(n.h, n.u, n.size, n.bend2, n.bend3)); }"""
INPUTS = [
    {"h": h, "u": u, "size": 40.0, "bend2": 2.5, "bend3": 7.0} for h in (1e-9, 0.03) for u in (1e-7, 2e-16)
]


@needs_node
def test_the_causes_of_the_error_agree_with_the_chapters_bound_in_both_languages():
    kernel = causes()
    for n, got in zip(INPUTS, evaluate(CAUSES, INPUTS), strict=True):
        here = kernel(**n)
        for scheme, bend, truncated, rounded in (
            ("central", "bend3", n["bend3"] * n["h"] ** 2 / 6, n["u"] * n["size"] / (2 * n["h"])),
            ("forward", "bend2", n["bend2"] * n["h"] / 2, n["u"] * n["size"] / n["h"]),
        ):
            for found in (got, here):
                assert float(found[f"truncation_{scheme}"]) == pytest.approx(truncated, rel=1e-9)
                assert float(found[f"rounding_{scheme}"]) == pytest.approx(rounded, rel=1e-9)
            assert bend in n


def test_the_errors_are_those_of_difference_quotients():
    x = np.random.default_rng(0).standard_normal(50)
    exact = 2 * np.tanh(x) / np.cosh(x) ** 2
    for k in (0, 10, 20, 40):
        h, eye = STEPS[k], np.eye(50)
        J = [(np.tanh(x + s * h * eye) ** 2).sum(axis=1) for s in (1, -1)]
        error = np.linalg.norm((J[0] - J[1]) / (2 * h) - exact) / np.linalg.norm(exact)
        # where rounding decides, the order of a sum does; the size is the same
        assert measured()["central float64"][k] == pytest.approx(error, rel=1e-6 if k <= 10 else 1.0)


def test_no_measured_error_is_above_the_two_causes_together():
    sizes = relative_sizes()
    for scheme, bend in (("central", "bend3"), ("forward", "bend2")):
        for dtype in ("float64", "float32"):
            errors = measured()[f"{scheme} {dtype}"]
            bound = error_bound(np.array(STEPS), scheme, dtype, sizes["size"], sizes[bend])
            # in float32 x + h is rounded, too: the way is not 2 h
            assert (np.array(errors) <= 1.3 * bound)[: 40 if dtype == "float64" else 8].all()


def test_the_tasks_show_what_they_say():
    central, forward = StepSize().values, StepSize(scheme="forward").values
    assert forward["h_best"] < central["h_best"] / 10 and forward["least"] > 100 * central["least"]
    single = StepSize(dtype="float32", tolerance=-5).values
    assert single["h_best"] > 100 * central["h_best"] and 1e-5 < single["least"] < 1e-3
    fails = StepSize(k=-40, seen=-44).values
    assert fails["error"] > fails["tol"] and fails["done"]
    assert StepSize(k=-20).values["error"] < fails["tol"]


def test_a_cause_too_small_to_write_down_is_not_said_to_be_zero():
    for given, cause in (({"k": -44}, "truncation"), ({"k": -4}, "rounding")):
        control = StepSize(**given)
        assert control.values[cause] == "below 10⁻¹²"
        assert ">below 10⁻¹²<" in control.body() and ">0.0<" not in control.body()


def test_a_guess_is_compared_when_all_is_measured():
    assert "Where will the error be least?" in StepSize().body()
    assert "The error is least at h = " in StepSize(seen=-44).body()
    assert "You said 1.0×10⁻⁸. Measure" in StepSize(guess=-32).body()
    assert "You said 1.0×10⁻⁸, where the error is" in StepSize(seen=-44, guess=-32).body()
    near = StepSize(seen=-44, guess=-20).body()
    assert "You said 1.0×10⁻⁵: right" in near
