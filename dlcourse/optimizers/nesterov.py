"""Chapter 11: Nesterov momentum. The gradient is taken where the velocity alone would lead."""

import contextlib

from dlcourse.optimizers.momentum import Momentum


class Nesterov(Momentum):
    """v <- momentum v - lr g(theta + momentum v);   theta <- theta + v.

    The gradient is to be taken within `lookahead()`, where the parameters stand at theta + momentum v:

        with optimizer.lookahead():
            gradients = grad(loss(model(x), y), model.parameters())
        optimizer.step(gradients)

    Without this block the step is that of plain momentum; a step inside it raises RuntimeError. PyTorch's
    variant, here `SGD(nesterov=True)`, keeps phi = theta + momentum v, the point ahead, in the parameters and
    needs no lookahead. At a constant lr its phi is that of this class at every step, but its loss is reported
    at phi, and phi, not theta, is what it ends with. Source: DL book, algorithm 8.3; deck Fix, page 72;
    Nesterov 1983; Sutskever et al. 2013.

    >>> from dlcourse.tensor import Parameter
    >>> theta = Parameter([1.0])
    >>> optimizer = Nesterov([theta], lr=0.1, momentum=0.5)
    >>> for _ in range(2):
    ...     with optimizer.lookahead():
    ...         g = theta.array.copy()  # the gradient of theta^2 / 2
    ...     optimizer.step([g])
    >>> round(theta.array.item(), 12)  # v = -0.1, then -0.05 - 0.1 * 0.85 = -0.135
    0.765
    """

    ahead = False  # whether the parameters stand at theta + momentum v now

    @contextlib.contextmanager
    def lookahead(self):
        """A `with` block in which the parameters stand at theta + momentum v; then they are theta again."""
        self._expect_not_ahead()
        self.adopt()  # before theta is read: a parameter may have a new array
        here = self.theta.copy()
        self.theta += self.momentum * self.state["v"]
        self.ahead = True
        self.note_change()
        try:
            yield
        finally:
            self.theta[...] = here  # the copy: subtracting momentum v again would round
            self.note_change()
            del self.ahead  # back to that of the class

    def step(self, gradients) -> None:
        """One update, after the `with` block in which the gradients were taken."""
        self._expect_not_ahead()
        super().step(gradients)

    def _expect_not_ahead(self):
        if self.ahead:
            raise RuntimeError(
                "Nesterov: expected step and lookahead outside the lookahead block, got one inside; "
                "end the block after grad"
            )
