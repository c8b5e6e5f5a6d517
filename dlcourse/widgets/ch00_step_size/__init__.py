"""Chapter 0: how small a step? The error of difference quotients, a live control."""

from dlcourse.widgets.ch00_step_size.step_size import StepSize, step_size

__all__ = ["StepSize", "step_size"]
