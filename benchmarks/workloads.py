"""What is measured: the same function, data and start for every peer. The sizes are those of the goals.

Networks compute in float32, chains, gradients and the Hessian of functions of plain numbers in float64.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

ADAM = {"lr": 0.001, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}  # eps outside the corrected root
BATCH_NORM = {"momentum": 0.9, "eps": 1e-5}  # running <- .9 running + .1 batch; biased within the batch


@dataclass(frozen=True)
class Training:
    """One training step of an MLP: loss, gradients and update. Parameters lie as W (n_in, n_out), b, and
    for a hidden layer with batch norm gamma, beta; loss "classes" is softmax cross-entropy, "squares" the
    mean over samples of the squared error."""

    name: str
    widths: tuple[int, ...]
    batch_size: int
    activation: str = "relu"
    optimizer: str = "adam"
    lr: float = ADAM["lr"]
    momentum: float = 0.0
    batch_norm: bool = False
    loss: str = "classes"
    kind = "training"
    dtype = "float32"
    n_check = 5  # steps after which all peers must hold the same loss and weights

    def start(self):
        """Parameters [W, b, ...], inputs x, targets y, from one fixed generator."""
        rng = np.random.default_rng(0)
        x = rng.standard_normal((self.batch_size, self.widths[0]), dtype=np.float32)
        y = rng.integers(0, self.widths[-1], self.batch_size)
        if self.loss == "squares":
            x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)  # XOR
            y = np.array([[0], [1], [1], [0]], np.float32)
        parameters, last = [], len(self.widths) - 2
        for i, (n_in, n_out) in enumerate(pairwise(self.widths)):
            scale = np.float32((2 / n_in) ** 0.5)
            parameters += [scale * rng.standard_normal((n_in, n_out), dtype=np.float32)]
            parameters += [np.zeros(n_out, np.float32)]
            if self.batch_norm and i < last:
                parameters += [np.ones(n_out, np.float32), np.zeros(n_out, np.float32)]
        return parameters, x, y

    def layers(self, parameters) -> list:
        """The parameters of each layer: (W, b), or (W, b, gamma, beta)."""
        size = 4 if self.batch_norm else 2
        return [tuple(parameters[i : i + size]) for i in range(0, len(parameters), size)]

    def has_effect(self) -> list[bool]:
        """For each parameter, whether the loss depends on it: a bias before a batch norm is idle, and Adam
        makes steps of full size of the rounding errors in its gradient."""
        n_hidden = len(self.widths) - 2
        return (
            [True, False, True, True] * n_hidden + [True] * 2
            if self.batch_norm
            else [True] * (2 * n_hidden + 2)
        )

    def __str__(self):
        norm = ", batch norm" if self.batch_norm else ""
        update = {"adam": "Adam", "sgd": f"momentum {self.momentum}" if self.momentum else "SGD"}
        return (
            f"{_widths(self.widths)} {self.activation}{norm}, batch {self.batch_size:,}, "
            f"{update[self.optimizer]}"
        )


@dataclass(frozen=True)
class Chain:
    """Forward and backward through a graph of scalars, x <- x w + b: derivatives with respect to w and b."""

    name: str
    n_ops: int
    kind = "chain"
    dtype = "float64"
    x, w, b = 0.5, 0.9, 0.1

    def __str__(self):
        return f"{self.n_ops:,} scalar operations, forward and backward"


@dataclass(frozen=True)
class Gradient:
    """The gradient of Rosenbrock's function, sum of 100 (x_{i+1} - x_i^2)^2 + (1 - x_i)^2."""

    name: str
    n: int
    kind = "gradient"
    dtype = "float64"

    def start(self):
        return np.random.default_rng(0).uniform(-1, 1, self.n)

    def __str__(self):
        return f"gradient of a function of {self.n:,} variables (Rosenbrock)"


@dataclass(frozen=True)
class Hessian:
    """All second derivatives of the mean squared error of an n_in-n-1 tanh network on XOR."""

    name: str
    widths: tuple[int, ...]
    kind = "hessian"
    dtype = "float64"

    def start(self):
        """Parameters [W, b, W, b], x, y, in float64."""
        start = Training(self.name, self.widths, 4, "tanh", loss="squares").start()
        return [a.astype(np.float64) for a in start[0]], *(a.astype(np.float64) for a in start[1:])

    def __str__(self):
        n = sum(n_in * n_out + n_out for n_in, n_out in pairwise(self.widths))
        return f"Hessian of the {_widths(self.widths)} loss with respect to all {n} parameters"


@dataclass(frozen=True)
class Inference:
    """The logits of a ReLU network."""

    name: str
    widths: tuple[int, ...]
    batch_size: int
    kind = "inference"
    dtype = "float32"

    def start(self):
        """Parameters [W, b, ...] and inputs x."""
        return Training(self.name, self.widths, self.batch_size).start()[:2]

    def __str__(self):
        return f"inference, {_widths(self.widths)} relu, batch {self.batch_size:,}"


def _widths(widths):
    return "-".join(map(str, widths))


_DEEP = {"widths": (64, 100, 100, 100, 10), "batch_size": 64, "activation": "sigmoid"}
_IMAGES = (784, 256, 128, 10)

WORKLOADS = {
    workload.name: workload
    for workload in (
        Training("W1", (2, 8, 1), 4, "tanh", loss="squares"),
        Training("W2", (2, 16, 16, 2), 32, optimizer="sgd", lr=0.01, momentum=0.9),
        Training("W3", **_DEEP),
        Training("W3bn", **_DEEP, batch_norm=True),
        Training("W4", _IMAGES, 128),
        Training("W5", (784, 1024, 1024, 10), 256),
        Training("W6", (1024, 2048, 2048, 1000), 512, optimizer="sgd", lr=0.01),
        Chain("W7", 10_000),
        Gradient("W8", 1_000),
        Hessian("W9", (2, 8, 1)),
        Inference("W10-1", _IMAGES, 1),
        Inference("W10-1024", _IMAGES, 1024),
    )
}
CUDA_WORKLOADS = {name: WORKLOADS[name] for name in ("W3", "W3bn", "W4", "W5", "W6")} | {
    "W5-8192": Training("W5-8192", (784, 8192, 8192, 10), 4096),
    "W6-8192": Training("W6-8192", (1024, 8192, 8192, 1000), 4096, optimizer="sgd", lr=0.01),
}


def chosen(names: str, of: dict = WORKLOADS) -> list:
    """The workloads of a list "W1,W10"; W10 means all its sizes. Raises ValueError for an unknown one."""
    found = []
    for name in names.split(","):
        matches = [w for key, w in of.items() if name in (key, key.partition("-")[0])]
        if not matches:
            raise ValueError(
                f"workloads: expected some of {', '.join(of)}, got {name!r}; list them with commas"
            )
        found += [w for w in matches if w not in found]
    return found
