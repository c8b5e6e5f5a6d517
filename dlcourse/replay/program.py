"""Chapter 20: programs. A training step as a list of calls on arrays that stay where they are."""

import contextlib
from dataclasses import dataclass

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.backend import xp_of
from dlcourse.op import recording
from dlcourse.replay.cuda_graph import as_graphs
from dlcourse.replay.memory import place
from dlcourse.replay.randomness import TracedGenerator
from dlcourse.replay.tape import CannotReplay
from dlcourse.replay.traced import Traced, TracedTape
from dlcourse.replay.traced_module import writing

SCATTERED = 8  # times the memory of its numbers that a batch may stretch over


@dataclass
class Program:
    """One recorded step: forward and backward, up to the gradients in `optimizer.g_views`.

    x, y: the arrays that a batch is copied to; J: the loss, an array without axes. buffers: module, name and
    the array that a replay reads; changed: those that the step sets, with the array that holds the new value.
    frozen: parameters that are not the optimizer's, with the arrays that a replay reads. generators: those of
    the model.
    """

    x: np.ndarray
    y: np.ndarray
    J: np.ndarray
    calls: list
    buffers: list
    changed: list
    frozen: list
    generators: list
    copyto: object

    def run(self, x, y) -> None:
        """Loss and gradients of a batch. Raises CannotReplay when a condition comes out the other way."""
        self.copyto(self.x, x)
        self.copyto(self.y, y)
        for call in self.calls:
            call()

    def fetch_buffers(self) -> None:
        """Begin with the buffers as they are, also when somebody else set them since."""
        for module, name, array in self.buffers:
            if getattr(module, name) is not array:
                self.copyto(array, getattr(module, name))

    def keep_buffers(self) -> None:
        """Let the buffers of the modules, such as running statistics, be what the step made of them."""
        for module, name, array, new in self.changed:
            self.copyto(array, new)
            setattr(module, name, array)

    def is_stale(self) -> bool:
        """Whether a frozen parameter has another array by now."""
        return any(parameter.array is not array for parameter, array in self.frozen)

    def states(self) -> list:
        """The states of the generators."""
        return [generator.bit_generator.state for generator in self.generators]

    def put_back(self, states) -> None:
        """Let the generators draw the same again."""
        for generator, state in zip(self.generators, states, strict=True):
            generator.bit_generator.state = state


def record(model, loss, optimizer, x, y):
    """The step on the batch x, y, done and recorded.   -> (a Program or why there is none, J, gradients)

    Loss and gradients are arrays. Parameters are left as they are, buffers and generators move on, as in the
    loop. Whatever it raises, CannotReplay or an error of model and loss, it leaves all as it was.
    """
    with TracedTape(xp_of(optimizer.theta)) as tape:
        return record_on(tape, model, loss, optimizer, x, y)


def record_on(tape, model, loss, optimizer, x, y):
    """What `record` does, on a tape."""
    x_in, y_in = tape.varying(twin(tape.xp, x)), tape.varying(twin(tape.xp, y))
    frozen = [parameter for parameter in model.parameters() if parameter not in set(optimizer.parameters)]
    traced = traced_arrays(tape, model, [*optimizer.parameters, *frozen])
    with writing(tape), recording(True), traced as (buffers, generators):
        J = loss(model(x_in), y_in)
        gradients = grad(J, optimizer.parameters)
        changed = new_buffers(tape, buffers)
    values = plain(J.array).copy(), [plain(g) for g in gradients]
    if not isinstance(J.array, Traced):
        tape.refuse("the loss depends neither on the batch nor on the parameters")
    if tape.why:
        return tape.why, *values
    targets = [tape.varying(view) for view in optimizer.g_views]
    arrays, calls = place(tape, [J.array, *(new for *_, new in changed)], gradients, targets)
    program = Program(
        x_in.array, y_in.array, arrays(J.array), as_graphs(tape.xp, calls),
        [(module, name, old.array) for module, name, old in buffers],
        [(module, name, old.array, arrays(new)) for module, name, old, new in changed],
        [(parameter, parameter.array) for parameter in frozen], generators, tape.xp.copyto,
    )  # fmt: skip
    return program, *values


def plain(x):
    """x without its tape."""
    return x.value if isinstance(x, Traced) else x


def twin(xp, a):
    """A copy of the array with the same strides: how a product rounds may depend on them."""
    if xp is not np or a.size == 0:
        return xp.array(a, order="K")
    reach = [(n - 1) * stride for n, stride in zip(a.shape, a.strides, strict=True)]
    first = sum(r for r in reach if r < 0)
    n_bytes = sum(map(abs, reach)) + a.itemsize
    if n_bytes > SCATTERED * a.nbytes:
        raise CannotReplay("the numbers of a batch lie far apart in memory; take np.ascontiguousarray of it")
    copy = np.ndarray(a.shape, a.dtype, np.zeros(n_bytes, np.uint8), -first, a.strides)
    np.copyto(copy, a)
    return copy


@contextlib.contextmanager
def traced_arrays(tape, model, parameters):
    """A `with` block in which parameters, buffers and generators of the model are traced ones.

    After it buffers are what the block made of them, and generators went on. When it raises, or when it sets
    other attributes of a module, which is refused, all is as before.
    """
    modules = model.modules()
    before = [dict(vars(module)) for module in modules]
    arrays = [parameter.array for parameter in parameters]
    drawers = [(m, k, v) for m in modules for k, v in vars(m).items() if isinstance(v, np.random.Generator)]
    generators = list(dict.fromkeys(generator for *_, generator in drawers))
    states = [generator.bit_generator.state for generator in generators]
    for parameter, array in zip(parameters, arrays, strict=True):
        parameter.array = tape.varying(array)
    buffers = [(m, name, tape.varying(getattr(m, name).copy())) for m in modules for name in m.buffers]
    traced_generators = [(m, name, TracedGenerator(generator, tape)) for m, name, generator in drawers]
    for module, name, traced in (*buffers, *traced_generators):
        setattr(module, name, traced)
    during = [dict(vars(module)) for module in modules]
    try:
        yield buffers, generators
        for module, attributes in zip(modules, during, strict=True):
            expect_unchanged(module, attributes)
    except BaseException:
        for module, attributes in zip(modules, before, strict=True):
            vars(module).clear()
            vars(module).update(attributes)
        for generator, state in zip(generators, states, strict=True):
            generator.bit_generator.state = state
        raise
    finally:
        for parameter, array in zip(parameters, arrays, strict=True):
            parameter.array = array
    for module, name, _ in buffers:
        setattr(module, name, plain(getattr(module, name)).copy())
    for module, name, generator in drawers:
        setattr(module, name, generator)


def expect_unchanged(module, attributes) -> None:
    """Raise CannotReplay when an attribute that is no buffer was set: a replay would leave it as it is."""
    now = vars(module)
    for name in now.keys() | attributes.keys():
        if name not in module.buffers and now.get(name) is not attributes.get(name):
            raise CannotReplay(
                f"the step sets {type(module).__name__}.{name}, which is not among its buffers"
            )


def new_buffers(tape, buffers) -> list:
    """Those buffers that the step set: module, name, the old value and the new one."""
    found = []
    for module, name, old in buffers:
        new = getattr(module, name)
        if new is old:
            continue
        if not isinstance(new, Traced) or (new.shape, new.dtype) != (old.shape, old.dtype):
            tape.refuse(
                f"the step gives the buffer {name} another shape or dtype, or one that it did not compute"
            )
            return []
        if new.storage.fixed:  # it is an input, a parameter, another buffer: what that was in this step
            new = new.copy()
        found.append((module, name, old, new))
    return found
