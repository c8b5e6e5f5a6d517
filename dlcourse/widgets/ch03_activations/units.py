"""Chapter 3: which unit? The explorer's numbers: each unit and its slope, what comes in, what comes out."""

from statistics import NormalDist

from dlcourse import ops
from dlcourse.graphs import symbolic_gradient
from dlcourse.widgets.frame import Kernel, compared, fill, symbols
from dlcourse.widgets.frame.bins import bars, counted, moments

UNITS = {  # name -> the unit as a function of z and alpha, by the library's ops
    "step": lambda z, alpha: ops.step(z),
    "sigmoid": lambda z, alpha: ops.sigmoid(z),
    "tanh": lambda z, alpha: ops.tanh(z),
    "hard tanh": lambda z, alpha: ops.hard_tanh(z),
    "LeCun tanh": lambda z, alpha: ops.lecun_tanh(z),
    "ReLU": lambda z, alpha: ops.relu(z),
    "leaky ReLU": ops.leaky_relu,
    "absolute value": lambda z, alpha: ops.absolute(z),
    # alpha is a number to the op, but here it is set: what is below 0 is scaled from 1 to alpha
    "ELU": lambda z, alpha: ops.elu(z) + (alpha - 1) * (ops.elu(z) - ops.relu(z)),
    "softplus": lambda z, alpha: ops.softplus(z),
    "GELU": lambda z, alpha: ops.gelu(z),
    "SiLU": lambda z, alpha: ops.silu(z),
}
ALPHAS = {"leaky ReLU": 0.25, "ELU": 1.0}  # where alpha starts; other units have none
FLAT = 0.01  # a slope below it in size counts as flat
REACH, LOW, HIGH = 6.0, -1.9, 3.1  # the window of the curve: z from -REACH to REACH, outputs from LOW to HIGH
BASE, OUT, TALL, LONG = -4.1, 6.4, 1.9, 3.4  # where the bars of inputs and of outputs begin, and the longest
WIDTH, HEIGHT = 0.4, 0.2  # of the bars; the edges of those of outputs lie beside 0 and 1
PLACES = [round(-REACH + 0.05 * k, 2) for k in range(241)]  # where the curve is drawn
HOLD = -1.5  # where alpha is held; a unit with alpha is proportional to it there
HELD = {name: float(UNITS[name](HOLD, 1.0)) for name in ALPHAS}
MOST = 500
# Inputs for mean 0 and spread 1: quantiles, so that nothing is drawn. A stride of 0.618 of the whole brings
# near ones far apart, so that the first ones already lie as all do.
INPUTS = [round(NormalDist().inv_cdf((309 * k % MOST + 0.5) / MOST), 3) for k in range(MOST)]
SENTENCES = {
    "ask": "How many % of the inputs will be in flat zones? Drag the ring below the picture, then run.",
    "some": "{seen:0} of {most:0} inputs have gone through.",
    "all": "{flat:0} % of the inputs are in flat zones: from these the unit learns next to nothing.",
    "none": "No input is in a flat zone: the unit learns from each.",
}


def unit_kernel(name: str) -> Kernel:
    """Outputs and slopes of a unit at all places of the curve and for all inputs.   z (n,), alpha"""
    z, alpha = symbols(z=(len(PLACES) + MOST,), alpha=())
    h = UNITS[name](z, alpha)
    return Kernel([z, alpha], {"h": h, "slope": symbolic_gradient(h.sum(), [z])[0]})


def kernels() -> dict[str, Kernel]:
    """The kernel of each unit, by its name."""
    return {name: unit_kernel(name) for name in UNITS}


def flat_zones(slopes) -> list:
    """Where slopes at neighboring places are all flat: the ends of each zone. One place alone is no zone."""
    zones, first = [], None
    for k in range(len(slopes) + 1):
        is_flat = k < len(slopes) and abs(slopes[k]) < FLAT
        if is_flat and first is None:
            first = k
        elif not is_flat and first is not None:
            if k - 1 > first:
                zones.append([PLACES[first], PLACES[k - 1]])
            first = None
    return zones


def hatching(left, right) -> list:
    """Slanted lines that fill a zone from LOW to HIGH."""
    lines, slant, start = [], 2.0, left - 2.0
    while start < right:
        a, b = max(0, (left - start) / slant), min(1, (right - start) / slant)
        ends = [[start + slant * t, LOW + (HIGH - LOW) * t] for t in (a, b)]
        lines.extend([ends] if a < b else [])
        start = start + 0.4
    return lines


def values(state, past, setting):
    """What the pictures and the texts name."""
    unit, seen, n = state["unit"], state["seen"], len(PLACES)
    alpha = ALPHAS.get(unit, 0) if state["alpha"] is None else state["alpha"]
    z = [state["mean"] + state["spread"] * x for x in INPUTS]
    found = setting["kernels"][unit]([*PLACES, *z], alpha)
    h, slopes = found["h"][n:], found["slope"][n:]
    flat = [abs(slope) < FLAT for slope in slopes]
    wide, high = round(2 * REACH / WIDTH), round((HIGH - LOW) / HEIGHT)
    all_in, all_out = counted(z, -REACH, WIDTH, wide), counted(h, LOW, HEIGHT, high)
    tall, long = TALL / max(all_in), LONG / max(all_out)
    came_in = bars(z[0:seen], flat[0:seen], -REACH, WIDTH, wide, tall)
    came_out = bars(h[0:seen], flat[0:seen], LOW, HEIGHT, high, long)
    v = {"most": MOST, "alpha_now": alpha, "done": seen == MOST, "things": 1 if unit in ALPHAS else 0}
    v["title"] = fill("{unit}, α = {alpha:2}", {"unit": unit, "alpha": alpha}) if unit in ALPHAS else unit
    v["curve"] = [[x, y] for x, y in zip(PLACES, found["h"][0:n], strict=True) if LOW <= y]
    v["slope"] = [[x, y] for x, y in zip(PLACES, found["slope"][0:n], strict=True)]
    zones = flat_zones(found["slope"][0:n])
    v["zones"] = [line for left, right in zones for line in hatching(left, right)]
    edges = [[k, end] for k in range(wide) for end in (0, 1)]
    v["expected"] = [[-REACH + WIDTH * (k + end), BASE + tall * all_in[k]] for k, end in edges]
    for k, name in enumerate(["flat", "other"]):
        v[f"in_{name}"] = [[[x, BASE + y] for x, y in bar] for bar in came_in[k]]
        v[f"out_{name}"] = [[[OUT + y, x] for x, y in bar] for bar in came_out[k]]
    v["out_mean"], v["out_spread"] = moments(h[0:seen])
    v["steep"] = sum([abs(slope) for slope in slopes[0:seen]]) / seen
    v["flat"] = 100 * sum([1 if so else 0 for so in flat]) / MOST
    v |= {"told": v["flat"] if v["done"] else "?", "shown": v["flat"] if v["done"] else None}
    v["hold"] = [HOLD, alpha * HELD[unit]] if unit in ALPHAS else None
    key = "some" if not v["done"] else "all" if v["flat"] > 0 else "none"
    texts = {"verdict": fill(SENTENCES[key], {**v, "seen": seen})}
    texts["compared"] = compared(SENTENCES["ask"], state["guess"], v["shown"], 0)
    return {**v, "inputs": {"alpha": alpha}, "texts": texts}
