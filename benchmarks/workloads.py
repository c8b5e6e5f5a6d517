"""What is measured: the same network, data and start for every peer."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Training:
    """One training step of an MLP with softmax cross-entropy and SGD, in float32."""

    name: str
    widths: tuple[int, ...]
    batch_size: int
    activation: str = "relu"
    lr: float = 0.01
    momentum: float = 0.0
    n_check: int = 5  # steps after which all peers must hold the same loss and weights

    def start(self):
        """Weights [(W, b), ...], inputs x and classes y, from one fixed generator."""
        rng = np.random.default_rng(0)
        pairs = zip(self.widths[:-1], self.widths[1:], strict=True)
        weights = [
            (rng.normal(0, (2 / n_in) ** 0.5, (n_in, n_out)).astype(np.float32), np.zeros(n_out, np.float32))
            for n_in, n_out in pairs
        ]
        x = rng.standard_normal((self.batch_size, self.widths[0])).astype(np.float32)
        y = rng.integers(0, self.widths[-1], self.batch_size)
        return weights, x, y

    def __str__(self):
        widths = "-".join(map(str, self.widths))
        optimizer = f"momentum {self.momentum}" if self.momentum else "SGD"
        return f"{widths} {self.activation}, batch {self.batch_size}, {optimizer}"


@dataclass(frozen=True)
class ScalarChain:
    """Forward and backward through a graph of scalars: x <- x * w + b, n_ops operations in all."""

    name: str
    n_ops: int

    def __str__(self):
        return f"{self.n_ops:,} scalar operations, forward and backward"


WORKLOADS = {
    workload.name: workload
    for workload in (
        Training("W2", (2, 16, 16, 2), batch_size=32, momentum=0.9),
        Training("W6", (1024, 2048, 2048, 1000), batch_size=512),
        ScalarChain("W7", 10_000),
    )
}
