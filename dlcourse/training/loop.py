"""Chapter 7: the loop of `fit`. It stops at the first number that is not finite, and says in which layer."""

import math

from dlcourse.autodiff import grad
from dlcourse.divergence import all_finite, first_bad_gradient, first_bad_output
from dlcourse.op import recording
from dlcourse.optimizers.closure import ClosureOptimizer
from dlcourse.replay.loop import Loop
from dlcourse.tensor import Tensor


class NotFinite(Exception):
    """Raised with what was expected and got, and with where, or None when there is no graph to search."""


class CheckedLoop(Loop):
    """One step as a user would write it. It may raise NotFinite; then the caller must undo the step.

    has_begun: whether the Python code of the step has run since this was last set to False.
    """

    has_begun = False

    def __call__(self, x, y):
        if not isinstance(self.optimizer, ClosureOptimizer):
            return super().__call__(x, y)
        self.has_begun = True
        try:  # it computes the cost as often as it needs to, on this batch
            return self.optimizer.step(lambda: self.loss(self.model(x), y))
        except FloatingPointError as error:
            raise NotFinite("a finite cost, gradient and step, got NaN or infinity", None) from error

    def gradients(self, x, y):
        self.has_begun = True
        with recording(True), self.optimizer.lookahead():
            J = self.loss(self.model(x), y)
            # Before the gradient: where the forward pass is not finite, the gradient is not, either.
            expect_finite(number(J), lambda: first_bad_output(J, self.model))
            return J, grad(J, self.optimizer.parameters)

    def update(self, J, gradients):
        self.has_begun = True
        has_graph = isinstance(J, Tensor)  # a replay and its check hand over an array
        expect_finite(J.item(), lambda: None)  # for a replayed J: `gradients` has checked one with a graph
        try:
            self.optimizer.step(gradients)
        except FloatingPointError as error:  # the optimizer's own check of the gradients
            where = first_bad_gradient(J, self.model) if has_graph else None
            raise NotFinite(
                "gradients of a size that can be used, got too large ones or NaN", where
            ) from error
        if not all_finite(self.optimizer.theta):  # finite gradients times a large lr may overflow
            raise NotFinite("a finite update, got NaN or infinity", f"the parameter {self._bad_parameter()}")

    def _bad_parameter(self):
        named = self.model.named_parameters()
        bad = [name for name, parameter in named if not all_finite(parameter.array)]
        return bad[0] if bad else "that is not the model's"

    def first_bad(self, x, y) -> str:
        """The first tensor or gradient that is not finite, in words: the step on this batch is repeated."""
        try:
            J, _ = self.gradients(x, y)
        except NotFinite as problem:
            return problem.args[1]
        return first_bad_gradient(J, self.model)


def expect_finite(value: float, where) -> None:
    """Raise NotFinite for a loss that is not finite. where: a function that says in which layer it arose."""
    if not math.isfinite(value):
        raise NotFinite(f"a finite loss, got {value}", where())


def number(J) -> float:
    """The loss as a number. Raises TypeError when J is no Tensor, ValueError for several numbers."""
    if not isinstance(J, Tensor):
        raise TypeError(
            f"fit: expected loss to return a Tensor, got {type(J).__name__}; "
            "build it from ops on the prediction"
        )
    if J.size != 1:
        raise ValueError(
            f"fit: expected loss to return one number, got shape {J.shape}; take its mean, as in J.mean()"
        )
    return J.item()
