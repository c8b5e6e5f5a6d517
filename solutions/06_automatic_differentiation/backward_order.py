"""Chapter 6, exercise 6.1b: an order to go back in."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_graphs import chain, ladder, mixed, numbered
from dlcourse.checks.free.ch06_backward_order import judge as judge

READ, ROWS = "06b_the_engine#in-which-order", "S138 S140 L014 F025"
HINT = "Count for each node the entries of inputs that lead to it. It is its turn when all have been visited."
CONTROL = "06b_the_engine.html#order-of-visits.order=breadth"
REFUSED = "dlcourse.graphs", "dlcourse.sweep", "dlcourse.autodiff", "dlcourse.experiments"
SECONDS, SLOW = 0.5, "Is every path walked, or a long list looked through at each node? A set is quick."
GRAPHS = (([[], [3, 2], [0], [0]], 1), ([[3, 3], [4, 0], [], [4], [], [1, 0], [2, 3, 3, 0, 1]], 6))
VISIBLE = [{"inputs": inputs, "z": z} for inputs, z in GRAPHS]


def draw(rng):
    inputs, made = numbered(rng, [[], [0], [0, 0, 1], [0, 2]])
    yield from ({"inputs": inputs, "z": made[k]} for k in (2, 0))
    for n in (7, 13, 17):
        inputs, made = mixed(rng, n)
        yield {"inputs": inputs, "z": made[n - 3]}
    for inputs, made in (ladder(rng, 50), chain(rng, 20_000)):
        yield {"inputs": inputs, "z": made[-1]}


WRONG = edits(r"""
return order -> return found ~ They stand by their distance from z: a node may be near on one way, and far
return order -> return order[::-1] ~ It is an order for the way forward: backward it is turned round.
return order -> return sorted(order, reverse=True) ~ They stand by their numbers, which say nothing
return order -> return order[1:] ~ is missing: it comes first.
waits[j] == 0 -> True ~ is there twice: list it once
waits[j] == 0 -> j not in order OR waits.get(j, 0) + 1 -> 1 ~ though node
for j in inputs[i]:\n            found -> for j in set(inputs[i]):\n            found ~ though node
for i in found -> found += [i for i, needs in enumerate(inputs) if needs and i != z]\n    for i in found
    ~ Does it wait for a node that is not computed into z, from which nothing comes?
order = [z] -> order, waits = [], {}\n    def visit(i):\n        waits[i] = 0\n        for j in inputs[i]:
    \n            if j not in waits:\n                visit(j)\n        order.insert(0, i)
    \n    visit(z)\n    return order ~ backward_order stopped with RecursionError [loses 3]
order = [z] -> def visit(i):\n        for j in inputs[i]:\n            visit(j)\n        order[i] = 0
    \n    order = {}\n    visit(z)\n    return [*order][::-1] ~ was not done after [loses 3]
""")
RIGHT = edits(r"""
order = [z] -> order, seen, stack = [], set(), [(z, False)]\n    while stack:\n        i, done = stack.pop()
    \n        if done:\n            order.append(i)\n        elif i not in seen:\n            seen.add(i)
    \n            stack += [(i, True), *((j, False) for j in inputs[i])]\n    return order[::-1] | made first
""")
