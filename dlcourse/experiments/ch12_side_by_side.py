"""Chapter 12: many runs of one optimizer side by side, on surfaces and on networks of the digits.

Every optimizer here works parameter by parameter, so each run takes the steps that it would take alone.
"""

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.experiments.ch10_minima_of_digits import halves
from dlcourse.experiments.ch10_stacks import Stack, cross_entropies
from dlcourse.experiments.ch12_adaptive import BATTERY
from dlcourse.ops import logsumexp
from dlcourse.tensor import Parameter

LOST_ABOVE = 1e6  # a run whose cost exceeds it, or is NaN, counts as lost
WIDTH, BATCH = 10, 30  # of the networks of the digits; of their minibatches
SURFACES = {problem.name: problem for problem in BATTERY}


class Surface:
    """A surface of BATTERY: one start per seed, each coordinate times exp(spread N(0, 1))."""

    run_axis = 1

    def __init__(self, name: str, seeds):
        self.problem = problem = SURFACES[name]
        self.draws = [np.random.default_rng((seed, 12)) for seed in seeds]
        self.n_steps = problem.n_steps
        self.theta = Parameter(np.array(problem.start)[:, None] * np.exp(problem.spread * self.normal()))
        self.parameters = [self.theta]
        self.begin = problem.f(self.theta).array - problem.floor
        self.late = []

    def normal(self):
        """One number per coordinate and run.   -> (2, n_runs)"""
        return np.array([draw.standard_normal(2) for draw in self.draws]).T

    def costs(self, t):
        """The cost of each run, whose gradient has noise if the problem says so.   -> (n_runs,)"""
        J = self.problem.f(self.theta)
        if self.problem.noise:  # a term of slope `noise`, drawn anew in each step
            J = J + (self.theta * (self.problem.noise * self.normal())).sum(axis=0)
        return J

    def look(self, t):
        """What is left after step t is kept, for the last tenth of the steps."""
        if t >= self.n_steps - self.n_steps // 10:
            self.late.append(self.problem.f(self.theta).array - self.problem.floor)

    def left(self):
        """The fraction of the starting cost that is left: a mean, since with noise one step may be lucky."""
        return np.mean(self.late, axis=0) / self.begin


class Digits:
    """Networks 64-10-10, tanh, on minibatches of 599 digits; judged by cross-entropy on the others."""

    run_axis = 0

    def __init__(self, seeds, *, n_steps: int = 120):
        (self.x, self.y), self.new = halves()
        draws = [np.random.default_rng((seed, 64)) for seed in seeds]
        nets = [Stack(1, 64, WIDTH, 10, rng=draw) for draw in draws]  # a generator each: runs share nothing
        self.stack = Stack(len(nets), 64, WIDTH, 10, rng=np.random.default_rng(0))
        self.parameters, self.n_steps = self.stack.parameters(), n_steps
        for i, net in enumerate(nets):
            for all_of, one in zip(self.parameters, net.parameters(), strict=True):
                all_of.array[i] = one.array[0]
        per_epoch = len(self.x) // BATCH
        n_epochs = -(-n_steps // per_epoch)
        orders = [
            [draw.permutation(len(self.x))[: per_epoch * BATCH] for _ in range(n_epochs)] for draw in draws
        ]
        self.order = np.array(orders).reshape(len(nets), n_epochs * per_epoch, BATCH)
        self.begin = cross_entropies(self.stack(self.new[0]), self.new[1]).array

    def costs(self, t):
        """The cross-entropy of each network on its own minibatch.   -> (n_runs,)"""
        rows = self.order[:, t]
        z, right = self.stack(self.x[rows]), np.eye(10)[self.y[rows]]
        return (logsumexp(z, axis=2) - (z * right).sum(axis=2)).mean(axis=1)

    def look(self, t):
        pass

    def left(self):
        return cross_entropies(self.stack(self.new[0]), self.new[1]).array / self.begin


def problem_of(name: str, seeds, **options):
    """One of the problems, with a run per seed: a surface of BATTERY, or "digits"."""
    return Digits(seeds, **options) if name == "digits" else Surface(name, seeds)


def train(problem, optimizer, lr) -> np.ndarray:
    """Train all runs of a problem.   lr: a number, or a schedule t -> lr. Returns which were lost (n_runs,).

    A run that is lost stays at 0, out of the way, where nothing overflows.
    """
    rate_of = lr if callable(lr) else lambda t: lr
    parameters = problem.parameters
    method, lost = optimizer(parameters, lr=max(rate_of(0), 1e-300)), np.zeros(len(problem.begin), bool)
    for t in range(problem.n_steps):
        method.lr = rate_of(t)
        with method.lookahead():
            J = problem.costs(t)
            gradients = grad(J.sum(), parameters)
        lost |= ~(J.array < LOST_ABOVE)  # NaN is not below it either
        if lost.all():
            break
        if lost.any():
            gradients = [_without(g, lost, problem.run_axis) for g in gradients]
        method.step(gradients)
        for parameter in parameters if lost.any() else ():
            np.moveaxis(parameter.array, problem.run_axis, 0)[lost] = 0
        problem.look(t)
    return lost


def _without(gradient, lost, axis):
    """The gradient, 0 for the runs that are lost."""
    gradient = np.array(gradient)
    np.moveaxis(gradient, axis, 0)[lost] = 0
    return gradient
