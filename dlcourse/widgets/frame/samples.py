"""Chapter 1: samples in a plane, that one drags, types or chooses; `samples.js` has their handles.

A sample has x, y and name; in a flat list, as own numbers are one, x1, x2 and y of one after the other.
"""

import numpy as np

from dlcourse.widgets.frame.plane import grid
from dlcourse.widgets.frame.state import choice, own_numbers, whole

SAMPLES_MARK = {"points": "@points", "targets": "@classes", "names": "@names"}


def clouds(n: int) -> list[list[float]]:
    """Eight samples for each of n seeds, four on each side of a line through (1/2, 1/2), flat.

    >>> [sum(cloud[2::3]) for cloud in clouds(3)]
    [4.0, 4.0, 4.0]
    """
    found = []
    for rng in map(np.random.default_rng, range(n)):
        angle, x = rng.uniform(0, 2 * np.pi), rng.permutation(np.array(grid(-0.4, 1.4, 9))).round(1)
        side = (x - 0.5) @ [np.cos(angle), np.sin(angle)]
        kept = np.sort([*np.flatnonzero(side > 0.06)[:4], *np.flatnonzero(side < -0.06)[:4]])
        found.append(np.column_stack([x[kept], side[kept] > 0]).ravel().tolist())
    return found


def sample_fields(tables, n_clouds: int, low, high, lengths):
    """The fields of what samples there are: "data", a table by name or a cloud by its "seed", and "own"."""
    choices = {name: name for name in tables} | {"cloud": "cloud, by seed", "own": "your own"}
    return (
        choice("data", [*tables][0], choices, spoken="samples"),
        whole("seed", 7, 0, n_clouds - 1, spoken="seed of the cloud", asks={"data": "cloud"}),
        own_numbers("data", low, high, "your own samples", lengths=lengths),
    )


def samples_of(state, tables, drawn):
    """The samples of a state with these fields; those of a table are called by their coordinates, others
    counted.   tables: name -> flat list; drawn: a flat list for each seed

    >>> samples_of({"data": "AND"}, {"AND": [0, 1, 1]}, [])
    [{'x': [0, 1], 'y': 1.0, 'name': '01'}]
    """
    data, found = state["data"], []
    flat = tables[data] if data in tables else state["own"] if data == "own" else drawn[state["seed"]]
    for j in range(len(flat) // 3):
        x1, x2, y = flat[3 * j : 3 * j + 3]
        name = f"{x1:.0f}{x2:.0f}" if data in tables else str(j + 1)
        found.append({"x": [x1, x2], "y": float(y > 0.5), "name": name})
    return found


def sample_values(samples):
    """What pictures, inputs and handles name of them: points, classes, names; own_now; things."""
    own = {}
    for j, sample in enumerate(samples):
        own |= {f"x1.{j}": sample["x"][0], f"x2.{j}": sample["x"][1], f"y.{j}": sample["y"]}
    n = {"points": [v for s in samples for v in s["x"]], "classes": [s["y"] for s in samples]}
    return {**n, "names": [s["name"] for s in samples], "own_now": own, "things": len(samples)}


def samples_table(control, most: int, low, high, further: dict) -> str:
    """A row for each of at most so many samples: its name, its numbers as inputs.   further: more columns"""

    def typed(i):
        return lambda j: control.typed(f"x{i}.{j}", low, high, f"coordinate {i} of sample {j + 1}")

    columns = {
        "sample": lambda j: control.output(f"name.{j}", f"{{names.{j}}}"),
        "x₁": typed(1),
        "x₂": typed(2),
    }
    columns["class 1"] = lambda j: control.ticked(f"y.{j}", f"sample {j + 1} is of class 1")
    return control.rows("dlc-typed dlc-live", columns | further, range(most), some=True)
