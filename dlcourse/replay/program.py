"""Chapter 20: programs. A training step as a list of calls on arrays that stay where they are."""

import contextlib
from dataclasses import dataclass

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.backend import xp_of
from dlcourse.op import recording
from dlcourse.replay.fastest import fastest
from dlcourse.replay.flags import RaisedFlag
from dlcourse.replay.memory import give_back, place, twin
from dlcourse.replay.tape import CannotReplay, bits
from dlcourse.replay.traced import Traced, TracedTape
from dlcourse.replay.traced_module import writing
from dlcourse.replay.tracing import new_buffers, plain, traced_arrays

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
        give_back(self.gradients)
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
            if parameter.array is not array and plain(parameter.array) is not array:
                return True
        return False

    def states(self) -> list:
        """The states of the generators."""
        return [generator.bit_generator.state for generator in self.generators]

    def put_back(self, states) -> None:
        """Let the generators draw the same again."""
        for generator, state in zip(self.generators, states, strict=True):
            generator.bit_generator.state = state


def record(model, loss, optimizer, x, y, watch):
    """The step on the batch x, y, recorded.   -> a Program, or why there is none

    watch: the Watch over what the step reads. Parameters, buffers and generators are left as they are, also
    when it raises: CannotReplay, or an error of model and loss.
    """

    def step(x, y):
        J = loss(model(x), y)
        return [J.array], grad(J, optimizer.parameters)

    with TracedTape(xp_of(optimizer.theta)) as tape, recording(True):
        return record_on(tape, step, model, (x, y), watch, optimizer)


def record_function(f, model, inputs, watch):
    """f(*inputs), recorded.   -> a Program, or why there is none

    f gives a list of arrays; model: the Module whose buffers it may set, or None.
    """
    with TracedTape(xp_of(inputs[0])) as tape:
        return record_on(tape, lambda *x: (f(*x), []), model, inputs, watch)


def record_on(tape, f, model, inputs, watch, optimizer=None):
    """What `record` and `record_function` do, on a tape.   -> a Program, or why there is none"""
    own = [tape.varying(twin(tape.xp, x)) for x in inputs]
    parameters = optimizer.parameters if optimizer else []
    learned, handed_over = set(parameters), model.modules() if model else []
    of_model = model.parameters() if model else []
    frozen = [p for p in dict.fromkeys([*of_model, *watch.tensors]) if p not in learned]
    modules = list(dict.fromkeys([*handed_over, *watch.modules]))
    traced = traced_arrays(tape, modules, handed_over, [*parameters, *frozen])
    with writing(tape), traced as (buffers, generators):
        outputs, gradients = f(*own)
        changed = new_buffers(tape, buffers)
    if tape.why or not all(isinstance(x, Traced) for x in outputs):
        return tape.why or UNCHANGING
    targets = [tape.varying(view) for view in optimizer.g_views] if optimizer else []
    kept = [*outputs, *(new for *_, new in changed)]
    arrays, calls, scratch = place(tape, kept, gradients, targets)
    return Program(
        [x.array for x in own], [arrays(x) for x in outputs],
        fastest(tape.xp, calls, scratch), calls, scratch,
        [(module, name, old.array) for module, name, old in buffers],
        [(module, name, old.array, arrays(new)) for module, name, old, new in changed],
        [target.array for target in targets],
        [(parameter, parameter.array) for parameter in frozen], generators, tape.xp.copyto,
    )  # fmt: skip
