"""Chapter 15: descent on the cliff, with and without clipping: rules, ends, and what is said of them."""

import math

from dlcourse.experiments.ch02_intervals import wilson
from dlcourse.widgets.ch15_cliff.surface import HIGH, LOW, lines_at, slopes
from dlcourse.widgets.frame import cells, descents, draws, fill
from dlcourse.widgets.frame.guess import compared_choice
from dlcourse.widgets.frame.text import number_text

NAMES = {"plain": "unclipped", "clipped": "clipped"}
MOST, STARTS, SPREAD = 500, 200, 0.02  # steps; starts, within so far of the one that is shown
ARRIVED, HIGH_UP, LONG = 1e-3, 0.05, 1.0  # an E below; an E above, after a step longer than LONG: thrown out
OUT, WAY, THERE = 0, 1, 2  # how a run ends
ENDS = ["thrown out", "on its way", "arrived"]
TRIED = 6  # the place among the counts of how many starts were tried, behind the ends of both
RATES = [
    [round(100 * end, 1) for end in wilson(k, STARTS)] for k in range(STARTS + 1)
]  # 99 % intervals, in %
LINES = lines_at(0.004, 0.015, 0.03, 0.05, 0.065, 0.08, 0.18, 0.24, 0.3, 0.345, 0.38, 0.41)
LEAST, TOP = 1e-2, 1e4  # of the picture of lengths
NEAR, SEEN = (0.2, 0.1), 0.01  # a quarter of the picture from near by; the part of it that is seen as a step
WHO = {"0": "neither arrives", "1": "1 alone arrives", "2": "2 alone arrives", "12": "both arrive"}
SENTENCES = {
    "ask": "Who arrives in {most:0} steps, and who is thrown out? Guess, then play.",
    "first": "At the start the gradient is {size} long, and the threshold is {limit:2}.",
    "short": "Run 2, step {k:0}: the gradient, {size} long, was within the threshold and stayed as it was. "
    "The step is {step} long.",
    "norm": "Run 2, step {k:0}: the gradient, {size} long, was clipped to {limit:2}, times {part:~3}. The "
    "step is {step} long, not {raw}, in the same direction.",
    "value": "Run 2, step {k:0}: the entries of the gradient, {g_w} and {g_b}, were cut to {c_w} and {c_b}. "
    "The step is {step} long, not {raw}, and turned by {turn:0}°.",
    "aim": " Drag the cross to where the first step of run 2 will land.",
    "aimed": " You said that the first one lands at ({w:2}, {b:2}): it landed {gap:2} from there.",
    "before": "Starts near this one, drawn with seed {seed:0}: not run yet.",
    "many": "Without clipping, {out0:0} of {tried:0} are thrown out: {rate0:1} % (99 % interval {low0:1} to "
    "{high0:1} %); {there0:0} arrive. Clipped by {by}, {there1:0} arrive: {rate1:1} % ({low1:1} to "
    "{high1:1} %).",
}


def length(g):
    """The norm of a gradient, divided by its largest entry before it is squared, as in the library."""
    largest = max([abs(slope) for slope in g])
    if largest == 0:
        return 0.0
    return largest * math.sqrt(sum([(slope / largest) * (slope / largest) for slope in g]))


def sized(value):
    """A number in words, of any size."""
    return number_text(value, 3 if abs(value) < 10 else 1 if abs(value) < 1000 else 0, True)


def unclipped(g, limit):
    """The gradient as it is."""
    return g


def by_norm(g, limit):
    """The gradient, shorter where it is longer than the threshold; its direction stays."""
    size = length(g)
    return [slope * (limit / size) for slope in g] if size > limit else g


def by_value(g, limit):
    """Each entry of the gradient cut to the threshold; its direction may turn."""
    return [max(-limit, min(limit, slope)) for slope in g]


CLIP = {"none": unclipped, "norm": by_norm, "value": by_value}


def rule(at, rates, slopes):
    """theta = theta - lr g, with g as it is clipped; longest: the longest step so far."""
    g = CLIP[rates["clip"]](at["g"], rates["limit"])
    step = [rates["lr"] * slope for slope in g]
    theta = [at["theta"][k] - step[k] for k in range(len(step))]
    return {"theta": theta, "longest": max(at.get("longest", 0), length(step))}


def run_from(start, state):
    """What a run from there depends on."""
    rates = {"lr": state["lr"], "limit": state["limit"]}
    return {
        "start": start,
        "slopes": slopes,
        "rates": {"plain": {**rates, "clip": "none"}, "clipped": {**rates, "clip": state["clip"]}},
        "rules": {"plain": rule, "clipped": rule},
    }


def setting(state, kernels):
    """What a run depends on."""
    return run_from([state["w"], state["b"]], state)


def end_of(at):
    """How a run ends there."""
    if at["lost"] or (at["J"] > HIGH_UP and at.get("longest", 0) > LONG):
        return OUT
    return THERE if at["J"] < ARRIVED else WAY


def final(number, state, kernels, run):
    """How both runs end from the start of that number, near the one that is shown."""
    drawn = draws(state["seed"], 2 * number + 2)
    shifts = [-SPREAD + 2 * SPREAD * u for u in drawn[2 * number :]]
    there = run_from([state["w"] + shifts[0], state["b"] + shifts[1]], state)
    place = descents.first(there)
    for _ in range(MOST):
        place = descents.following(place, there)
    return [end_of(at) for at in place["at"].values()]


def bar_of(found):
    """Where these ends count: those of the first run, of the second, and the start."""
    return [found[0], 3 + found[1], TRIED]


def many_told(state, counts):
    """What is said of many starts."""
    tried = counts[TRIED]
    if not tried:
        return fill(SENTENCES["before"], {"seed": state["seed"]})
    told = {"tried": tried, "by": state["clip"], "out0": counts[OUT]}
    told |= {"there0": counts[THERE], "there1": counts[3 + THERE]}
    for k, n in enumerate([counts[OUT], counts[3 + THERE]]):
        low, high = RATES[n] if tried == STARTS else [0, 100]
        told |= {f"rate{k}": 100 * n / tried, f"low{k}": low, f"high{k}": high}
    return fill(SENTENCES["many"], told)


def box_of(state, here):
    """What the picture shows, low and high of w and of b: all, or what is near this place."""
    if not state["near"]:
        return [LOW[0], HIGH[0], LOW[1], HIGH[1]]
    w, b = [round(here[k] / NEAR[k]) * NEAR[k] for k in range(2)]
    return [w - 2 * NEAR[0], w + 2 * NEAR[0], b - 2 * NEAR[1], b + 2 * NEAR[1]]


def is_seen(point, box):
    """Whether a point lies in the picture."""
    return box[0] <= point[0] <= box[1] and box[2] <= point[1] <= box[3]


def within(here, step, box):
    """Which part of a step from here, in the picture, lies in it, at most 1."""
    part = 1.0
    for k in range(2):
        room = box[2 * k + (1 if step[k] > 0 else 0)] - here[k]
        if abs(step[k]) > abs(room):
            part = min(part, room / step[k])
    return part


def along(here, step, part=1.0):
    """Where that part of a step from here leads."""
    return [here[k] + part * step[k] for k in range(2)]


def step_of(state, at, k, box):
    """Step k of the clipped run, made at this place: what is drawn of it, and what is said."""
    here, lr, g = at["theta"], state["lr"], at["g"]
    cut = CLIP[state["clip"]](g, state["limit"])
    raw, step = [-lr * slope for slope in g], [-lr * slope for slope in cut]
    size, kept, seen, small = length(g), length(cut), is_seen(here, box), SEEN * (box[1] - box[0])
    part = within(here, raw, box) if seen else 1
    shaft = [here, along(here, raw, part)] if seen and size * lr >= small else None
    v = {"raw": shaft if part < 1 else None, "raw_arrow": shaft if part == 1 else None}
    v["step_arrow"] = [here, along(here, step)] if seen and kept * lr >= small else None
    v["leaves"] = sized(lr * size) + " long" if shaft and part < 1 else None
    v["leaves_at"] = along(here, raw, 0.75 * part)
    told = {"k": k, "limit": state["limit"], "part": kept / size if size > 0 else 1}
    sizes = {"size": size, "step": lr * kept, "raw": lr * size, "g_w": g[0], "g_b": g[1]}
    told |= {name: sized(value) for name, value in [*sizes.items(), ["c_w", cut[0]], ["c_b", cut[1]]]}
    across, ahead = g[0] * cut[1] - g[1] * cut[0], g[0] * cut[0] + g[1] * cut[1]
    told["turn"] = abs(math.atan2(across, ahead)) * 180 / math.pi
    if k == 0:  # nothing is made yet, and nothing told that is asked
        hidden = {"raw": None, "raw_arrow": None, "step_arrow": None, "leaves": None}
        return {**v, **hidden, "is_small": kept * lr < small, "told": fill(SENTENCES["first"], told)}
    key = "short" if kept == size else state["clip"]
    return {**v, "is_small": False, "told": fill(SENTENCES[key], told)}


def landing(state, past, small):
    """Where the first step was said to land, and the gap; or where one says so, if it is not small."""
    start = past[0]["at"]["clipped"]["theta"]
    asked = state["aim_w"] is not None and state["aim_b"] is not None
    aim = [state["aim_w"], state["aim_b"]] if asked else along(start, [-0.15, -0.1])
    v = {"aim": None, "said_at": None, "missed": None, "told": ""}
    if len(past) == 1:
        v |= {"aim": aim, "told": SENTENCES["aim"]} if not small else {}
    elif asked:
        landed = past[1]["at"]["clipped"]["theta"]
        gap = length([landed[k] - aim[k] for k in range(2)])
        told = fill(SENTENCES["aimed"], {"w": aim[0], "b": aim[1], "gap": gap})
        v |= {"said_at": aim, "missed": [aim, landed], "told": told}
    return v


def table_of(last, ends, over):
    """The texts of the table: where both runs are, their E, their longest step, their ends."""
    found = {"place": [], "E": [], "longest": [], "end": []}
    for k, at in enumerate(last.values()):
        w, b = [number_text(v, 2 if abs(v) < 1000 else 0) for v in at["theta"]]
        found["place"].append(fill("({w}, {b})", {"w": w, "b": b}))
        found["E"].append(number_text(at["J"], 3, True))
        found["longest"].append(sized(at.get("longest", 0)))
        found["end"].append(ENDS[ends[k]] if over or ends[k] == OUT else "")
    return cells(found)


def values(state, past, run, seen=None):
    """What the pictures, the table and the texts name."""
    v, last, k = descents.courses(past), past[-1]["at"], len(past) - 1
    over = len(past) > MOST or descents.is_over(past[-1], run)
    ends = [end_of(at) for at in last.values()]
    there = "".join([str(j + 1) for j, end in enumerate(ends) if end == THERE])
    found = (there if there else "0") if over else None
    v["lengths"] = [
        [[j + 1, max(LEAST, min(TOP, length(place["at"][name]["g"])))] for j, place in enumerate(past)]
        for name in NAMES
    ]
    start, before = past[0]["at"]["clipped"]["theta"], past[max(k - 1, 0)]["at"]["clipped"]
    box, counts = box_of(state, before["theta"]), seen["counts"] if seen else [0] * (TRIED + 1)
    made = step_of(state, before, k, box)
    aimed = landing(state, past, made["is_small"])
    v |= {**made, **aimed, "w_low": box[0], "w_high": box[1], "b_low": box[2], "b_high": box[3]}
    v |= {"start": start if is_seen(start, box) else None, "limit_at": [1.6, state["limit"]]}
    v |= {"levels": LINES, "found": found, "E": [at["J"] for at in last.values()]}
    v |= {"ended": [ENDS[end] for end in ends] if over else None, "counts": counts}
    v["wins"] = counts[0:TRIED] if counts[TRIED] else None
    asked = fill(SENTENCES["ask"], {"most": MOST})
    texts = {"compared": compared_choice(asked, state["guess"], found, WHO, "In the end {found}")}
    texts |= {"now": made["told"] + aimed["told"], "many": many_told(state, counts)}
    return {**v, "texts": texts | table_of(last, ends, over), "things": 2}
