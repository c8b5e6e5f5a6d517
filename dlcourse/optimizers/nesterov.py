"""Chapter 11: Nesterov momentum. Look where the velocity leads, and take the gradient there."""

import contextlib

from dlcourse.optimizers.momentum import Momentum


class Nesterov(Momentum):
    """v <- momentum v - lr g(theta + momentum v);   theta <- theta + v.

    The gradient is to be taken within `lookahead()`, where the parameters stand at theta + momentum v:

        with optimizer.lookahead():
            gradients = grad(loss(model(x), y), model.parameters())
        optimizer.step(gradients)

    Without it the step is plain momentum's; a step inside it is refused (RuntimeError). PyTorch's variant,
    here `SGD(nesterov=True)`, keeps the point ahead, phi = theta + momentum v, as its parameters and needs no
    second place: at a constant lr its phi is that of this class at every step, but what it reports and stops
    at is phi, not theta. Source: DL book, algorithm 8.3; deck Fix, page 72; Nesterov 1983; Sutskever et al.
    2013.

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
        """The parameters stand at theta + momentum v within the `with` block, and at theta after it."""
        self._refuse_ahead()
        self.adopt()
        here = self.theta.copy()
        self.theta += self.momentum * self.state["v"]
        self.ahead = True
        self.note_change()
        try:
            yield
        finally:
            self.theta[...] = here
            self.note_change()
            self.ahead = False

    def step(self, gradients) -> None:
        """One update, after the `with` block in which the gradients were taken."""
        self._refuse_ahead()
        super().step(gradients)

    def _refuse_ahead(self):
        if self.ahead:
            raise RuntimeError(
                "Nesterov: expected step and lookahead outside the lookahead block, got one inside; "
                "end the block after grad"
            )
