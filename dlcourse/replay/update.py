"""Chapter 20: the optimizer's update after a replay, and arrays that were assigned to its parameters."""

from operator import attrgetter

from dlcourse.optimizers.nesterov import Nesterov
from dlcourse.optimizers.optimizer import Optimizer

STEPS = (Optimizer.step, Nesterov.step)  # those that hand the gradients to `apply`
OWN_STEP = "the update is not replayed: the optimizer has a step of its own"
array_of = attrgetter("array")


class Update:
    """The update by the lines of the optimizer itself, which write into its vectors and need no graph.

    why: in words, why more than that must be done; "" where not. in_order: its calls, where it is recorded.
    """

    in_order = None

    def __init__(self, optimizer):
        self.optimizer = optimizer
        self.why = OWN_STEP if has_own_step(optimizer) else ""

    def __call__(self) -> None:
        """What `optimizer.step` does, with the gradients that lie in its `g_views`."""
        if self.why:
            return self.optimizer.step([g.copy() for g in self.optimizer.g_views])
        self.optimizer.apply()

    def is_ready(self) -> bool:
        """Whether a replayed step ends with it, and needs nothing more."""
        return not self.why


def has_own_step(optimizer) -> bool:
    """Whether the optimizer does more in a step than `update`, such as to change the gradients first."""
    kind, own = type(optimizer), vars(optimizer).keys() & {"step", "apply", "lookahead"}
    return kind.step not in STEPS or kind.apply is not Optimizer.apply or bool(own)


def looks_ahead(optimizer) -> bool:
    """Whether it takes the gradients at another place than where the parameters stand."""
    return "lookahead" in vars(optimizer) or type(optimizer).lookahead is not Optimizer.lookahead


def adopt(optimizer) -> bool:
    """Whether each array assigned to a parameter fits in the optimizer's vector, where it is then copied."""
    for parameter, view in zip(optimizer.parameters, optimizer.views, strict=True):
        array = parameter.array
        if array is not view:
            if (type(array), array.shape, array.dtype) != (type(view), view.shape, view.dtype):
                return False  # the loop works with the array as it is, or raises
            view[...] = array
            parameter.array = view
    return True
