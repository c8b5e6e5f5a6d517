"""Chapters 11 to 13: optimizers."""

from dlcourse.optimizers.adadelta import Adadelta
from dlcourse.optimizers.adagrad import AdaGrad
from dlcourse.optimizers.adam import Adam, AdamW
from dlcourse.optimizers.adamax import Adamax
from dlcourse.optimizers.bfgs import BFGS, bfgs_update
from dlcourse.optimizers.clipping import clip_by_norm, clip_by_value, global_norm
from dlcourse.optimizers.closure import ClosureOptimizer
from dlcourse.optimizers.conjugate_gradient import NonlinearCG, conjugate_gradient
from dlcourse.optimizers.hessian_free import HessianFree
from dlcourse.optimizers.lbfgs import LBFGS, two_loop
from dlcourse.optimizers.line_search import LineSearchError, backtracking, wolfe
from dlcourse.optimizers.momentum import Momentum
from dlcourse.optimizers.nesterov import Nesterov
from dlcourse.optimizers.newton import DampedNewton, Newton, SaddleFreeNewton
from dlcourse.optimizers.optimizer import Optimizer
from dlcourse.optimizers.rmsprop import RMSprop
from dlcourse.optimizers.schedules import (
    CosineDecay,
    ExponentialDecay,
    HalveOnPlateau,
    InverseDecay,
    LinearDecay,
    Schedule,
    StepDecay,
)
from dlcourse.optimizers.sgd import SGD

__all__ = [
    "AdaGrad",
    "Adadelta",
    "Adam",
    "AdamW",
    "Adamax",
    "BFGS",
    "ClosureOptimizer",
    "CosineDecay",
    "DampedNewton",
    "ExponentialDecay",
    "HalveOnPlateau",
    "HessianFree",
    "InverseDecay",
    "LBFGS",
    "LineSearchError",
    "LinearDecay",
    "Momentum",
    "Nesterov",
    "Newton",
    "NonlinearCG",
    "Optimizer",
    "RMSprop",
    "SGD",
    "SaddleFreeNewton",
    "Schedule",
    "StepDecay",
    "backtracking",
    "bfgs_update",
    "clip_by_norm",
    "clip_by_value",
    "conjugate_gradient",
    "global_norm",
    "two_loop",
    "wolfe",
]
