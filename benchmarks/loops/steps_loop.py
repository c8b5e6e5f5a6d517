"""Ours, a call of a compiled step for each step."""

from benchmarks.loops import ours
from dlcourse.replay import compile_step

VERSION = ours.VERSION
NOTE = "a call of compile_step's function for each step"


def task(fitting):
    def run_of(model, loss, optimizer, x, y):
        step = compile_step(model, loss, optimizer)
        return lambda: [step(x, y) for _ in range(fitting.n_steps)]

    return ours.task(fitting, run_of)
