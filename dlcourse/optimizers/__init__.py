"""Chapters 11 to 13: optimizers."""

from dlcourse.optimizers.optimizer import Optimizer
from dlcourse.optimizers.sgd import SGD

__all__ = ["SGD", "Optimizer"]
