"""Chapter 2: the run of a network with one hidden layer and two inputs, and what is shown of a place of it.

What a run depends on: its kernels "batch", "named" and "point" (`network.py`), lr, momentum, and theta, where
it starts: four flat lists. A control's program takes `first`, `following` and `is_over` from here.
"""

from dlcourse.widgets.frame.axes import Axis, fitting
from dlcourse.widgets.frame.kernel import at_points
from dlcourse.widgets.frame.network import HIDDEN_UNITS, PARAMETERS, SEEN
from dlcourse.widgets.frame.picture import Picture
from dlcourse.widgets.frame.plane import grid
from dlcourse.widgets.frame.training import at_rest, final_loss, is_still, momentum_step

MAP = 10  # cells of the grid of a unit's map
WEIGHTS_ALONG = [0.78, 0.72, 0.3, 0.35, 0.5]  # where arrows stand at first: of the units' lines, of f = 1/2
SIZES = {"tanh": [(-1.5, 1.5)], "sigmoid": [(-0.25, 1.25)]}  # ends of the hidden plane, by the unit
OPEN = [(-high / 5, high) for high in (1.25, 2.5, 5, 10, 20, 40, 80)]  # of units without bounds
SPOKEN = {
    "x": "Input plane: the samples, the line of each hidden unit, where the output crosses one half",
    "h": "Hidden plane: where the samples land, and the line on which the output is one half",
    "net": "The network: a line for each weight, wide where it is large, dashed where it is negative; in "
    "each unit its value over the input plane",
}


def kernels_for(unit, width, kernels):
    """The kernels of `network_kernels` for a unit and a width."""
    of = f"{unit} {width}"
    batch, point = kernels[f"batch {of}"], kernels[f"point {of}"]
    return {"of": of, "batch": batch, "point": point, "named": kernels[f"named {width}"]}


def step(place, run):
    """The place one step on, with what its kernel finds."""
    return momentum_step(place, PARAMETERS, run["batch"], run["lr"], run["momentum"])


def shown(place, run):
    """The place with what else pictures name of it."""
    theta, slopes = [place[name] for name in PARAMETERS], [place[f"d{name}"] for name in PARAMETERS]
    return {**place, **run["named"](*theta, place["z"], place["h"], place["f"], *slopes)}


def first(run):
    """The start."""
    return shown(at_rest(run["theta"], PARAMETERS, run["batch"]), run)


def following(place, run):
    """One step on."""
    return shown(step(place, run), run)


def is_over(place, run):
    """Whether no step follows."""
    return is_still(place, PARAMETERS, place["slope"])


def loss_after(n_steps, run):
    """The loss after so many steps."""
    start = at_rest(run["theta"], PARAMETERS, run["batch"])
    return final_loss(start, n_steps, lambda place: step(place, run))


def planes(n, unit, point, low, high, cells, edges):
    """What is drawn of a place: "plane", f over the input plane from low to high; "maps", its units there;
    "edges", lines of it in the plane of the first two units, "land", the samples there; "low" and "high", its
    ends; "hidden", f over it with the further units at their means; "white", where a map has no color."""
    units, theta = len(n["c"]), [n[name] for name in PARAMETERS]
    first_one, last = fitting(SIZES.get(unit, OPEN), 1.1 * max([abs(v) for v in n["h"]]))
    maps = [place["h"] for place in at_points(point, grid(low, high, MAP), *theta)]
    found = {
        "white": 0.5 if unit == "sigmoid" else 0,
        "low": first_one,
        "high": last,
        "maps": [h[j] for j in range(units) for h in maps],
    }
    found["plane"] = [place["f"][0] for place in at_points(point, grid(low, high, cells), *theta)]
    found["edges"] = [v for place in at_points(point, edges, *theta) for v in place["h"][0:SEEN]]
    found["land"] = [v for i in range(len(n["h"]) // units) for v in n["h"][i * units : i * units + SEEN]]
    at_mean = n["half"][0] + 0.5
    found["hidden"] = [x * n["w"][0] + y * n["w"][1] + at_mean for x, y in grid(first_one, last, cells)]
    return found


def plane_marks(low, high, corners, samples) -> list[dict]:
    """The templates of the input plane: f, corners of what is of interest, the units' lines, samples."""
    within = {"within": [low, high]}
    lines = [
        {"line": [f"@W1.{j}", f"@W2.{j}", f"@c.{j}"], "kind": f"unit{j + 1}", "along": f"@along.{j}"}
        | {"name": name, **within}
        for j, name in enumerate(HIDDEN_UNITS)
    ]
    return [
        {"shade": "@plane", "box": [low, high, low, high], "level": 0.5},
        {"path": corners, "kind": "thin"},
        {"contour": "@plane", "level": 0.5, "kind": "half"} | within,
        *lines,
        samples,
    ]


def hidden_marks(samples) -> list[dict]:
    """The templates of the plane of the first two hidden units; samples: their names and targets."""
    line = {"line": ["@w.0", "@w.1", "@half.0"], "within": ["@low", "@high"], "kind": "half"}
    return [
        {"shade": "@hidden", "box": ["@low", "@high", "@low", "@high"], "level": 0.5},
        {"path": "@edges", "kind": "thin"},
        line | {"along": "@along.4", "name": "f"},
        samples | {"points": "@land"},
    ]


def network_marks(low, high) -> list[dict]:
    """The template of the network with a map in each unit."""
    network = {"network": ["@W", "@w"], "names": [["x₁", "x₂"], HIDDEN_UNITS, ["f"]], "biases": ["@c", "@b"]}
    network |= {"maps": "@maps", "level": "@white", "lines": ["@W1", "@W2", "@c"], "within": [low, high]}
    return [network]


def network_pictures(low, high, corners, samples) -> tuple[Picture, ...]:
    """The input plane "x", the hidden plane "h", and the network "net"; see their marks."""
    x1, x2 = Axis(low, high, "x₁, input plane"), Axis(low, high, "x₂")
    h1, h2 = Axis("@low", "@high", "h₁, hidden plane"), Axis("@low", "@high", "h₂")
    return (
        Picture("x", SPOKEN["x"], x1, x2, plane_marks(low, high, corners, samples), (210, 210)),
        Picture("h", SPOKEN["h"], h1, h2, hidden_marks(samples), (210, 210)),
        Picture(
            "net", SPOKEN["net"], Axis(0, 1), Axis(0, 1), network_marks(low, high), (375, 250), bare=True
        ),
    )
