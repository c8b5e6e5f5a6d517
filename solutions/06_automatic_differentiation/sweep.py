"""Chapter 6, exercise 6.2: find the bugs: a sweep that adds up."""

import numpy as np

from dlcourse.checks import Right, edits
from dlcourse.checks.drawn_graphs import edges, mixed, reached, sloped

READ, ROWS = "back-with-a-table", "S131 S141 S142 S150 S154 F021 F022"
HINT = "Make a new array first: at leaves what was there, elsewhere 0. Then 1 for z, and add at each edge."
CONTROL = "06_automatic_differentiation.html#graph-stepper.graph=cube&graph-stepper.step=4"
REFUSED = "dlcourse.graphs", "dlcourse.sweep", "dlcourse.autodiff", "dlcourse.experiments"
FORK = {"order": [1, 3, 0, 2], "inputs": [[2], [0, 3], [], [0, 2], [3, 5], []]}
FORK |= {"slopes": [[0.7], [-0.4, 1.3], [], [0.6, -1.9], [0.8, 0.2], []], "grads": np.arange(6) - 1.7}
VISIBLE = [{"order": [1, 0], "inputs": [[], [0, 0]], "slopes": [[], [3.0, 3.0]], "grads": np.zeros(2)}, FORK]


def draw(rng):
    for n, k in ((7, 4), (13, 10), (17, 14), (5, 0)):  # the last one begins at a leaf
        inputs, made = mixed(rng, n)
        reach = reached(inputs)[made[k]]
        graph = {"order": [i for i in reversed(made) if reach[i]], "inputs": inputs}
        yield graph | {"slopes": sloped(rng, inputs), "grads": rng.normal(size=n)}


def judge(order, inputs, slopes, grads):
    now = np.linalg.solve(np.eye(len(grads)) - edges(inputs, slopes).T, np.eye(len(grads))[order[0]])
    return Right(grads=now + grads * [not needs for needs in inputs])


WRONG = edits(r"""
new[j] += -> new[j] = | A node that is used twice has only its last slope: what comes back is added up.
leaf, grads -> leaf, 0.0 OR (leaf, -> (leaf * ~np.isin(range(len(grads)), order),
    | Leaves have lost what earlier sweeps left: that stays.
leaf, grads -> True, grads OR leaf, grads -> True, grads; += 1.0 -> = 1.0 OR
    return new -> return new + grads * np.logical_not(leaf) | Only leaves keep old slopes: others start at 0.
leaf, grads -> True, grads; += 1.0 -> = 1.0; new[j] += -> new[j] = | What comes back is added up.
(leaf, -> (leaf * np.isin(range(len(grads)), order), OR (leaf, -> (leaf + ~np.isin(range(len(grads)), order),
    | Of nodes that are not in order, leaves keep what they have, and all others start from 0.
+= 1.0 -> = 1.0 | z may be a leaf: then 1 is added to what it has. [loses 2]
+= 1.0 -> += 0.0 | z has the slope 1 to begin with: without it nothing comes back.
for i in order -> for i in order[::-1] | The way back begins at z, order[0], and here it ends there.
np.where(leaf, grads, 0.0) -> grads ~ changed its input
slope * new[i] -> new[i] OR slope * new[i] -> slope | An edge hands on its slope times what node i has.
zip(inputs[i], slopes[i]) -> dict(zip(inputs[i], slopes[i])).items() | A node used twice has two edges.
""")
RIGHT = edits("np.where( -> list(np.where(; grads, 0.0) -> grads, 0.0)) | a list")
