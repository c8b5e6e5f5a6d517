"""Chapter 11: momentum. Past gradients add up with decaying weights: those that alternate cancel."""

from dlcourse.optimizers.sgd import SGD


class Momentum(SGD):
    """v <- momentum v - lr g;   theta <- theta + v: SGD under another name, with momentum 0.9 by default.

    The book's alpha is `momentum`, its epsilon `lr`. Here lr scales g before it enters v. In PyTorch it
    scales v instead: results differ as soon as lr changes. Under a constant g the step grows to
    1 / (1 - momentum) times lr g. Deck Fix, page 69, prints theta plus the old v, which diverges where this
    does not; the new v is meant. Source: DL book, algorithm 8.2; Polyak 1964; deck Sohn, "Parameter
    update". Raises ValueError for lr <= 0 or momentum outside [0, 1).
    """

    def __init__(self, parameters, lr: float = 0.01, momentum: float = 0.9):
        super().__init__(parameters, lr, momentum)
