"""Chapter 3, exercise 3.9: an order of the layers of a graph."""

import numpy as np

from dlcourse.checks import Right, edits

READ, ROWS = "03c_architectures#no-way-back", "S002 S005 K011"
REFUSED = "dlcourse.graphs", "dlcourse.experiments.ch03_architectures"
HINT = "Cross out the smallest layer that can be computed, look again. When is it done, and when stuck?"
SECONDS, SLOW = 0.2, "Where layers are left and none can come next, there is a cycle: does it stop?"
GRAPHS = [[2], [0], []], [[], [3], [], [], [2]], [[3, 4], [], [1], [], [2, 1]], [[], [0, 3], [1], [2]]
VISIBLE = [{"needs": needs} for needs in GRAPHS]


def graph(rng, n, cyclic):
    before = [{3 if cyclic and i == 1 else i - 1, int(rng.integers(i))} if i % 4 else {} for i in range(n)]
    name = rng.permutation(n).tolist()
    return [[name[j] for j in before[name.index(i)]] for i in range(n)]


def draw(rng):
    yield from ({"needs": graph(rng, n, cyclic)} for n in (5, 7, 11, 17) for cyclic in (False, True))


def judge(needs):
    n, order, depth = len(needs), [], np.ones(len(needs), int)
    for _ in range(n):  # in a cycle it grows for ever
        depth = np.array([1 + max((depth[j] for j in before), default=0) for before in needs])
    if depth.max() > n:
        return Right(order=np.array([], int), depth=np.array([], int))
    while len(order) < n:
        order.append(next(i for i in range(n) if i not in order and {*needs[i]} <= {*order}))
    return Right(order=np.array(order), depth=depth).knowing({"the number of layers": n}).hinting(HINT)


WRONG = edits(r"""
ready[0] -> b(min({*range(n)} - {*order})); while -> b = lambda i: next((b(j) for j in needs[i] if j not in
    order), i)\n    while OR ready[0] -> min(ready, key=lambda i: max(map(order.index, needs[i]), default=-1))
    OR return order, -> return sorted(range(n), key=depth.__getitem__), OR ready[0] -> ready[-1] OR ready[0]
    -> min(ready, key=lambda i: (order[-1:] > [i], i)) | It is not always the smallest that comes next.
return order, -> return order[::-1], OR return order, -> return [*range(n)], | Some layer comes too early.
return order, depth -> return order, [depth[i] for i in order] | depth is in that order: depth[i] is of i.
default=0) -> default=-1) | depth starts from 0: a layer that takes the network's input has depth 1.
max( -> min( OR max([ -> sum([; , default=0) -> ) OR + max -> + len(order) + 0 * max OR + max -> +
    len(needs[i]) + 0 * max OR max([ -> [0, *[; ], default=0) -> ]][-1] | depth should follow the longest way.
return [], [] -> break OR return [], [] -> return [], depth | There is a cycle: both lists should be empty.
return [], [] -> continue ~ was not done after
set(needs[i]) <= -> {j for j in range(n) if i in needs[j]} <= | needs[i] is what comes before i, not after it.
""")
RIGHT = edits("set(needs[i]) <= set(order) -> all(j in order for j in needs[i]) | one by one")
