"""Chapter 20: bytes and FLOPs. What a step costs, a live control."""

from dlcourse.widgets.ch20_step_cost.step_cost import StepCost, step_cost

__all__ = ["StepCost", "step_cost"]
