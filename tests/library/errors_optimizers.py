"""The errors of optimizers, closures, line searches, clipping and schedules."""

import numpy as np
from errors_common import EITHER, T, X, Y, inf, mlp, nan, quietly, sgd, theta

from dlcourse import SGD, fit, use_dtype
from dlcourse.divergence import DivergenceError
from dlcourse.optimizers import (
    BFGS,
    LBFGS,
    Adadelta,
    AdaGrad,
    Adam,
    Adamax,
    AdamW,
    ClosureOptimizer,
    CosineDecay,
    DampedNewton,
    ExponentialDecay,
    HalveOnPlateau,
    HessianFree,
    InverseDecay,
    LinearDecay,
    LineSearchError,
    Momentum,
    Nesterov,
    Newton,
    NonlinearCG,
    Optimizer,
    RMSprop,
    SaddleFreeNewton,
    Schedule,
    StepDecay,
    backtracking,
    bfgs_update,
    clip_by_norm,
    clip_by_value,
    conjugate_gradient,
    global_norm,
    two_loop,
    wolfe,
)
from dlcourse.strict_array import strict
from dlcourse.tensor import Parameter

ONE, TWO, THREE = np.ones(1), np.ones(2), np.ones(3)


def of(kind, **options):
    return kind([theta()], **options)


def mixed_dtypes():
    with use_dtype("float32"):
        single = theta()
    return SGD([single, theta()])


def moved_away():
    parameter = theta()
    optimizer = SGD([parameter])
    parameter.array = strict.asarray(TWO)
    optimizer.step([TWO])


def inside_lookahead():
    optimizer = of(Nesterov)
    with optimizer.lookahead():
        optimizer.step([TWO])


def step(kind, cost, **options):
    """One step of a method that takes a closure, on the cost of its two parameters."""
    parameter = theta()
    return kind([parameter], **options).step(lambda: cost(parameter))


def bowl(parameter):
    return (parameter * parameter).sum()


def rising(a):
    """A cost that rises where its slope at 0 promised that it falls."""
    return (1.0 + a, 1.0)


WRONG = {
    "nothing to learn": (lambda: SGD([]), ValueError, ["SGD", "parameters()"]),
    "a tensor to learn": (lambda: SGD([T]), TypeError, ["SGD", "Tensor", "parameters()"]),
    "parameters without an order": (
        lambda: SGD({Parameter([1.0])}),
        TypeError,
        ["SGD", "set", "parameters()"],
    ),
    "a model to learn": (lambda: SGD(mlp()), TypeError, ["SGD", "MLP", "parameters()"]),
    "a parameter twice": (lambda: SGD([p := Parameter([1.0]), p]), ValueError, ["SGD", "twice"]),
    "mixed dtypes": (mixed_dtypes, ValueError, ["SGD", "['float32', 'float64']", "use_dtype"]),
    "parameters moved away": (moved_away, ValueError, ["SGD", "device", "optimizer.to(device)"]),
    "an optimizer without update": (
        lambda: of(Optimizer, lr=1.0).step([TWO]),
        NotImplementedError,
        ["Optimizer", "update(theta, g, ...)"],
    ),
    "an unknown device": (lambda: sgd().to("gpu"), ValueError, ["to_device", "'gpu'"]),
    "lr zero": (lambda: sgd(lr=0), ValueError, ["SGD", "lr > 0", "0"]),
    "lr negative": (lambda: sgd(lr=-0.1), ValueError, ["-0.1"]),
    "lr nan": (lambda: sgd(lr=nan), ValueError, ["nan"]),
    "lr infinite": (lambda: sgd(lr=inf), ValueError, ["lr", "inf"]),
    "lr a word": (lambda: sgd(lr="fast"), EITHER, ["SGD", "lr", "fast"]),
    "lr None": (lambda: sgd(lr=None), EITHER, ["SGD", "lr", "None"]),
    "lr set to None": (lambda: setattr(sgd(), "lr", None), EITHER, ["SGD", "lr", "None"]),
    "momentum None": (lambda: sgd(momentum=None), EITHER, ["SGD", "momentum", "None"]),
    "gradients None": (lambda: sgd().step(None), TypeError, ["SGD", "NoneType", "grad(J, parameters)"]),
    "a gradient of words": (lambda: sgd().step([np.array(["a", "b"])]), TypeError, ["SGD", "<U1"]),
    "a complex gradient": (lambda: sgd().step([1j * TWO]), TypeError, ["SGD", "complex128"]),
    "an optimizer's state of words": (
        lambda: sgd().load_state_dict(sgd().state_dict() | {"v": np.array(["a", "b"])}),
        ValueError,
        ["SGD", "<U1"],
    ),
    "a state in a list": (lambda: sgd().load_state_dict([1]), ValueError, ["SGD", "got {}"]),
    "lr set below zero": (lambda: setattr(sgd(), "lr", -1.0), ValueError, ["SGD", "lr of at least 0"]),
    "momentum one": (lambda: sgd(momentum=1), ValueError, ["SGD", "momentum", "1"]),
    "momentum negative": (lambda: sgd(momentum=-0.5), ValueError, ["momentum", "-0.5"]),
    "momentum a word": (lambda: sgd(momentum="much"), EITHER, ["SGD", "momentum", "much"]),
    "momentum of Momentum": (lambda: of(Momentum, momentum=2), ValueError, ["Momentum", "momentum", "2"]),
    "momentum of Nesterov": (lambda: of(Nesterov, momentum=-1), ValueError, ["Nesterov", "momentum", "-1"]),
    "nesterov alone": (lambda: sgd(nesterov=True), ValueError, ["nesterov", "momentum=0.9"]),
    "a step inside lookahead": (inside_lookahead, RuntimeError, ["Nesterov", "lookahead", "end the block"]),
    "eps of AdaGrad": (lambda: of(AdaGrad, eps=0), ValueError, ["AdaGrad", "eps > 0", "0"]),
    "rho of RMSprop": (lambda: of(RMSprop, rho=1), ValueError, ["RMSprop", "rho", "1"]),
    "rho of Adadelta": (lambda: of(Adadelta, rho=-1), ValueError, ["Adadelta", "rho", "-1"]),
    "beta1 of Adam": (lambda: of(Adam, beta1=1.0), ValueError, ["Adam", "beta1", "1.0"]),
    "beta2 of Adamax": (lambda: of(Adamax, beta2=nan), ValueError, ["Adamax", "beta2", "nan"]),
    "decay of AdamW": (lambda: of(AdamW, decay=-0.1), ValueError, ["AdamW", "decay", "-0.1"]),
    "a gradient transposed": (lambda: sgd().step([np.ones((2, 1))]), ValueError, ["SGD", "(2, 1)", "(2,)"]),
    "a gradient missing": (lambda: sgd().step([]), ValueError, ["SGD", "(2,)", "[]"]),
    "a gradient None": (lambda: sgd().step([None]), EITHER, ["SGD", "NoneType"]),
    "a gradient nan": (lambda: sgd().step([nan * TWO]), FloatingPointError, ["SGD", "NaN", "lower lr"]),
    "a gradient too large": (
        lambda: of(Adam).step([1e200 * TWO]),
        FloatingPointError,
        ["Adam", "square overflows", "clip"],
    ),
    "a state of another optimizer": (
        lambda: sgd().load_state_dict(of(Adam).state_dict()),
        ValueError,
        ["SGD", "'v'", "saved from"],
    ),
    "gradients for a closure": (lambda: of(LBFGS).step([TWO]), TypeError, ["LBFGS", "list", "lambda"]),
    "a cost of many numbers": (lambda: step(BFGS, lambda p: p * p), TypeError, ["BFGS", "(2,)"]),
    "a cost without a graph": (lambda: step(Newton, lambda p: 1.0), TypeError, ["Newton", "float"]),
    "a cost of nan": (lambda: step(LBFGS, lambda p: bowl(p) * nan), FloatingPointError, ["LBFGS", "nan"]),
    "an infinite loss for fit and a closure": (
        lambda: fit(m := mlp(), lambda z, y: z.sum() * inf, X, Y, LBFGS(m.parameters()), n_epochs=1),
        DivergenceError,
        ["fit", "a finite cost", "epoch 0, step 0", "multiply"],
    ),
    "a closure of constants": (lambda: step(BFGS, lambda p: T), TypeError, ["BFGS", "(2,)"]),
    "a method without move": (
        lambda: step(ClosureOptimizer, bowl, lr=1.0),
        NotImplementedError,
        ["ClosureOptimizer", "move(closure)"],
    ),
    "an infinite step": (
        lambda: quietly(lambda: step(SaddleFreeNewton, lambda p: p.sum() * 1e300, damping=1e-300)),
        FloatingPointError,
        ["SaddleFreeNewton", "finite step", "damping"],
    ),
    "damping negative": (lambda: of(Newton, damping=-1), ValueError, ["Newton", "damping", "-1"]),
    "damping of one": (
        lambda: of(DampedNewton, damping=1),
        ValueError,
        ["DampedNewton", "between 0 and 1"],
    ),
    "no damping": (lambda: of(SaddleFreeNewton, damping=0), ValueError, ["SaddleFreeNewton", "> 0", "0"]),
    "a singular Hessian": (lambda: step(Newton, lambda p: p.sum()), ArithmeticError, ["singular", "damping"]),
    "no memory": (lambda: of(LBFGS, memory=0), ValueError, ["LBFGS", "memory", "0"]),
    "no products": (lambda: of(HessianFree, n_products=0), ValueError, ["HessianFree", "n_products", "0"]),
    "no damping of products": (
        lambda: of(HessianFree, damping=0),
        ValueError,
        ["HessianFree", "damping"],
    ),
    "a cost without a floor": (lambda: step(NonlinearCG, lambda p: -p.sum()), LineSearchError, ["wolfe"]),
    "uphill": (
        lambda: backtracking(bowl, J=1.0, slope=1.0),
        ValueError,
        ["backtracking", "slope < 0"],
    ),
    "no first step": (lambda: wolfe(rising, J=1.0, slope=-1.0, a=0), ValueError, ["wolfe", "a > 0", "0"]),
    "shrink": (
        lambda: backtracking(abs, 1.0, -1.0, shrink=2),
        ValueError,
        ["shrink", "between 0 and 1", "2"],
    ),
    "c1 above c2": (lambda: wolfe(rising, 1.0, -1.0, c1=0.9, c2=0.1), ValueError, ["c1 < c2", "0.9 and 0.1"]),
    "no lower cost": (lambda: backtracking(lambda a: 2.0, 1.0, -1.0), LineSearchError, ["lower cost"]),
    "no lower cost for wolfe": (lambda: wolfe(rising, 1.0, -1.0), LineSearchError, ["wolfe", "lower cost"]),
    "A not positive": (lambda: conjugate_gradient(np.negative, TWO), ArithmeticError, ["d^T A d", "damping"]),
    "b a matrix": (lambda: conjugate_gradient(np.negative, X), ValueError, ["b (n,)", "(4, 2)"]),
    "x of another shape": (lambda: conjugate_gradient(abs, TWO, THREE), ValueError, ["(2,)", "(3,)"]),
    "a pair without curvature": (lambda: bfgs_update(np.eye(2), TWO, -TWO), ValueError, ["y^T s > 0", "-2"]),
    "a pair of another shape": (lambda: bfgs_update(np.eye(2), THREE, TWO), ValueError, ["M (n, n)", "(3,)"]),
    "pairs without curvature": (lambda: two_loop(TWO, [(TWO, -TWO)]), ValueError, ["two_loop", "y^T s > 0"]),
    "a norm negative": (
        lambda: clip_by_norm([TWO], -1.0),
        ValueError,
        ["clip_by_norm", "> 0", "-1"],
    ),
    "a limit nan": (lambda: clip_by_value([TWO], nan), ValueError, ["clip_by_value", "limit > 0", "nan"]),
    "one gradient to clip": (lambda: clip_by_norm(TWO, 1.0), TypeError, ["clip_by_norm", "list of arrays"]),
    "tensors to clip": (lambda: clip_by_value([T], 1.0), TypeError, ["clip_by_value", "Tensor"]),
    "a norm of words": (lambda: global_norm(["a"]), TypeError, ["global_norm", "str"]),
    "a schedule without rate": (lambda: Schedule()(0), NotImplementedError, ["Schedule", "rate(t)"]),
    "a schedule before its start": (lambda: InverseDecay(0.1)(-1), ValueError, ["InverseDecay", "-1"]),
    "a schedule at a word": (lambda: InverseDecay(0.1)("a"), EITHER, ["InverseDecay", "'a'"]),
    "a schedule of lr zero": (lambda: StepDecay(0.0, 5), ValueError, ["StepDecay", "lr > 0", "0.0"]),
    "a schedule that rises": (
        lambda: LinearDecay(0.1, 0.2, 10),
        ValueError,
        ["LinearDecay", "lr_end", "0.2"],
    ),
    "a schedule of no length": (lambda: CosineDecay(0.1, tau=0), ValueError, ["CosineDecay", "tau > 0", "0"]),
    "a factor negative": (lambda: ExponentialDecay(0.1, -0.5), ValueError, ["factor > 0", "-0.5"]),
    "no patience": (lambda: HalveOnPlateau(0.1, patience=0), ValueError, ["patience", "0"]),
    "a plateau's factor": (lambda: HalveOnPlateau(0.1, factor=1.0), ValueError, ["factor", "1.0", "halves"]),
    "a plateau's floor": (lambda: HalveOnPlateau(0.1, lr_end=0.2), ValueError, ["lr_end", "0.2", "falls"]),
    "a plateau's error in words": (lambda: HalveOnPlateau(0.1)("a"), TypeError, ["HalveOnPlateau", "'a'"]),
    "a plateau's state with a matrix": (
        lambda: HalveOnPlateau(0.1).load_state_dict({"lr": 1.0, "best": 1.0, "n_bad": np.zeros((7, 7))}),
        ValueError,
        ["HalveOnPlateau", "n_bad", "array", "state_dict"],
    ),
    "a plateau's state": (
        lambda: HalveOnPlateau(0.1).load_state_dict({"lr": 1}),
        ValueError,
        ["HalveOnPlateau", "['lr']", "state_dict"],
    ),
}
