"""Chapter 20: modules during a recording. Traced values stand in for parameters, buffers and generators."""

import contextlib

import numpy as np

from dlcourse.replay.randomness import TracedGenerator
from dlcourse.replay.tape import CannotReplay
from dlcourse.replay.traced import Traced


def plain(x):
    """The array that x is or, as a Traced value, stands for."""
    return x.value if isinstance(x, Traced) else x


@contextlib.contextmanager
def traced_arrays(tape, modules, model_modules, parameters):
    """A `with` block in which parameters, buffers and generators of the modules are traced.

    At its end everything is as before. Raises CannotReplay when an attribute was set that is not a buffer,
    or that belongs to a module outside of `model_modules`, the modules of the model. Yields the buffers, each
    as module, name and Traced value, and the generators.
    """
    before = [dict(vars(module)) for module in modules]
    arrays = [parameter.array for parameter in parameters]
    drawers = [(m, k, v) for m in modules for k, v in vars(m).items() if isinstance(v, np.random.Generator)]
    generators = list(dict.fromkeys(generator for *_, generator in drawers))  # each once: two may share one
    states = [generator.bit_generator.state for generator in generators]
    for parameter, array in zip(parameters, arrays, strict=True):
        parameter.array = tape.varying(array)
    # Copies, since a step may write into a buffer; parameters it only reads.
    buffers = [(m, name, tape.varying(getattr(m, name).copy())) for m in modules for name in m.buffers]
    traced_generators = [(m, name, TracedGenerator(generator, tape)) for m, name, generator in drawers]
    for module, name, traced in (*buffers, *traced_generators):
        setattr(module, name, traced)
    during = [dict(vars(module)) for module in modules]  # with the Traced values, to see what the step sets
    try:
        yield buffers, generators
        for module, attributes in zip(modules, during, strict=True):
            expect_unchanged(module, attributes, of_model=module in model_modules)
    finally:
        for module, attributes in zip(modules, before, strict=True):
            for name in vars(module).keys() - attributes.keys():
                delattr(module, name)
            vars(module).update(attributes)  # in one call, since other threads may use the module meanwhile
        # the loop does the recorded step once more, so it must draw the same numbers
        for generator, state in zip(generators, states, strict=True):
            generator.bit_generator.state = state
        for parameter, array in zip(parameters, arrays, strict=True):
            parameter.array = array


def expect_unchanged(module, attributes, of_model: bool) -> None:
    """Raise CannotReplay when an attribute was set that is not a buffer: a replay would not set it."""
    now, kind = vars(module), type(module).__name__
    for name in sorted(now.keys() | attributes.keys()):
        default = getattr(type(module), name, None)  # to set what the class has, too, is no change
        if now.get(name, default) is attributes.get(name, default):
            continue
        if not of_model:
            raise CannotReplay(f"{kind}, which is not part of the model, sets {name}")
        if name not in module.buffers:
            raise CannotReplay(f"the step sets {kind}.{name}, which is not among its buffers")


def new_buffers(tape, buffers) -> list:
    """The buffers that the step set, each as module, name, old value and new value."""
    found = []
    for module, name, old in buffers:
        new = getattr(module, name)
        if new is old:
            continue
        if not isinstance(new, Traced) or (new.shape, new.dtype) != (old.shape, old.dtype):
            tape.refuse(
                f"the step sets the buffer {name} to another shape or dtype, "
                "or to an array that it did not compute"
            )
            return []
        if new.storage.fixed:  # an input, a parameter, another buffer: keep its value of this step
            new = new.copy()
        found.append((module, name, old, new))
    return found
