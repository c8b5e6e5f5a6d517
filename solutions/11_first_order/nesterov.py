"""Chapter 11, exercise 11.3: Nesterov's look-ahead."""

import numpy as np

from dlcourse.checks import Right, edits
from dlcourse.checks.drawn_descents import looks_ahead
from dlcourse.optimizers import Nesterov
from dlcourse.tensor import Parameter

READ, ROWS = "11b_momentum#look-ahead-first", "F058 F059"
CONTROL = "11b_momentum.html#bowl-racer.momentum=0.9&bowl-racer.lr=0.1&bowl-racer.step=60"
HINT = "In step one v is 0, so the path moves by -lr g. In step two, is g that at theta + alpha v?"
REFUSED = "dlcourse.optimizers", "dlcourse.training", "dlcourse.experiments"
VISIBLE, draw = looks_ahead()


def judge(theta, gradient, lr, alpha, n_steps):
    here, path, ahead = Parameter(theta), [], []
    optimizer = Nesterov([here], lr=lr, momentum=alpha)
    for _ in range(n_steps + 1):
        path.append(here.array.copy())
        with optimizer.lookahead():
            ahead.append(here.array.copy())
        optimizer.step([gradient(ahead[-1])])
    return Right(path=np.array(path), form=0).declaring("form", path=np.array(ahead), form=1).hinting(HINT)


WRONG = edits(r"""
+ alpha * v)\n -> )\n | The gradient is taken at theta, as in plain momentum: it belongs ahead.
+ alpha * v)\n -> + v)\n | The gradient is taken at theta + v: alpha is missing.
+ alpha * v)\n -> - alpha * v)\n | The gradient is taken behind, at theta - alpha v.
(theta + alpha -> (alpha | The gradient is taken at alpha v: theta is missing.
+ alpha * v)\n -> + alpha * v - lr * gradient(theta))\n OR + alpha * v)\n -> - lr * gradient(theta))\n | Ahead
    is theta + alpha v, without a gradient.
g = -> theta = theta + alpha * v\n        g = ; (theta + alpha * v)\n -> (theta)\n OR theta + v\n -> theta +
    alpha * v - lr * g\n OR theta + v\n -> theta + alpha * v + v\n | alpha v counts twice: theta itself moves
    by the new v alone.
= alpha * v - -> = - OR = alpha * v - -> = -; + alpha * v)\n -> )\n | The old v is missing in the new one.
v, path -> alpha = 1 - alpha\n    v, path | 1 - alpha stands for alpha.
- lr * g -> - (1 - alpha) * lr * g | The gradient is damped by 1 - alpha: here it counts in full.
alpha * v - lr * g -> alpha * (v - lr * g) | alpha multiplies the gradient, too.
v = alpha -> old, v = v, alpha; + v\n -> + old\n | theta moves by the old v.
append(theta) -> append(theta + alpha * v) | path holds the points ahead, and form says THETA.
THETA -> AHEAD | path holds theta, and form says AHEAD.
+ alpha * v)\n -> )\n; append(theta) -> append(theta + alpha * v); THETA -> AHEAD | g is to be that at phi.
(path), -> (path[1:]), OR (path), -> (path).T, ~ path is an array of shape
(path), -> ([theta] * len(path)), OR (path), -> (path[:1] + [theta] * n_steps), | Rows are one array: copy it.
), THETA -> ), "THETA" OR ), THETA -> ), 2 ~ form
theta = theta + v -> theta += v ~ changed its input
""")
RIGHT = edits(r"+ alpha * v)\n -> )\n; + v\n -> + alpha * v - lr * g\n; THETA -> AHEAD | shifted")
