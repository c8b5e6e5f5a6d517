"""Wrong calls of dlcourse.replay."""

import numpy as np
from errors_common import mlp

from dlcourse import SGD, losses
from dlcourse.replay import compile_function, compile_prediction, compile_step


def run(x=None, y=None, rows=((0, 1),), size=None):
    """A run with one argument that does not fit."""
    model = mlp()
    step = compile_step(model, losses.mean_squared_error, SGD(model.parameters()))
    step.run(np.ones((4, 2)) if x is None else x, np.ones((4, 1)) if y is None else y, rows, size)


WRONG = {
    "a run over a list": (
        lambda: run(x=[[1.0, 2.0]]),
        TypeError,
        ["run", "x as an array", "got list", "np.asarray"],
    ),
    "a run over targets of other samples": (
        lambda: run(y=np.ones((3, 1))),
        ValueError,
        ["run", "one target per sample", "got 4 samples and 3 targets", "compare both"],
    ),
    "a run of batches without samples": (
        lambda: run(rows=[0, 1], size=0),
        ValueError,
        ["run", "size as an int of at least 1", "got 0", "None if rows are listed"],
    ),
    "a run over rows by a fraction": (
        lambda: run(rows=[[0.5]]),
        TypeError,
        ["run", "rows as integers", "got float64", "from 0"],
    ),
    "a run over neighbours without their number": (
        lambda: run(rows=[0, 2]),
        ValueError,
        ["run", "rows of shape (n, m)", "got (2,)", "size for slices only"],
    ),
    "a run over rows that are not there": (
        lambda: run(rows=[[3, 4]]),
        ValueError,
        ["run", "rows of 4 samples", "from 3 to 4", "count from 0"],
    ),
    "a step of parameters": (
        lambda: compile_step(mlp(), losses.mean_squared_error, mlp().parameters()),
        TypeError,
        ["compile_step", "an Optimizer", "got MLP, function, list", "in this order"],
    ),
    "a function that is none": (
        lambda: compile_function(np.ones(3)),
        TypeError,
        ["compile_function", "a function", "got ndarray, NoneType", "function first"],
    ),
    "a function of a model that is none": (
        lambda: compile_function(abs, np.tanh),
        TypeError,
        ["compile_function", "a Module or None", "got builtin_function_or_method, ufunc"],
    ),
    "a function that gives text": (
        lambda: compile_function(str)(np.ones(3)),
        TypeError,
        ["compile_function", "arrays or Tensors", "got str", "np.asarray"],
    ),
    "a prediction of a function": (
        lambda: compile_prediction(np.tanh),
        TypeError,
        ["compile_prediction", "a Module", "got ufunc", "Sequential"],
    ),
}
