"""The register of first-order optimizers: class, options, and the class of torch with the same steps."""

from dataclasses import dataclass, field

import numpy as np

from dlcourse.optimizers import (
    SGD,
    Adadelta,
    AdaGrad,
    Adam,
    Adamax,
    AdamW,
    Momentum,
    Nesterov,
    Optimizer,
    RMSprop,
)
from dlcourse.tensor import Parameter


@dataclass(frozen=True)
class Case:
    """torch_options: torch's names and values for the same method; lr is shared."""

    optimizer: type[Optimizer]
    torch_name: str
    lr: float
    options: dict = field(default_factory=dict)
    torch_options: dict = field(default_factory=dict)

    def make(self, parameters, **changes):
        return self.optimizer(parameters, **({"lr": self.lr} | self.options | changes))

    def make_torch(self, parameters):
        import torch

        return getattr(torch.optim, self.torch_name)(parameters, lr=self.lr, **self.torch_options)


TINY = 1e-300  # torch's Adamax has eps inside its maximum; at this size both are without it
NESTEROV = {"momentum": 0.9, "nesterov": True}
BETAS = {"beta1": 0.8, "beta2": 0.95}
CASES = [
    Case(SGD, "SGD", 0.05),
    Case(SGD, "SGD", 0.05, {"momentum": 0.9}, {"momentum": 0.9}),
    Case(SGD, "SGD", 0.05, NESTEROV, NESTEROV),
    Case(Momentum, "SGD", 0.05, {"momentum": 0.8}, {"momentum": 0.8}),
    Case(AdaGrad, "Adagrad", 0.5, {"eps": 1e-3}, {"eps": 1e-3}),
    Case(RMSprop, "RMSprop", 0.02, {"rho": 0.8, "eps": 1e-3}, {"alpha": 0.8, "eps": 1e-3}),
    Case(Adadelta, "Adadelta", 0.1, {"rho": 0.8, "eps": 1e-3}, {"rho": 0.8, "eps": 1e-3}),
    Case(Adam, "Adam", 0.05, BETAS | {"eps": 1e-3}, {"betas": (0.8, 0.95), "eps": 1e-3}),
    Case(
        AdamW,
        "AdamW",
        0.05,
        BETAS | {"eps": 1e-3, "decay": 0.1},
        {"betas": (0.8, 0.95), "eps": 1e-3, "weight_decay": 0.1},
    ),
    Case(Adamax, "Adamax", 0.05, BETAS | {"eps": TINY}, {"betas": (0.8, 0.95), "eps": TINY}),
]
WITHOUT_TORCH = [Case(Nesterov, "", 0.05, {"momentum": 0.8})]  # torch has the other form: test_nesterov
ALL = CASES + WITHOUT_TORCH


def steps(optimizer, gradients, start=1.0, **options):
    """Where one number goes under a list of gradients, after each step."""
    theta = Parameter([start])
    method = optimizer([theta], **options)
    path = []
    for g in gradients:
        method.step([np.array([g])])
        path.append(theta.array.item())
    return path
