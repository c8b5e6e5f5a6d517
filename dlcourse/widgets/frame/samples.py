"""Chapter 1: samples in a plane, that one drags, types or chooses; `samples.js` has their handles.

A sample has x, y and name; as own numbers x1, x2 and y of one after the other.
"""

from dlcourse.widgets.frame import markup


def samples_of(flat, named):
    """The samples of a flat list.   named: they are called by their coordinates, else counted

    >>> samples_of([0, 1, 1], True)
    [{'x': [0, 1], 'y': 1.0, 'name': '01'}]
    """
    found = []
    for j in range(len(flat) // 3):
        x1, x2, y = flat[3 * j : 3 * j + 3]
        name = f"{x1:.0f}{x2:.0f}" if named else str(j + 1)
        found.append({"x": [x1, x2], "y": float(y > 0.5), "name": name})
    return found


def sample_values(samples):
    """What pictures, inputs and handles name of them: points, classes, names; own_now; things."""
    own = {}
    for j, sample in enumerate(samples):
        own |= {f"x1.{j}": sample["x"][0], f"x2.{j}": sample["x"][1], f"y.{j}": sample["y"]}
    n = {"points": [v for s in samples for v in s["x"]], "classes": [s["y"] for s in samples]}
    return {**n, "names": [s["name"] for s in samples], "own_now": own, "things": len(samples)}


def samples_table(control, most: int, low, high, further: dict, cells) -> str:
    """A row for each of at most so many samples: its name, the text "name.j", its numbers as inputs.

    further: headings of further columns; cells(j) -> their cells for sample j
    """
    rows = []
    for j in range(most):
        row = [control.told(f"name.{j}")]
        row += [control.typed(f"x{i}.{j}", low, high, f"coordinate {i} of sample {j + 1}") for i in (1, 2)]
        row += [control.ticked(f"y.{j}", f"sample {j + 1} is of class 1"), *cells(j)]
        rows.append((markup.part_of(j, control.values["things"]), row))
    return markup.table("dlc-typed dlc-live", ("sample", "x₁", "x₂", "class 1", *further), rows)
