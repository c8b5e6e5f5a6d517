"""Chapter 20: replay, the second gear of training and of prediction."""

from dlcourse.replay.function import CompiledFunction, compile_function, compile_prediction
from dlcourse.replay.step import CompiledStep, compile_step

__all__ = ["CompiledFunction", "CompiledStep", "compile_function", "compile_prediction", "compile_step"]
