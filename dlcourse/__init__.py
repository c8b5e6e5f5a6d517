"""dlcourse: deep feedforward networks in numpy that read like the textbook.

Start with `layers` (Linear, MLP), `losses`, `optimizers` and `training.fit`; `autodiff.grad` is what they
stand on.
"""

from dlcourse import data, graphs, layers, losses, ops, optimizers
from dlcourse.autodiff import grad, hessian, hvp, jacobian, no_grad, vjp
from dlcourse.backend import use_dtype
from dlcourse.forward_mode import jvp
from dlcourse.layers import MLP, Linear, Module, Sequential
from dlcourse.optimizers import SGD, Adam
from dlcourse.tensor import Parameter, Tensor
from dlcourse.training import History, fit

__version__ = "0.1.0"

__all__ = [
    "MLP",
    "SGD",
    "Adam",
    "History",
    "Linear",
    "Module",
    "Parameter",
    "Sequential",
    "Tensor",
    "data",
    "fit",
    "grad",
    "graphs",
    "hessian",
    "hvp",
    "jacobian",
    "jvp",
    "layers",
    "losses",
    "no_grad",
    "ops",
    "optimizers",
    "use_dtype",
    "vjp",
]
