"""Chapter 20: conversion to and from PyTorch, by copies of the parameters; what would be lost is refused."""

from inspect import getattr_static

import numpy as np

from dlcourse.backend import to_numpy, use_dtype
from dlcourse.interop.chain import expect_own, imported, is_activation, parameters, steps
from dlcourse.layers import Flatten, Linear, MaxPool2d, Sequential
from dlcourse.ops import relu, sigmoid, softmax, tanh

TORCH_ACTIVATIONS = {relu: "ReLU", tanh: "Tanh", sigmoid: "Sigmoid", softmax: "Softmax"}  # names in torch.nn


def to_torch(model):
    """A torch.nn.Sequential with copies of the model's parameters, in their dtype, on the CPU.

    model: an MLP, or a Sequential of Linear, Conv2d, MaxPool2d, Flatten, relu, tanh, sigmoid and softmax.
    torch stores the W of a Linear transposed: z = x W^T + b. The result is in training mode if the model is.
    Raises TypeError for another step, also for a subclass that computes something else; ValueError for
    parameters that two layers share, since torch would train its copies apart; ModuleNotFoundError if torch
    is missing.
    """
    torch = imported("torch", "torch", who="to_torch")
    chain = steps(model, "to_torch")
    expect_own("to_torch", [parameter for step in chain for parameter in parameters(step)])
    return torch.nn.Sequential(*(_torch_layer(torch, step) for step in chain)).train(model.training)


def from_torch(module):
    """A Sequential with copies of the parameters of a torch.nn.Sequential, in their dtype.

    The inverse of `to_torch` for MLPs. module: nested Sequentials of Linear, ReLU, Tanh, Sigmoid and Softmax
    over the last axis; a Linear without bias gets a bias of zeros. The result is in training mode if the
    module is. Raises TypeError for another module; ValueError for what would be lost, such as hooks,
    parametrizations, buffers, shared or frozen parameters; ModuleNotFoundError if torch is missing.
    """
    torch = imported("torch", "torch", who="from_torch")
    chain = _from_torch_steps(torch, module)
    expect_own("from_torch", [p for m in _leaves(torch, module) for p in m.parameters()])
    return Sequential(*chain).train(module.training)


def _torch_layer(torch, step):
    nn = torch.nn
    if isinstance(step, MaxPool2d):
        return nn.MaxPool2d(step.kernel, step.stride)
    if isinstance(step, Flatten):
        return nn.Flatten()
    if is_activation(step):
        # torch's Softmax without dim guesses the axis from the number of axes, and warns
        return nn.Softmax(dim=-1) if step is softmax else getattr(nn, TORCH_ACTIVATIONS[step])()
    dtype = getattr(torch, str(step.W.dtype))
    W, b = (to_numpy(p.array) for p in (step.W, step.b))
    if isinstance(step, Linear):
        layer, W = nn.Linear(step.n_in, step.n_out, dtype=dtype), W.T
    else:
        layer = nn.Conv2d(step.n_in, step.n_out, step.kernel, step.stride, step.padding, dtype=dtype)
    with torch.no_grad():  # a leaf that requires a gradient may not be changed in place otherwise
        layer.weight.copy_(torch.tensor(W.copy()))
        layer.bias.copy_(torch.tensor(b))
    return layer


def _from_torch_steps(torch, module) -> list:
    nn = torch.nn
    if isinstance(module, nn.Module):
        _expect_plain(torch, module)
    if _is_plain(module, nn.Sequential):
        return [step for part in module for step in _from_torch_steps(torch, part)]
    for activation, name in TORCH_ACTIVATIONS.items():
        if _is_plain(module, getattr(nn, name)) and getattr(module, "dim", -1) == -1:
            return [activation]
    if not _is_plain(module, nn.Linear):
        raise TypeError(
            f"from_torch: expected Sequential, Linear, ReLU, Tanh, Sigmoid or Softmax(dim=-1), got "
            f"{module!r}; replace that module"
        )
    # detached, since torch gives no numpy array of a tensor that requires a gradient. The array shares memory
    # with the module; Parameter makes the copy
    W = module.weight.detach().cpu().numpy().T
    b = None if module.bias is None else module.bias.detach().cpu().numpy()
    options = {"init": lambda shape, rng: W, "rng": np.random.default_rng(0)}  # the rng draws nothing
    if b is not None:
        options["bias_init"] = lambda shape, rng: b
    with use_dtype(W.dtype):
        return [Linear(*W.shape, **options)]


def _is_plain(module, kind) -> bool:
    """Whether `module` is of torch's class `kind`, or of a subclass with the same forward computation."""
    if not isinstance(module, kind):
        return False
    # what calling a module runs, one after the other: each can be replaced in a class or in an object
    called = ("forward", "__call__", "_call_impl", "_wrapped_call_impl")
    same = all(getattr_static(type(module), name) is getattr_static(kind, name) for name in called)
    return same and not set(called) & set(vars(module))


def _leaves(torch, module):
    """The modules inside nested Sequentials, in order, a module that is used twice twice."""
    # module.modules() and .parameters() would list what is shared only once, and so hide it
    parts = list(module) if isinstance(module, torch.nn.Sequential) else []
    return [leaf for part in parts for leaf in _leaves(torch, part)] or [module]


def _expect_plain(torch, module) -> None:
    """Raise ValueError if the module has anything that the conversion would lose."""
    own = dict(module.named_parameters(recurse=False))
    hooked = [name for name, value in vars(module).items() if name.endswith("_hooks") and value]
    hooked = [
        name for name in hooked if "state_dict" not in name
    ]  # those run when a model is saved or loaded
    hooked += [name for name, p in own.items() if p._backward_hooks or p._post_accumulate_grad_hooks]
    dtypes = {str(p.dtype) for p in own.values()}
    lost = {
        "hooks": hooked,
        "parametrizations": getattr(module, "parametrizations", ()),
        "buffers": dict(module.named_buffers(recurse=False)),
        "modules within it": () if isinstance(module, torch.nn.Sequential) else list(module.children()),
        "parameters of its own": set(own) - {"weight", "bias"},
        "frozen parameters": [name for name, p in own.items() if not p.requires_grad],
        "parameters of several dtypes": dtypes if len(dtypes) > 1 else (),
        "dtypes that numpy lacks": {d for d in dtypes if not hasattr(np, d.removeprefix("torch."))},
    }
    for what, found in lost.items():
        if len(found):
            raise ValueError(
                f"from_torch: expected weights and biases alone, got {type(module).__name__} with {what}; "
                "they would be lost, take them off first"
            )
