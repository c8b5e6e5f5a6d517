"""Chapter 20: replay, the second gear of training."""

from dlcourse.replay.step import CompiledStep, compile_step

__all__ = ["CompiledStep", "compile_step"]
