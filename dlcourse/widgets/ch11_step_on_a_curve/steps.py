"""Chapter 11: descent on a curve of one number: three curves, how a run can end, and what is said of it."""

from dlcourse import ops
from dlcourse.widgets.frame import descents, fill
from dlcourse.widgets.frame.guess import compared_choice
from dlcourse.widgets.frame.plane import arrow_head

MOST, SIZE, TOP = 30, 2.5, 3.5  # steps; half the width of the picture, and its height
NEAR = 0.1  # from a lowest point, still there; of a slope, still flat
LATE = 10  # places in which one that jumps to and fro turns
LOWEST, TRAP = {"valley": 0, "flat": 0, "two": -1.5}, 1.4
ENDS = {
    "there": "at the bottom",
    "way": "still on its way",
    "flat": "stuck on the flat part",
    "fro": "jumping to and fro",
    "out": "thrown out",
    "trapped": "in the higher valley",
}
ASK, ENDED = "Where will descent be after {most} steps? Guess, then play.", "In the end: {found}"
NOW = "At w = {w:~3} the cost is {J:~3} and the slope {g:~3}. "
NOW += "Next: {w:~3} − {lr:2} · {slope} = {next:~3}."


def valley(theta):
    """w^2 / 2, of slope w: each step multiplies w by 1 - lr."""
    return theta[0] * theta[0] * 0.5


def flat(theta):
    """2 tanh(1.5 w)^2, flat on both sides: a unit that is saturated."""
    t = ops.tanh(1.5 * theta[0])
    return 2.0 * t * t


def two(theta):
    """Two valleys: the slope is 0.6 (w + 1.5) (w - 0.1) (w - 1.4)."""
    w = theta[0]
    return w * w * (0.15 * w * w - 0.633) + 0.126 * w + 0.9


CURVES = {f.__name__: f for f in (valley, flat, two)}


def setting(state, kernels):
    """What a run depends on, and the curve."""
    name = state["curve"]
    return {
        "start": [state["w"]],
        "name": name,
        "slopes": kernels[name],
        "rates": {"descent": {"lr": state["lr"]}},
        "rules": {"descent": descents.momentum_rule},
        "curve": descents.curve(kernels[name + " J"], [-SIZE, SIZE]),
    }


def end_of(name, past):
    """How a run ended, as a key of ENDS."""
    places, last = [place["at"]["descent"]["theta"][0] for place in past], past[-1]["at"]["descent"]
    if last["lost"] or abs(places[-1]) > SIZE:
        return "out"
    for end, rest in (("there", LOWEST[name]), ("trapped", TRAP)):
        near = [abs(w - rest) for w in places[-2:]]
        if (name == "two" or end == "there") and near[-1] < NEAR and near[0] < 2 * NEAR:
            return end
    if abs(last["g"][0]) < NEAR:
        return "flat"
    moves = [places[k + 1] - places[k] for k in range(len(places) - LATE, len(places) - 1)]
    return "fro" if min(moves) < 0 < max(moves) else "way"


def within(w):
    """w, or the edge of the picture that it is beyond."""
    return max(-SIZE, min(SIZE, w))


def values(state, past, run):
    """What the pictures and the texts name."""
    v, at, start = descents.courses(past), past[-1]["at"]["descent"], past[0]["at"]["descent"]
    over = len(past) > MOST or descents.is_over(past[-1], run)
    found = end_of(state["curve"], past) if over else None
    w, g, first = at["theta"][0], at["g"][0], len(past) == 1
    following = w - state["lr"] * g
    tip = [within(following), at["J"]]
    v |= {"curve": run["curve"], "course": v["paths"][0], "cost": at["J"], "slope": g, "found": found}
    v |= {"visited": [[[x, J - 0.08], [x, J + 0.08]] for x, J in v["paths"][0]], "here": v["ends"][0]}
    v |= {"start": [start["theta"][0], start["J"]], "arrow": None if at["lost"] else [v["ends"][0], tip]}
    v["head"] = None if at["lost"] or abs(tip[0] - w) < 0.1 else arrow_head(v["ends"][0], tip, 0.15)
    v |= {"tip": tip if first and abs(g) > 0.001 else None, "lr_of": [w, -g, 1], "next": following}
    told = {"w": w, "J": at["J"], "g": g, "lr": state["lr"], "next": following}
    told["slope"] = fill("({g:~3})" if g < 0 else "{g:~3}", told)
    now = "It is off, and does not come back." if at["lost"] else fill(NOW, told)
    said = compared_choice(fill(ASK, {"most": MOST}), state["guess"], found, ENDS, ENDED)
    return {**v, "texts": {"compared": said, "now": now}, "things": 1}
