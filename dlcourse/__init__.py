"""dlcourse: deep feedforward networks in numpy that read like the textbook.

Start with `layers` (Linear, MLP), `losses`, `optimizers` and `training.fit`; `autodiff.grad` is what they
stand on.
"""

from dlcourse import data, layers, losses, ops, optimizers
from dlcourse.autodiff import grad, hessian, hvp, no_grad
from dlcourse.backend import use_dtype
from dlcourse.layers import MLP, Linear, Module, Sequential
from dlcourse.optimizers import SGD
from dlcourse.tensor import Parameter, Tensor
from dlcourse.training import History, fit

__version__ = "0.1.0"

__all__ = [
    "MLP",
    "SGD",
    "History",
    "Linear",
    "Module",
    "Parameter",
    "Sequential",
    "Tensor",
    "data",
    "fit",
    "grad",
    "hessian",
    "hvp",
    "layers",
    "losses",
    "no_grad",
    "ops",
    "optimizers",
    "use_dtype",
]
