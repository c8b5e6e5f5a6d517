"""Chapter 7: training. `fit` takes a batch, its gradient and a step, again and again; a History is left."""

from dlcourse.divergence import DivergenceError
from dlcourse.training.fit import fit
from dlcourse.training.history import History, Run

__all__ = ["DivergenceError", "History", "Run", "fit"]
