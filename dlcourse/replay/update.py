"""Chapter 20: the optimizer's update after a replay, and arrays that were assigned to its parameters."""

from operator import attrgetter

from dlcourse.optimizers.nesterov import Nesterov
from dlcourse.optimizers.optimizer import Optimizer

STEPS = (Optimizer.step, Nesterov.step)  # those that hand the gradients to `apply`
OWN_STEP = "the update is not replayed: the optimizer has a step of its own"
array_of = attrgetter("array")


class Update:
    """The update by the optimizer's own `apply`, which writes into its vectors and needs no graph.

    why: in words, why the optimizer's `step` must be called instead; "" where not. in_order: the calls of a
    recorded update, None here.
    """

    in_order = None

    def __init__(self, optimizer):
        self.optimizer = optimizer
        self.why = OWN_STEP if has_own_step(optimizer) else ""

    def __call__(self) -> None:
        """What `optimizer.step` does, with the gradients that lie in its `g_views`."""
        if self.why:
            # Copies: a user's step may change or keep its gradients, and g_views belong to the program.
            return self.optimizer.step([g.copy() for g in self.optimizer.g_views])
        self.optimizer.apply()  # the gradients are in g_views already, where the replay computed them

    def is_ready(self) -> bool:
        """Whether a replayed step is complete with this update."""
        return not self.why


def has_own_step(optimizer) -> bool:
    """Whether the optimizer does more in a step than `update`, such as to change the gradients first."""
    # A method may be defined by a subclass, or set as an attribute of the object.
    kind, own = type(optimizer), vars(optimizer).keys() & {"step", "apply", "lookahead"}
    return kind.step not in STEPS or kind.apply is not Optimizer.apply or bool(own)


def looks_ahead(optimizer) -> bool:
    """Whether the optimizer takes the gradients at other values than those of the parameters."""
    return "lookahead" in vars(optimizer) or type(optimizer).lookahead is not Optimizer.lookahead


def adopt(optimizer) -> bool:
    """Whether each array assigned to a parameter fits into the optimizer's vector, to which it is copied."""
    # Parameters are views of one vector theta; a program and the update know only these views.
    for parameter, view in zip(optimizer.parameters, optimizer.views, strict=True):
        array = parameter.array
        if array is not view:
            if (type(array), array.shape, array.dtype) != (type(view), view.shape, view.dtype):
                return False  # the loop works with the array as it is, or raises
            view[...] = array
            parameter.array = view
    return True
