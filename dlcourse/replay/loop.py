"""Chapter 20: the step of a training loop as a user would write it: gradients, then the update."""

from dlcourse.autodiff import grad
from dlcourse.op import recording


class Loop:
    """One step of training, by Python code that records a graph: what a replay must reproduce, bit by bit."""

    def __init__(self, model, loss, optimizer):
        self.model, self.loss, self.optimizer = model, loss, optimizer

    def gradients(self, x, y):
        """The loss of a batch, a Tensor, and its gradients with respect to the optimizer's parameters."""
        # Nesterov's momentum takes the gradients at theta + momentum v; elsewhere lookahead does nothing.
        with recording(True), self.optimizer.lookahead():
            J = self.loss(self.model(x), y)
            return J, grad(J, self.optimizer.parameters)

    def update(self, J, gradients) -> None:
        """Do the optimizer's step. J: the loss, as a Tensor or as an array without its graph."""
        self.optimizer.step(gradients)

    def __call__(self, x, y) -> float:
        """The loss before a whole step, which is done."""
        J, gradients = self.gradients(x, y)
        self.update(J, gradients)
        return J.item()  # the value from before the update, as J was computed then
