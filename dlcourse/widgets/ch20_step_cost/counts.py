"""Chapter 20: bytes and FLOPs. The control's formulas: those of the chapter's experiment, for symbols."""

from dlcourse.experiments.ch20_cost import Machine, uniform_step
from dlcourse.ops import relu
from dlcourse.widgets.frame import Kernel, fill, symbols

PARTS = ("bookkeeping", "memory", "arithmetic")
LOW, HIGH = 0.02, 400  # FLOPs per byte: the ends of the picture
BOTTOM, TOP = 1e-4, 1e5  # GFLOP/s, too
ASKED = ("m", "n", "depth", "itemsize", "per_call", "bandwidth", "rate")  # the inputs of the counts
SENTENCES = {
    "largest": "Of {total:~1} µs, {largest} takes {share:0} %. The step reaches {reached:~3} GFLOP/s; the "
    "roof at this intensity is {roof:~1}.",
    "ask": "What will take most of the time? Press its name, and see.",
    "right": "You said {said}: right.",
    "wrong": "You said {said}, but it is {largest}.",
}


def counts() -> Kernel:
    """What a step costs.   sizes, bytes of a number, µs per call, GB/s, GFLOP/s -> every number shown

    Times are in microseconds, FLOPs and bytes in millions, rates in GFLOP/s.
    """
    inputs = symbols(m=(), n=(), depth=(), itemsize=(), per_call=(), bandwidth=(), rate=())
    m, n, depth, itemsize, per_call, bandwidth, rate = inputs
    cost = uniform_step(m, n, depth)
    # GB/s are thousands of bytes per microsecond
    times = Machine(per_call, 1e3 * bandwidth, 1e3 * rate).seconds(cost, itemsize)
    total = times[0] + times[1] + times[2]
    intensity = cost.intensity(itemsize)
    outputs = {"calls": cost.calls, "mflops": cost.flops * 1e-6, "mbytes": cost.moved * itemsize * 1e-6}
    outputs |= dict(zip(PARTS, times, strict=True))
    outputs |= {f"share_{name}": 100 * t / total for name, t in zip(PARTS, times, strict=True)}  # in %
    outputs |= {"total": total, "intensity": intensity, "reached": cost.flops / (1e3 * total)}
    ridge = rate / bandwidth
    bend = LOW + relu(ridge - LOW) - relu(ridge - HIGH)  # within the picture, which the roof must not leave
    outputs |= {"ridge": ridge, "bend": bend}
    places = {"roof": intensity, "at_low": LOW, "at_bend": bend, "at_high": HIGH}
    outputs |= {name: rate - relu(rate - x * bandwidth) for name, x in places.items()}  # the smaller of two
    outputs["by_calls"] = cost.flops / (1e3 * times[0])
    return Kernel(inputs, outputs)


def values(state, past, setting):
    """What the pictures and texts name; `largest` is the part that takes most of the time."""
    n, guess = setting["kernels"]["counts"](*[float(state[name]) for name in ASKED]), state["guess"]
    is_shown, times = not state["hide"] or guess != "", [n[name] for name in PARTS]
    n |= {"largest": PARTS[times.index(max(times))], "said": guess, "is_shown": is_shown}
    n["share"] = n[f"share_{n['largest']}"]
    for name, y in (("seen", n["reached"]), ("dashed", n["by_calls"])):
        n[name] = is_shown and BOTTOM <= y <= TOP  # what lies outside is not drawn
    if guess != "":
        at = PARTS.index(guess)
        n |= {"from": at, "to": at + 1, "edge": at + 0.92, "guessed": n[f"share_{guess}"]}
    right = "right" if guess == n["largest"] else "wrong"
    texts = {"verdict": fill(SENTENCES["largest" if is_shown else "ask"], n)}
    texts["compared"] = fill(SENTENCES[right], n) if guess != "" else ""
    if is_shown:
        n["shares"] = [round(n[f"share_{name}"]) for name in PARTS]
    else:
        n |= {name: "?" for name in PARTS}
    return {**n, "texts": texts}
