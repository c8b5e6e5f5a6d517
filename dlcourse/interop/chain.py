"""Chapter 20: what can cross to another library: the steps of a chain, when the other knows each of them."""

import importlib
from inspect import getattr_static
from types import FunctionType

from dlcourse.layers import Conv2d, Flatten, Linear, MaxPool2d, Sequential
from dlcourse.ops import relu, sigmoid, softmax, tanh

ACTIVATIONS = (relu, tanh, sigmoid, softmax)
MAY_DIFFER = set("__init__ __repr__ __annotate__ __annotate_func__ buffers training".split())
KNOWN = "Linear, Conv2d, MaxPool2d, Flatten, relu, tanh, sigmoid or softmax"


def imported(name, extra, who):
    """The optional package `name`. Raises ModuleNotFoundError, which names the extra that installs it."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise ModuleNotFoundError(
            f"{who}: expected {name} to be installed, got no such module; "
            f'install it with pip install "dlcourse[{extra}]"'
        ) from None


def steps(model, who) -> list:
    """The steps of a chain, those of chains within it in their place."""
    if not computes_as(model, Sequential):
        own = isinstance(model, Sequential)
        got = type(model).__name__ + (" with methods of its own" if own else "")
        advice = "build a Sequential of what it does" if own else "wrap it in Sequential"
        raise TypeError(f"{who}: expected an MLP or a Sequential, got {got}; {advice}")
    found = []
    for step in model.steps:
        found += steps(step, who) if isinstance(step, Sequential) else [original(step)]
    for step in found:
        known = any(computes_as(step, layer) for layer in (Linear, Conv2d, MaxPool2d, Flatten))
        if not known and not is_activation(step):
            raise TypeError(f"{who}: expected {KNOWN}, got {step!r}; leave that step out or replace it")
    left = set(model.parameters()) - {p for step in found for p in parameters(step)}
    if left:
        raise ValueError(
            f"{who}: expected Parameters in the W and b of its steps alone, got {len(left)} others; "
            "they would be lost, take them out of the model"
        )
    dtypes = sorted({str(parameter.dtype) for step in found for parameter in parameters(step)})
    if len(dtypes) > 1:
        raise ValueError(
            f"{who}: expected parameters of one dtype, got {dtypes}; build the model under use_dtype"
        )
    return found


def computes_as(step, layer) -> bool:
    """Whether `step` is a `layer` that computes what the class does: a subclass may compute otherwise, and so
    may an object that was given a method of its own."""
    if not isinstance(step, layer):
        return False
    names = {name for kind in layer.__mro__[:-1] for name in vars(kind) if counts(name, vars(kind)[name])}
    same = all(getattr_static(type(step), name) is getattr_static(layer, name) for name in names)
    return same and not names & set(vars(step))


def counts(name, value) -> bool:
    """Whether a name of a class has to do with what it computes. What Python itself notes there, as a copy
    does in `__slotnames__`, has not: names in double underscores that are no functions."""
    noted = name.startswith("__") and name.endswith("__") and not isinstance(value, FunctionType)
    return not noted and name not in MAY_DIFFER


def parameters(step) -> list:
    """The Parameters of a step: W and b, or none."""
    return [step.W, step.b] if isinstance(step, Linear | Conv2d) else []


def expect_own(who, parameters) -> None:
    """Raise ValueError for a parameter that stands in two places: its copies would be learned apart."""
    if len(set(map(id, parameters))) < len(parameters):
        raise ValueError(
            f"{who}: expected parameters of its own for each layer, got some that two layers share; "
            "give each layer a copy"
        )


def original(step):
    """The activation that a step is a copy of, as the steps of a copied model are; any other step itself."""
    copied = (a for a in ACTIVATIONS if type(step) is type(a) and vars(step) == vars(a))
    return next(copied, step)


def is_activation(step) -> bool:
    """Whether the step is one of the ops that others know as an activation."""
    return any(step is activation for activation in ACTIVATIONS)
