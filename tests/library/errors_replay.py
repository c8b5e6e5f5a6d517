"""Wrong calls of dlcourse.replay."""

import numpy as np
from errors_common import mlp

from dlcourse import losses
from dlcourse.replay import compile_function, compile_prediction, compile_step

WRONG = {
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
        ["compile_function", "arrays or Tensors", "got str", "in an array"],
    ),
    "a prediction of a function": (
        lambda: compile_prediction(np.tanh),
        TypeError,
        ["compile_prediction", "a Module", "got ufunc", "Sequential"],
    ),
}
