"""Tests of plans: what crosses to a judge and back is the same there."""

from dlcourse.grading.plans import BOTH, LATE, TEST, Limits, Outcome, Plan, Step, Verdict


def test_a_plan_is_the_same_after_its_journey():
    steps = (Step("setup", BOTH, "n = 2", "n = 1"), Step("t", TEST, trusted="assert f(n)", points=2.5))
    plan = Plan(
        *("ps1", "problem1", "ann", steps),
        names=("f",),
        imports=("import numpy as np",),
        files={"data/é.csv": bytes(range(256))},
        environment={"A": "b"},
        limits=Limits(seconds=7),
    )
    assert Plan.from_bytes(plan.to_bytes()) == plan


def test_a_verdict_is_the_same_after_its_journey():
    shown = {"output_type": "stream", "name": "stdout", "text": "ä\n"}
    verdict = Verdict((Outcome("setup", (shown,)), Outcome("t", score=0.5, ended=LATE)), ("late",))
    assert Verdict.from_bytes(verdict.to_bytes()) == verdict
