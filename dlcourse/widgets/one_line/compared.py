"""Chapters 4 and 7: the arrays of a puzzle, and whether two arrays are the same. Printed as JavaScript."""

from dlcourse.widgets.one_line.arrays import evaluated, joint, number, spread
from dlcourse.widgets.one_line.cases import puzzles
from dlcourse.widgets.one_line.language import read


def puzzle_of(name):
    """The puzzle of that name, with its cases."""
    return puzzles()[name]


def names_of(one):
    """The names that a line may use: arrays, steps, sizes."""
    found, sizes = [*one["shapes"].keys()], []
    found.extend([step[0] for step in one["steps"]])
    for letters in one["shapes"].values():
        sizes.extend([n for n in letters if n not in sizes])
    return [*found, *sizes]


def steps_of(one):
    """The steps of a puzzle, read: pairs of a name and a tree."""
    return [[name, read(line, names_of(one))["tree"]] for name, line in one["steps"]]


def env_of(one, draw, steps, entry=0, by=0):
    """Every name of a puzzle with its array; `by` is added to that entry of the input of interest."""
    env = {**draw["given"]}
    if by != 0:
        x = env[one["of"]]
        env[one["of"]] = {
            "shape": x["shape"],
            "data": [v + by if k == entry else v for k, v in enumerate(x["data"])],
        }
    for name in names_of(one):
        if name in draw["sizes"]:
            env[name] = number(draw["sizes"][name])
    for name, tree in steps:
        env[name] = evaluated(tree, env)
    return env


def same(x, wanted):
    """Whether an array has the wanted shape and numbers."""
    return "error" not in x and x["shape"] == wanted["shape"] and distance(x, wanted, 1) < 1


def agree(results, others):
    """Whether all of them are the same arrays."""
    return all([same(x, y) for x, y in zip(results, others, strict=True) if "error" not in y]) and all(
        ["error" not in y for y in others]
    )


def distance(x, wanted, c):
    """How far x is from c times the wanted numbers, in units of what rounding may do."""
    most = max([abs(c * v) for v in wanted["data"]])
    far = max([abs(v - c * wanted["data"][k]) for k, v in enumerate(x["data"])])
    return far / (1e-7 * most + 1e-9)


def widened(x, wanted):
    """x broadcast to the wanted shape, where that is possible."""
    shape = joint([x["shape"], wanted["shape"]])
    if shape is None or shape != wanted["shape"]:
        return x
    return {"shape": shape, "data": spread(x, shape)}


def multiple(x, wanted):
    """c where x is c times what is wanted, None where it is no multiple."""
    if x["shape"] != wanted["shape"]:
        return None
    squares = sum([v * v for v in wanted["data"]])
    c = sum([v * wanted["data"][k] for k, v in enumerate(x["data"])]) / squares
    return c if abs(c) > 1e-6 and distance(x, wanted, c) < 1 else None
