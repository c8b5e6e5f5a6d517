"""Chapter 7, exercise 7.4: the loop."""

import numpy as np

from dlcourse.checks import Right, edits
from dlcourse.checks.drawn_nets import loops
from dlcourse.checks.listed import entries

READ, ROWS = "07b_the_training_loop#minibatches", "S008 S162 K035 K036"
HINT = "Print `rows` in each step: all numbers from 0 to m - 1 once an epoch, the last ones, too."
REFUSED = "dlcourse.training", "dlcourse.optimizers", "dlcourse.data", "dlcourse.experiments"
VISIBLE, draw = loops(74)


def judge(x, y, theta, slopes, lr, size, n_epochs, seed):
    rng, losses = np.random.default_rng(seed), []
    for _ in range(n_epochs):
        before = []
        for rows in np.split(rng.permutation(len(x)), range(size, len(x), size)):
            J, grads = slopes(x[rows], y[rows], theta)
            before += [J] * len(rows)
            theta = [part - lr * grad for part, grad in zip(theta, grads, strict=True)]
        losses.append(np.mean(before))
    return Right(**entries("theta_new", theta), losses=np.array(losses)).knowing({"n_epochs": n_epochs})


WRONG = edits(r"""
len(x), size): -> len(x) - size + 1, size): | The last minibatch is dropped where it is short.
y[rows] -> y[rng.permutation(len(x))[rows]] OR y[rows] -> y[start : start + size] OR
    x[rows] -> x[start : start + size] | x and y are not shuffled alike: one order for both.
order, total = rng -> order, total = np.random.default_rng(seed) | Every epoch has the same order.
rng.permutation(len(x)) -> np.arange(len(x)) OR permutation(len(x)) -> choice(len(x), len(x), False) OR
    [start : start + size] -> [rng.integers(0, len(x), size)] | The rows are not those of rng.permutation(m).
losses.append(total / len(x)) -> losses.append(total) | losses has sums: it has means over the samples.
lr * g -> lr * g / len(rows) OR lr * g -> lr * g * len(rows) OR lr * g -> lr * g * len(rows) / len(x)
    | The step depends on the minibatch's size: grads are those of a mean already.
total += J * len(rows) -> total += J; total / len(x) -> total / -(-len(x) // size) OR * len(rows) -> * size
    | losses: a short minibatch counts as much as a full one; the mean is over samples.
losses.append(total / len(x)) -> losses.append(slopes(x, y, theta)[0]) OR
    += J -> += slopes(x[rows], y[rows], theta)[0] | losses come too late: take each before its step.
theta = [part -> new = [part; losses.append -> theta = new\n        losses.append | Only one step an epoch.
slopes(x[rows], y[rows], theta) -> slopes(x, y, theta) | Every step sees all samples, not its minibatch alone.
theta = [part - lr * g for -> theta = [part.__isub__(lr * g) for ~ changed its input
""")
RIGHT = edits(r"""
order, total = rng.permutation(len(x)), 0.0 -> order, total = [*range(len(x))], 0\n        rng.shuffle(order);
    return theta, losses -> return tuple(theta), np.array(losses) | shuffled in place
""")
