"""dlcourse: deep feedforward networks in numpy that read like the textbook.

Start with `layers` (Linear, MLP), `losses`, `optimizers` and `training.fit`; all of them rest on
`autodiff.grad`. `import dlcourse` loads next to nothing; each part is loaded when it is first named.
"""

import importlib
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # for editors; at run time `__getattr__` loads these
    from dlcourse import data, graphs, layers, losses, ops, optimizers
    from dlcourse.autodiff import grad, hessian, hvp, jacobian, no_grad, vjp
    from dlcourse.backend import use_dtype
    from dlcourse.forward_mode import jvp
    from dlcourse.layers import MLP, Linear, Module, Sequential
    from dlcourse.optimizers import SGD, Adam
    from dlcourse.replay import compile_function, compile_prediction, compile_step
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
    "compile_function",
    "compile_prediction",
    "compile_step",
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

_SUBMODULES = """callbacks checkpoint critical_points data experiments forward_mode gradcheck graphs
    initializers interop layers losses models ops optimizers plotting prediction preprocessing regularization
    replay search training""".split()
_MODULE_OF = {  # name -> the module that it is loaded from
    "MLP": "layers",
    "SGD": "optimizers",
    "Adam": "optimizers",
    "History": "training",
    "Linear": "layers",
    "Module": "layers",
    "Parameter": "tensor",
    "Sequential": "layers",
    "Tensor": "tensor",
    "compile_function": "replay",
    "compile_prediction": "replay",
    "compile_step": "replay",
    "fit": "training",
    "grad": "autodiff",
    "hessian": "autodiff",
    "hvp": "autodiff",
    "jacobian": "autodiff",
    "jvp": "forward_mode",
    "no_grad": "autodiff",
    "use_dtype": "backend",
    "vjp": "autodiff",
}


# Two threads must not begin to import modules that import each other: Python's locks, one per module, would
# then wait for one another. An RLock, since a module that is being imported may name another one of these.
_loading = threading.RLock()


def __getattr__(name):
    """The attribute `name`, loaded when it is named for the first time (PEP 562)."""
    home = name if name in _SUBMODULES else _MODULE_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # At most 10 s: a thread that imports a module directly holds Python's lock of that module, and may wait
    # for this lock while this thread waits for that one.
    acquired = _loading.acquire(timeout=10)
    try:
        module = importlib.import_module(f"{__name__}.{home}")
    finally:
        if acquired:
            _loading.release()
    if name in _SUBMODULES:
        return module
    value = getattr(module, name)
    globals()[name] = value  # the next use of the name does not come here
    return value


def __dir__():  # so that editors and help() show what is not loaded yet
    return sorted({*globals(), *__all__})
