"""Chapter 6, exercise 6.6b: by columns or by rows."""

import numpy as np

from dlcourse.checks import GRADIENTS, Right, edits
from dlcourse.checks.curves import TALL, pull_tall, pull_wide, push_tall, push_wide

READ, ROWS = "06c_forward_and_symbols#forward-or-backward", "L031 S125 S126 F025"
HINT = "A matrix times (1, 0, 0, ...) is its first column. `np.eye(n)` has such vectors as its rows."
REFUSED = *GRADIENTS, "dlcourse.experiments"
AT_MOST = {push_tall: 3, pull_tall: 0, push_wide: 0, pull_wide: 3}
SECONDS, SLOW = 10.0, "Columns cost a forward sweep for each input, rows a backward sweep for each result."


def both(x):
    yield {"x": x[:3], "n_out": 5, "push": push_tall, "pull": pull_tall}
    yield {"x": x, "n_out": 3, "push": push_wide, "pull": pull_wide}


VISIBLE = [*both(np.array([0.4, -1.2, 0.7, 2.1, -0.3]))]


def draw(rng):
    yield from both(rng.normal(size=5))


def judge(x, n_out, push, pull):
    W = TALL if n_out == 5 else TALL.T
    return Right(jac=np.cos(W @ x)[:, None] * W).knowing({"n_in": len(x), "n_out": n_out})


WRONG = edits(r"""
, axis=1) -> ) OR np.stack([pull -> np.transpose([pull ~ transposed
len(x) < n_out -> True ~ jacobian calls push_wide more than 0 times.
len(x) < n_out -> False OR len(x) < n_out -> len(x) > n_out ~ jacobian calls pull_tall more than 0 times.
push(x, v) for v in np.eye(len(x)) -> push(x, v) + 0 * push(x, v) for v in np.eye(len(x))
    ~ jacobian calls push_tall more than 3 times.
np.stack([push(x, v) for v in np.eye(len(x))], axis=1) -> push(x, np.ones(len(x)))
    | One sweep with ones gives the sum of all columns: each column needs a sweep of its own.
np.stack([pull(x, u) for u in np.eye(n_out)]) -> pull(x, np.ones(n_out)) ~ jac is an array of shape
v in np.eye(len(x)) -> v in [x] * len(x) | The vectors are x itself: it is v that picks a column.
push(x, v) for -> push(v, x) for | x and v have changed places: the Jacobian is that at x.
push(x, v) for v in np.eye(len(x)) -> push(x, v) / 2 for v in 2 * np.eye(len(x))[::-1]
    | The columns are in another order: the first belongs to (1, 0, 0).
in np.eye(len(x)) -> in np.ones((len(x), len(x))) | Each vector has a single 1: ones add all columns up.
for v in np.eye(len(x)) -> for v in np.eye(n_out) ~ jacobian
""")
RIGHT = edits(r"""
np.stack([push(x, v) for v in np.eye(len(x))], axis=1) -> np.array([*map(push, [x] * 3, np.eye(3))]).T | .T
len(x) < n_out -> len(x) <= n_out; np.eye(n_out) -> np.identity(n_out) | another comparison
""")
