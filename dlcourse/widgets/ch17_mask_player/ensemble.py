"""Chapter 17: all subnetworks that dropout chooses from, their means, and one pass at test time.

Networks: three inputs, four hidden units, one sigmoid; or one sigmoid unit of ten inputs, the chapter's. All
numbers of both are drawn from N(0, 1), by the seed.
"""

import math

from dlcourse.widgets.frame.random import generator, normals

N_IN, N_HIDDEN, N_TEN = 3, 4, 10
FIRST = 11  # added to the seed of the small network: with seed 0 each of its hidden units matters
SEEN = {"hidden": 4, "both": 7, "ten": 10}  # units that dropout sees
MOST = 2**N_TEN
BINS = 25  # of the answers, from 0 to 1
SAME = 1e-9  # means that differ by less differ by rounding
NAMES = {
    "small": ["x₁", "x₂", "x₃", "h₁", "h₂", "h₃", "h₄"],
    "ten": ["x₁", "x₂", "x₃", "x₄", "x₅", "x₆", "x₇", "x₈", "x₉", "x₁₀"],
}
AT = {  # the places of the units in the drawing
    "small": [[36, 205], [36, 128], [36, 51], [166, 224], [166, 160], [166, 96], [166, 32]],
    "ten": [[64 + 82 * (k % 2), 229 - 23 * k] for k in range(N_TEN)],
}
OUT = [306, 128]  # that of the output
BESIDE = {"small": [0, -27], "ten": [-34, 0]}  # from a unit to its value


def sigmoid(z):
    """1 / (1 + e^-z)."""
    return 1 / (1 + math.exp(-z))


def activation(unit, z):
    """What a hidden unit makes of its input."""
    return math.tanh(z) if unit == "tanh" else max(0, z) if unit == "ReLU" else z


def scales(mask, state):
    """The factor in training of each unit that dropout sees: bit k of the mask says whether k is kept."""
    kept = 1 / float(state["keep"]) if state["form"] == "inverted" else 1
    return [(mask >> k & 1) * kept for k in range(SEEN[state["net"]])]


def at_test_time(state):
    """The factor of each of them at test time."""
    return 1 if state["form"] == "inverted" else float(state["keep"])


def passed(factors, run, unit):
    """One pass with these factors: "units", the values of inputs and hidden units, and "z", the logit."""
    n_in, n = len(run["x"]), len(run["c"])
    every = [*[1] * (n_in + n - len(factors)), *factors]
    x = [run["x"][i] * every[i] for i in range(n_in)]
    sums = [sum([x[i] * run["W"][n * i + j] for i in range(n_in)]) + run["c"][j] for j in range(n)]
    h = [activation(unit, sums[j]) * every[n_in + j] for j in range(n)]
    last = h if n > 0 else x
    return {"units": [*x, *h], "z": sum([last[j] * run["w"][j] for j in range(len(last))])}


def network(state):
    """The numbers of the network that the seed draws."""
    if state["net"] == "ten":  # in the order of the chapter's experiment
        rng = generator(state["seed"])
        w = normals(rng, N_TEN)
        return {"x": normals(rng, N_TEN), "W": [], "c": [], "w": w}
    rng = generator(state["seed"] + FIRST)
    x, W = normals(rng, N_IN), normals(rng, N_IN * N_HIDDEN)
    c = normals(rng, N_HIDDEN)
    return {"x": x, "W": W, "c": c, "w": [2 * v for v in normals(rng, N_HIDDEN)]}


def member(mask, run, state):
    """A subnetwork: its mask, its probability, its logit."""
    keep, bits = float(state["keep"]), [mask >> k & 1 for k in range(SEEN[state["net"]])]
    kept = sum(bits)
    z = passed(scales(mask, state), run, state["unit"])["z"]
    return {"mask": mask, "p": keep**kept * (1 - keep) ** (len(bits) - kept), "z": z}


def setting(state, kernels):
    """The network, and all its subnetworks in the order in which they are played: the whole one first."""
    run, total = network(state), 2 ** SEEN[state["net"]]
    stride = 2 * math.floor(0.309 * total) + 1  # odd, so that each mask comes once
    run["members"] = [member((total - 1 + stride * k) % total, run, state) for k in range(total)]
    return run


def first(run):
    """None is counted."""
    return 0


def following(step, run):
    """One more."""
    return step + 1


def is_over(step, run):
    """Whether all are counted."""
    return step >= len(run["members"])


def means(members):
    """Of members, each by its probability: the mean logit; the mean answer; their normalized
    geometric mean g / (g + g'), where g' is that of 1 - y."""
    p = sum([one["p"] for one in members])
    z = sum([one["p"] * one["z"] for one in members]) / p
    y = sum([one["p"] * sigmoid(one["z"]) for one in members]) / p
    # logarithms of y and of 1 - y: a product of so many answers would be 0
    g = math.exp(-sum([one["p"] * math.log1p(math.exp(-one["z"])) for one in members]) / p)
    other = math.exp(-sum([one["p"] * math.log1p(math.exp(one["z"])) for one in members]) / p)
    return {"z": z, "arithmetic": y, "geometric": g / (g + other)}
