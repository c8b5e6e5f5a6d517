"""Chapter 11, exercise 11.2: momentum."""

import numpy as np

from dlcourse.checks import Right, edits
from dlcourse.checks.drawn_descents import steps_with_momentum
from dlcourse.checks.listed import entries

READ, ROWS = "11b_momentum#a-velocity", "K039 F055 K050"
HINT = "Two steps of one number by hand: v = -lr g[0]; theta + v; v = -alpha lr g[0] - lr g[1]; theta + v."
REFUSED = "dlcourse.optimizers", "dlcourse.training", "dlcourse.experiments"
VISIBLE, draw = steps_with_momentum()


def judge(theta, grads, lr, alpha):
    age = np.subtract.outer(np.arange(len(grads[0])), np.arange(len(grads[0])))  # in step i, of g[j]
    v = [np.tensordot(np.tril(alpha ** abs(age)), -lr * g, 1) for g in grads]
    theta = [part + u.sum(axis=0) for part, u in zip(theta, v, strict=True)]
    return Right(**entries("theta_new", theta), **entries("v", [u[-1] for u in v])).hinting(HINT)


WRONG = edits(r"""
v = [alpha -> old, v = v, [alpha; zip(theta, v)] -> zip(theta, old)] | theta moves by the old v.
- lr * g[t] -> - (1 - alpha) * lr * g[t] | The gradient is damped by 1 - alpha: here it counts in full.
zip(v, grads) -> zip([v[0]] * len(v), grads) OR v = [np -> s, v = 0, [np; u - lr * g[t] for u, g in zip(v,
    grads) -> s - lr * g[t] for g in grads; [alpha -> [s := alpha | The arrays share one velocity.
u - lr * g[t] -> u + g[t]; part + u -> part - lr * u OR - lr * g[t] -> + lr * g[t]; part + u -> part - u | v
    is that of another form.
alpha * u - lr * g[t] -> lr * (alpha * u - g[t]) OR part + u -> part + lr * u | lr is for the gradient alone.
alpha * u - lr * g[t] -> alpha * (u - lr * g[t]) OR part + u -> part + alpha * u | alpha is for the old v.
part + u -> part + alpha * u - lr * g[t]; zip(theta, v)] -> zip(theta, v, grads)]; for part, u in -> for part,
    u, g in | That is the step of Nesterov's shifted form: theta moves by v alone.
range(len(grads[0])) -> range(len(grads)); g[t] for u, g in zip(v, grads) -> grads[t][k] for k, u in
    enumerate(v) | grads[k][t] belongs to array k and step t.
v = [np.zeros(part.shape) for part in theta] -> v = [-lr * g[0] for g in grads] | v begins at 0.
alpha * u -> (1 - alpha) * u OR alpha * u - lr -> (1 - alpha) * u - alpha * lr | 1 - alpha stands for alpha.
alpha * u - lr -> -lr | The old v is missing: these are the steps of plain descent.
part + u for -> u for | theta_new is v alone: theta is missing.
range( -> range(1, OR (grads[0])) -> (grads[0]) - 1) OR [0])): -> [0]))[::-1]: OR len(grads[0])): -> 1): OR
    g[t] -> g[0] OR g[t] -> g[t - 1] | Step t has the gradient g[t].
v = [alpha -> v = [0 * u for u in v]\n        v = [alpha | v is set to 0 in each step: once, before them.
grads)]\n        theta -> grads)]\n    theta | theta moves once, at the end: it moves in each step.
zip(v, grads)] -> zip(v, grads) if not g.__imul__(lr).sum() * 0] ~ changed its input
theta, v\n -> v, theta\n ~ another order
""")
RIGHT = edits(r"lr * g[t] for -> -g[t] for; + u for -> - lr * u for; , v\n -> , [-lr * u for u in v]\n | lr")
