"""Chapter 20: which networks can be converted: chains whose steps the other library has, too."""

import importlib
from inspect import getattr_static
from types import FunctionType

from dlcourse.layers import Conv2d, Flatten, Linear, MaxPool2d, Sequential
from dlcourse.op import Op
from dlcourse.ops import relu, sigmoid, softmax, tanh

ACTIVATIONS = (relu, tanh, sigmoid, softmax)
# what a subclass, or Python itself, may set without changing what a layer computes
MAY_DIFFER = set("__init__ __repr__ __annotate__ __annotate_func__ buffers training".split())
KNOWN = "Linear, Conv2d, MaxPool2d, Flatten, relu, tanh, sigmoid or softmax"


def imported(name, extra, who):
    """The optional package `name`. Raises ModuleNotFoundError, which names the extra that installs it."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:  # the package is there, but a package that it needs is not
            raise
        raise ModuleNotFoundError(
            f"{who}: expected {name} to be installed, got no such module; "
            f'install it with pip install "dlcourse[{extra}]"'
        ) from None


def steps(model, who) -> list:
    """The steps of a Sequential, with the steps of a Sequential within it in its place.

    Raises TypeError for a step that other libraries do not have, ValueError for parameters that would be lost
    or that differ in dtype.
    """
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
    # a Module may hold any Parameter; only W and b of known layers have a place in the other library
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
    """Whether `step` is a `layer` and computes exactly what that class does.

    A subclass may compute something else, and so may an object with a method of its own.
    """
    if not isinstance(step, layer):
        return False
    # [:-1] leaves out object; getattr_static compares attributes as they are defined, without running them
    names = {name for kind in layer.__mro__[:-1] for name in vars(kind) if counts(name, vars(kind)[name])}
    same = all(getattr_static(type(step), name) is getattr_static(layer, name) for name in names)
    return same and not names & set(vars(step))


def counts(name, value) -> bool:
    """Whether an attribute of a class can change what the class computes."""
    # Python stores notes of its own under double underscores, such as __slotnames__ after a first copy
    noted = name.startswith("__") and name.endswith("__") and not isinstance(value, FunctionType)
    return not noted and name not in MAY_DIFFER


def parameters(step) -> list:
    """The Parameters of a step: W and b, or none."""
    return [step.W, step.b] if isinstance(step, Linear | Conv2d) else []


def expect_own(who, parameters) -> None:
    """Raise ValueError for a parameter in two layers: after conversion, its copies would be trained apart."""
    # by identity: two parameters with equal numbers are still two
    if len(set(map(id, parameters))) < len(parameters):
        raise ValueError(
            f"{who}: expected parameters of its own for each layer, got some that two layers share; "
            "give each layer a copy"
        )


def original(step):
    """The activation that a step is a copy of; any other step itself."""
    # relu is one object of the library; a deep copy of a model holds another one that computes the same
    # not so softmax, a function: it has no copies, and any other function is of its class
    ops = [activation for activation in ACTIVATIONS if isinstance(activation, Op)]
    return next((op for op in ops if type(step) is type(op) and vars(step) == vars(op)), step)


def is_activation(step) -> bool:
    """Whether the step is one of the activations that other libraries have."""
    return any(step is activation for activation in ACTIVATIONS)
