"""Checks: exercise 6.1b. An order of a graph's nodes in which each comes before what it is computed from."""

from functools import partial

from dlcourse.checks.right import Free

FORWARD = "It is an order for the way forward: backward it is turned round."
NUMBERS = "They stand by their numbers, which say nothing about an order."
DISTANCE = "They stand by their distance from z: a node may be near on one way, and far on another."
TURN = "A node has its turn when all that is computed from it has had it, not when a search first meets it."
WAITS = "Does it wait for a node that is not computed into z, from which nothing comes?"


def judge(inputs, z) -> Free:
    """The judgement of `backward_order(inputs, z)`."""
    return Free({"order": None}, partial(problem, inputs, z))


def problem(inputs, z, order) -> str | None:
    """A sentence on the first node that stands where it should not."""
    place: dict = {}
    for node in order.tolist():
        if node in place:
            return f"Node {node:g} is there twice: list it once, when all that is computed from it is there."
        if node % 1 or not 0 <= node < len(inputs):
            return f"There is {node:g} in order, which is no node."
        place[int(node)] = len(place)
    steps = distances(inputs, z)
    strange, missing = place.keys() - steps.keys(), steps.keys() - place.keys()
    if strange:
        return f"Node {min(strange)} is in order, though z, node {z}, is not computed from it."
    if missing:
        return lost(inputs, z, place, missing)
    early = next(((i, j) for i in place for j in inputs[i] if place[j] < place[i]), None)
    return f"{late(*early)} {why(inputs, place, steps)}" if early else None


def distances(inputs, z) -> dict:
    """The nodes from which z is computed, each with the length of the shortest way, the nearest first."""
    steps = {z: 0}
    for i in (found := [z]):  # grows on the way
        new = [j for j in dict.fromkeys(inputs[i]) if j not in steps]
        found += new
        steps |= dict.fromkeys(new, steps[i] + 1)
    return steps


def lost(inputs, z, place, missing) -> str:
    """A sentence on a node that is not there."""
    if z in missing:
        return f"z itself, node {z}, is missing: it comes first." if place else "There is no node in order."
    lacking = [(i, j) for i in place for j in inputs[i] if j in missing]
    strange = {j for k, needs in enumerate(inputs) if k not in place and k not in missing for j in needs}
    i, j = next((pair for pair in lacking if pair[1] in strange), lacking[0])  # those that wait in vain first
    told = f"Node {j} is missing, though node {i}, which is in order, is computed from it."
    return f"{told} {WAITS}" if j in strange else told


def late(i, j) -> str:
    """A sentence on node j, which comes too early."""
    return f"Node {j} comes before node {i}, though node {i} is computed from node {j}."


def why(inputs, place, steps) -> str:
    """What the slip may be."""
    order = [*place]
    if all(place[j] < place[i] for i in place for j in inputs[i]):
        return FORWARD
    if order in (sorted(order), sorted(order, reverse=True)):
        return NUMBERS
    return DISTANCE if [*map(steps.get, order)] == sorted(steps.values()) else TURN
