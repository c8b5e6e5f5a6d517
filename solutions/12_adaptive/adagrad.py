"""Chapter 12, exercise 12.1: AdaGrad."""

import numpy as np

from dlcourse.checks import edits
from dlcourse.checks.drawn_adaptive import descents, divided

READ, ROWS = "adagrad-divide-by-what-came-before", "F062 K040"
HINT = "Take step 1 with a pencil: there r is g^2. Print r in each step: it never falls."
REFUSED = "dlcourse.optimizers", "dlcourse.experiments", "dlcourse.checks.drawn_adaptive"
VISIBLE, draw = descents(121, "lr")


def judge(theta, gradients, lr, eps):
    return divided(theta, gradients, lr, eps, np.cumsum(gradients**2, axis=0))


WRONG = edits(r"""
eps + np.sqrt(r) -> np.sqrt(eps + r) OR eps + np.sqrt(r) -> np.sqrt(eps**2 + r) ~ eps is inside the root
r = r -> old, r = r, r; sqrt(r) -> sqrt(old) ~ r takes in g after the step
lr * g / ( -> lr / ( OR lr * g / ( -> lr * abs(g) / ( ~ g is above the line
np.sqrt(r) -> r ~ root of r is missing
r + g**2 -> r + g**2 + eps OR r + g**2 -> r + (g + eps) ** 2 OR zeros(len(theta)), -> full(len(theta), eps), |
    eps gets into r.
r + g**2 -> 0.9 * r + 0.1 * g**2 OR r + g**2 -> 0.99 * r + 0.01 * g**2 OR r + g**2 -> 0.9 * r + g**2 OR r +
    g**2 -> 0.5 * r + 0.5 * g**2 OR r + g**2 -> 0.999 * r + 0.001 * g**2 | r decays, as in RMSProp: AdaGrad
    adds up, and forgets nothing.
np.sqrt(r) -> np.sqrt(r / len(path)) | r is a mean: it is the sum.
r + g**2 -> r + abs(g) OR r + g**2 -> r + abs(g); np.sqrt(r) -> r | r adds up |g|, not g^2.
r + g**2 -> g**2 OR r + g**2 -> g**2; eps + np.sqrt(r) -> eps + abs(g) | r forgets earlier gradients.
r + g**2 -> np.maximum(r, g**2) | r is the largest g^2 so far: it is the sum.
r + g**2 -> r + (g**2).sum() OR r + g**2 -> r + (g**2).mean() | r is one number for all: each has its own.
r + g**2 -> r + np.cumsum(g**2) | A sum runs over the parameters: r adds up steps.
np.zeros(len(theta)) -> np.ones(len(theta)) OR np.zeros(len(theta)) -> gradients[0] ** 2 | r is 0 at first.
r = r + g**2 -> r = (gradients**2).sum(axis=0) | r has later gradients, too: in step t it has those up to t.
gradients: -> gradients[::-1]: OR gradients: -> gradients[[0] * len(gradients)]: | Step t does not have row t
    - 1.
np.array(path), r -> path[1:], r OR np.array(path), r -> path[-1], r ~ of shape
(eps + np.sqrt(r)) -> np.maximum(eps, np.sqrt(r)) ~ eps is no least value
(eps + np.sqrt(r)) -> np.sqrt(r + (r == 0)) ~ eps is missing
(eps + np.sqrt(r)) -> eps + np.sqrt(r) ~ Brackets are missing
lr * g / ( -> lr / len(path) * g / ( OR lr * g / ( -> lr * len(path) ** -0.5 * g / ( ~ lr falls by itself
g / (eps + np.sqrt(r)) -> g ~ Plain descent
path[-1] - lr -> path[-1] + lr ~ go uphill
path[-1] - lr -> theta - lr ~ Each step starts from the first theta
r, path = -> theta -= 1.0\n    r, path = ~ changed its input
""")
RIGHT = edits(r"""
np.zeros(len(theta)), [theta] -> [0.0] * len(theta), [theta.tolist()]; r = r + g**2 -> r = [a + b * b for a, b
    in zip(r, g)]; path[-1] - lr * g / (eps + np.sqrt(r)) -> [p - lr * b / (eps + a**0.5) for p, a, b in
    zip(path[-1], r, g)]; np.array(path), r -> path, r | lists
""")
