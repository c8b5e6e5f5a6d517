"""Chapter 8: what the bump builder shows of its networks, and what it says of them."""

import math

from dlcourse.widgets.ch08_bump_builder.networks import JUMPS, aims, largest, network_at, slope_error
from dlcourse.widgets.frame import compared, fill

SIZES = [2, 4, 8, 16, 32, 64]  # where the error is measured
FIRST = 1  # the rate is that from here to the last: from K = 4 to 64
DOUBLINGS = len(SIZES) - 1 - FIRST
KINDS = {"bumps": "sigmoids", "knots": "ReLUs"}
PLACES = [k / 8 for k in range(9)]  # of the values of a drawn target
BEYOND = 0.2  # what is shown on both sides of [0, 1]
TALL = 1.4  # and above and below 0
FINE = 256  # in about so many pieces [0, 1] is drawn, an edge of a bump at the end of some
FEW = 8  # so many bumps are drawn one by one
NOTHING = 1e-12  # a smaller error is rounding
LEAST = 1e-4  # the error at the low end of the picture
SENTENCES = {
    "ask": "When K doubles, about by what is the largest error divided? Drag the ring at the right, then "
    "double.",
    "none": "There is no error to divide.",
    "now": "{K:0} {kind}, {units:0} {unit}: off by at most {error:~3}, at x = {at:3}.",
    "exact": "{K:0} {kind}, {units:0} {unit}: exact, up to rounding.",
    "end": " Half a bump is missing there, however many there are.",
    "jump": " It jumps there: no continuous function comes nearer than 1/2.",
    "rate": " From K = 4 to 64, a doubling divides that by {factor:2}.",
}


def lines(state, kernels):
    """The lines of the upper picture: target, network, ticks where it takes a value, single bumps."""
    K, kind, n = state["K"], state["kind"], state["K"] * math.ceil(FINE / state["K"])
    out, single, ends = math.ceil(BEYOND * n), [], [0, *JUMPS, 1]
    x = [k / n for k in range(-out, n + out + 1)]
    found = network_at(kind, K, state, x, kernels)
    aim = [[[k / 96, y] for k, y in enumerate(aims(state, [k / 96 for k in range(97)], kernels))]]
    if state["target"] == "jumps":  # a line from end to end
        aim = [[[ends[k], k % 2], [ends[k + 1], k % 2]] for k in range(3)]
    at = [(k + 0.5) / K for k in range(K)] if kind == "bumps" else [k / K for k in range(K + 1)]
    if kind == "bumps" and K <= FEW:
        for k, high in enumerate(aims(state, at, kernels)):
            near = [j for j in range(len(x)) if k - 1 <= K * x[j] and K * x[j] <= k + 2]
            single.append([[x[j], high * (found[j]["h"][k] - found[j]["h"][k + 1])] for j in near])
    taken = [[[one, -TALL], [one, -TALL + 0.15]] for one in at]
    network = [[one, answer["y"][0]] for one, answer in zip(x, found, strict=True)]
    return {"aims": aim, "network": network, "taken": taken, "single": single}


def measured(state, both, kernels):
    """The courses of both kinds as far as they are measured, the rate of this kind, the guess and its gap.

    both: what is found at the K that is shown
    """
    guess, v, sizes = state["guess"], {"done": state["seen"] == len(SIZES) - 1}, SIZES[0 : state["seen"] + 1]
    for name in KINDS:
        found = [both[name] if K == state["K"] else largest(name, K, state, kernels) for K in sizes]
        v[f"errors_{name}"] = [one["error"] for one in found]
        v[f"course_{name}"] = [[K, one["error"]] for K, one in zip(sizes, found, strict=True)]
    one, other = v["errors_bumps"][-1], v["errors_knots"][-1]  # their names stand above and below them
    pairs, K = ([one, one >= other], [other, one < other]), max(3.2, sizes[-1])
    v["names"] = [[K, max((6 if up else 2) * LEAST, min(1.5, e * 3 if up else e / 3))] for e, up in pairs]
    start = largest(state["kind"], SIZES[FIRST], state, kernels)["error"]
    last = v[f"errors_{state['kind']}"][-1]
    v |= {"mine": v[f"course_{state['kind']}"], "start": start, "last": last if v["done"] else None}
    v["factor"] = (start / last) ** (1 / DOUBLINGS) if v["done"] and min(start, last) > NOTHING else None
    return v | {"end": start / guess**DOUBLINGS if guess else None}


def verdict(v, told, kind, worst):
    """What is said of the network, of the place of its largest error, and in the end of the rate."""
    text, at_end = SENTENCES["now" if v["beside"] else "exact"], worst["x"] == 0 or worst["x"] == 1
    if v["beside"] and worst["x"] in JUMPS:
        text = text + SENTENCES["jump"]
    # there the outermost unit is at 1/2; where the target is 0 at its ends, the last bump gets low as well
    if v["beside"] and kind == "bumps" and at_end and abs(worst["f"]) > NOTHING:
        text = text + SENTENCES["end"]
    return fill(text + (SENTENCES["rate"] if v["factor"] is not None else ""), told)


def values(state, past, setting):
    """What the pictures and the texts name."""
    kernels, kind, K = setting["kernels"], state["kind"], state["K"]
    both, units = {name: largest(name, K, state, kernels) for name in KINDS}, {"bumps": 2 * K, "knots": K}
    worst, n = both[kind], units[kind]
    middle = (worst["f"] + worst["y"]) / 2
    off = max(-1.25, min(1.25, middle + (0.3 if middle >= 0 else -0.3)))  # the rings
    v = measured(state, both, kernels) | lines(state, kernels)
    v |= {"units": n, "error": worst["error"], "at": worst["x"], "now": [K, max(LEAST, worst["error"])]}
    v["worst"] = [[worst["x"], worst["f"]], [worst["x"], worst["y"]]]
    v["beside"] = [worst["x"] + 0.02, off] if worst["error"] > NOTHING else None
    v["own_now"] = {f"y{k}": y for k, y in enumerate(aims(state, PLACES, kernels))}
    unit = KINDS[kind]
    told = v | {"K": K, "kind": kind[0:-1] if K == 1 else kind, "unit": unit[0:-1] if n == 1 else unit}
    said = compared(SENTENCES["ask"], state["guess"], v["factor"], 0, "Double K")
    none = v["done"] and v["factor"] is None
    texts = {"verdict": verdict(v, told, kind, worst), "compared": SENTENCES["none"] if none else said}
    slopes = {name: slope_error(name, K, state, kernels) for name in KINDS}
    for name, one in both.items():
        shown = {"n": units[name], "e": one["error"], "slope": slopes[name]}
        texts |= {f"{name}.units": fill("{n:0}", shown), f"{name}.error": fill("{e:~4}", shown)}
        texts |= {f"{name}.slope": fill("{slope:2}", shown)}
    return {**v, "slope_error": slopes[kind], "texts": texts}
