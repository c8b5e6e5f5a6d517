"""Chapter 7: the step cache. A training leaves its compiled step to the next one; the optimizer keeps it."""

from operator import is_

from dlcourse.replay.step import TOO_MANY, CompiledStep


class CachedStep:
    """A compiled step that is not in use, and the seconds of training still to wait before compiling pays.

    modules: those of the model when the training began. It does not refer to its optimizer: the optimizer
    refers to it, and a cycle would keep both in memory until the garbage collector runs.
    """

    def __init__(self, compiled, modules, patience: float):
        self.compiled, self.modules, self.patience = compiled, modules, patience
        compiled.attach(None)

    def __reduce__(self):
        """Copied or pickled, it becomes None: a copied optimizer has other arrays, and must record again."""
        return type(None), ()

    def fits(self, loop, modules) -> bool:
        """Whether this is a step of the loop's model, with these modules, and of its loss."""
        compiled = self.compiled
        same = len(modules) == len(self.modules) and all(map(is_, modules, self.modules))
        return same and compiled.model is loop.model and compiled.loss is loop.loss


def compiled_for(loop, modules, patience: float):
    """The compiled step for this loop, cached or new, and the seconds until it pays to use it.

    modules: those of the loop's model.
    """
    # Taken out: a training within this one, as in a callback, must not use the same step.
    cached, loop.optimizer.cached_step = loop.optimizer.cached_step, None
    if cached is not None and cached.fits(loop, modules):
        cached.compiled.attach(loop)
        return cached.compiled, cached.patience
    return CompiledStep(loop.model, loop.loss, loop.optimizer, loop), patience


def cache(compiled, modules, patience: float) -> None:
    """Store the step in its optimizer for the next training."""
    optimizer = compiled.optimizer
    if compiled.why != TOO_MANY:  # with too many programs, a new one may do better
        optimizer.cached_step = CachedStep(compiled, modules, patience)
