"""Chapter 7: what a training leaves for the next one. A step that was compiled is kept with its optimizer."""

from operator import is_

from dlcourse.replay.step import TOO_MANY, CompiledStep


class Kept:
    """A compiled step at rest, and how many seconds of training it takes until it pays to use it.

    It knows its optimizer no more, so that both go when the optimizer does.
    """

    def __init__(self, compiled, patience: float):
        self.compiled, self.modules, self.patience = compiled, compiled.model.modules(), patience
        compiled.serve(None)

    def __reduce__(self):
        """A copy of an optimizer has none."""
        return type(None), ()

    def serves(self, loop) -> bool:
        """Whether it is the step of this model and this loss."""
        modules, compiled = loop.model.modules(), self.compiled
        same = len(modules) == len(self.modules) and all(map(is_, modules, self.modules))
        return same and compiled.model is loop.model and compiled.loss is loop.loss


def compiled_for(loop, patience: float):
    """The step of this loop, the one that is kept or a new one.   -> (step, the seconds until it pays)"""
    kept, loop.optimizer.kept = loop.optimizer.kept, None
    if kept is not None and kept.serves(loop):
        kept.compiled.serve(loop)
        return kept.compiled, kept.patience
    return CompiledStep(loop.model, loop.loss, loop.optimizer, loop), patience


def keep(compiled, patience: float) -> None:
    """Leave the step for the next training with its optimizer."""
    optimizer = compiled.optimizer
    if compiled.why != TOO_MANY:  # else a new one may do better
        optimizer.kept = Kept(compiled, patience)
