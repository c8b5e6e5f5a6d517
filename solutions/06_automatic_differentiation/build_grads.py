"""Chapter 6, exercise 6.5: algorithms 5 and 6."""

import numpy as np

from dlcourse.checks import Right, edits
from dlcourse.checks.drawn_graphs import asked, edges, ladder, mixed, pruned, sloped

READ, ROWS = "06b_the_engine#the-algorithm-in-full", "S139 S143 S151 S156 S157 S180 S137"
HINT = "The table begins with 1 for z. A target asks its consumers in the pruned graph; each answer is kept."
REFUSED = "dlcourse.graphs", "dlcourse.sweep", "dlcourse.autodiff", "dlcourse.experiments"
SECONDS, SLOW = 0.5, "Is what was found for a node kept? Else every path is walked, and there may be 2^50."
SMALL = [[], [0, 0], [1, 4], [2, 1, 4], [], [1, 3]]
BY = [[], [0.6, 0.6], [-1.4, 0.3], [0.7, 1.8, 0.2], [], [0.4, 0.9]]
VISIBLE = [asked(SMALL, BY, 3, targets) for targets in ([0], [1, 2, 3, 5])]


def draw(rng):
    for n in (7, 13, 17):
        inputs, made = mixed(rng, n)
        yield asked(inputs, sloped(rng, inputs), made[n - 3], [made[k] for k in (1, n - 1, n // 2)])
    yield asked(inputs, sloped(rng, inputs), made[1], [made[n - 1]])
    inputs, made = ladder(rng, 50)
    yield asked(inputs, sloped(rng, inputs), made[-1], [made[0]])


def judge(inputs, slopes, z, targets):
    keep, n = pruned(inputs, z, targets), len(inputs)
    grads = np.linalg.solve(np.eye(n) - edges(inputs, slopes, keep).T, np.eye(n)[z])[targets]
    n_products = sum(bool(keep[i] and keep[j]) for i, needs in enumerate(inputs) for j in needs)
    return Right(grads=grads, n_products=n_products)


WRONG = edits(r"""
{z: 1.0} -> {} | All slopes are 0: the table needs a 1 for z before the first question.
above & below -> {*range(len(inputs))} OR & below, -> & above, OR above & -> below & OR above & -> below &;
    j in pruned -> j in pruned - {z} | Ask only nodes between z and the targets: prune on both sides.
if node not in grad_table: -> if node != z: ~ was not done after [loses 3]
zip(inputs[i], slopes[i]) -> dict(zip(inputs[i], slopes[i])).items() | A node used twice has two edges.
return [ -> walks = lambda k: sum(1 + walks(i) for j, _, i in edges if j == k)\n    return [; len(edges) ->
    sum(map(walks, targets)) | Paths are counted: keep what was found for a node, and ask for it once.
slope * build -> slope + build OR slope * build -> build | A term is a slope times the consumer's answer.
len(edges) -> len(pruned) OR len(edges) -> sum(map(len, inputs)) | n_products: the edges of the pruned graph.
""")
RIGHT = edits("[build_grad(target) for target in targets] -> np.array([*map(build_grad, targets)]) | array")
