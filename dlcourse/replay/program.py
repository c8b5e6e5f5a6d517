"""Chapter 20: programs. A training step as a list of calls on arrays that stay where they are."""

import contextlib
from dataclasses import dataclass

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.backend import xp_of
from dlcourse.op import recording
from dlcourse.replay.fastest import fastest
from dlcourse.replay.flags import RaisedFlag
from dlcourse.replay.memory import place, twin
from dlcourse.replay.outside import watched
from dlcourse.replay.randomness import TracedGenerator
from dlcourse.replay.tape import CannotReplay, bits
from dlcourse.replay.traced import Traced, TracedTape
from dlcourse.replay.traced_module import writing

UNCHANGING = "what the step gives depends neither on the batch nor on the parameters"


@dataclass
class Program:
    """One recorded step: of training, up to the gradients in `optimizer.g_views`, or of a function.

    inputs: the arrays that a batch is copied to; outputs: the loss, an array without axes, or what a function
    gives; gradients: where those are written. calls: the fastest ones, plain_calls: those of the tape, one by
    one, which do the same; scratch: memory whose content nobody reads after them. buffers: module, name and
    the array that a replay reads; changed: those that the step sets, with the array that holds the new value.
    frozen: parameters that are not the optimizer's, with the arrays that a replay reads. generators: those of
    the model. form: what puts a list of the outputs in the form in which a function gives them.
    """

    inputs: list
    outputs: list
    calls: list
    plain_calls: list
    scratch: list
    buffers: list
    changed: list
    gradients: list
    frozen: list
    generators: list
    copyto: object
    form: object = None

    def run(self, *inputs) -> None:
        """Loss and gradients of a batch. Raises CannotReplay when a condition comes out the other way."""
        for own, array in zip(self.inputs, inputs, strict=True):
            own[...] = array
        try:
            for call in self.calls:
                call()
        except RaisedFlag as flag:  # the loop does this step, and numpy warns there and from now on
            self.calls = self.plain_calls
            raise CannotReplay(f"floating-point arithmetic raised: {flag}") from flag

    def ways(self) -> list:
        """The ways to run it that may be checked, the fastest first."""
        return [self.calls] if self.calls is self.plain_calls else [self.calls, self.plain_calls]

    def trial(self, calls, inputs, states) -> list:
        """The bits of outputs, gradients and buffers that calls give from these states of the generators."""
        self.put_back(states)
        for own, array in zip(self.inputs, inputs, strict=True):
            own[...] = array
        with np.errstate(all="ignore"):  # of what the loop will warn
            for call in calls:
                with contextlib.suppress(RaisedFlag):
                    call()
        return [bits(a) for a in (*self.outputs, *self.gradients, *[new for *_, new in self.changed])]

    def check(self, trials, outputs, gradients=()) -> bool:
        """Take the fastest calls that gave the bits of outputs, gradients and buffers; False for none.

        trials: calls and what `trial` gave.
        """
        buffers = [getattr(module, name) for module, name, *_ in self.changed]
        expected = [bits(a) for a in (*outputs, *gradients, *buffers)]
        fitting = [calls for calls, got in trials if got == expected]
        self.calls, self.plain_calls = (fitting[0], fitting[-1]) if fitting else (None, None)
        return bool(fitting)

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
        for parameter, array in self.frozen:  # a loop, since a generator within any() takes twice the time
            if parameter.array is not array:
                return True
        return False

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

    def step(x, y):
        J = loss(model(x), y)
        return [J.array], grad(J, optimizer.parameters)

    with TracedTape(xp_of(optimizer.theta)) as tape:
        program, (J,), gradients = record_on(tape, step, model, (x, y), optimizer.parameters, optimizer)
    return program, J, gradients


def record_function(f, model, inputs):
    """f(*inputs), done and recorded.   -> (a Program or why there is none, outputs)

    f gives a list of arrays; model: the Module whose parameters it reads, or None.
    """
    with TracedTape(xp_of(inputs[0])) as tape:
        return record_on(tape, lambda *x: (f(*x), []), model, inputs)[:2]


def record_on(tape, f, model, inputs, parameters=(), optimizer=None):
    """What `record` and `record_function` do, on a tape.   -> (a Program or why, outputs, gradients)"""
    own = [tape.varying(twin(tape.xp, x)) for x in inputs]
    of_model = model.parameters() if model else []
    frozen = [parameter for parameter in of_model if parameter not in set(parameters)]
    modules = model.modules() if model else []
    traced = traced_arrays(tape, modules, [*parameters, *frozen])
    with writing(tape), recording(True), traced as (buffers, generators), watched(tape, modules) as others:
        outputs, gradients = f(*own)
        changed = new_buffers(tape, buffers)
    frozen += [parameter for module in others for parameter in module.parameters()]
    values = [plain(x).copy() for x in outputs], [plain(g) for g in gradients]
    if tape.why or not all(isinstance(x, Traced) for x in outputs):
        return tape.why or UNCHANGING, *values
    targets = [tape.varying(view) for view in optimizer.g_views] if optimizer else []
    kept = [*outputs, *(new for *_, new in changed)]
    arrays, calls, scratch = place(tape, kept, gradients, targets)
    program = Program(
        [x.array for x in own], [arrays(x) for x in outputs],
        fastest(tape.xp, calls, scratch), calls, scratch,
        [(module, name, old.array) for module, name, old in buffers],
        [(module, name, old.array, arrays(new)) for module, name, old, new in changed],
        [target.array for target in targets],
        [(parameter, parameter.array) for parameter in frozen], generators, tape.xp.copyto,
    )  # fmt: skip
    return program, *values


def plain(x):
    """x without its tape."""
    return x.value if isinstance(x, Traced) else x


@contextlib.contextmanager
def traced_arrays(tape, modules, parameters):
    """A `with` block in which parameters, buffers and generators of the modules are traced ones.

    After it buffers are what the block made of them, and generators went on. When it raises, or when it sets
    other attributes of a module, which is refused, all is as before.
    """
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
        default = getattr(type(module), name, None)  # an attribute may have been set to what it was
        if name not in module.buffers and now.get(name, default) is not attributes.get(name, default):
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
