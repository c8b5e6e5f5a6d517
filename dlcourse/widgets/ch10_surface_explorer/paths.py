"""Chapter 10: three methods on a surface: their paths, and how it bends where one of them is.

Their rules are those of `descents.py` and `curvature.py`; here is what is shown of them, and said.
"""

import math

from dlcourse.widgets.frame import cells, descents, fill
from dlcourse.widgets.frame.curvature import eigen, newton_rule, saddle_free_rule
from dlcourse.widgets.frame.guess import compared_choice
from dlcourse.widgets.frame.plane import level_lines
from dlcourse.widgets.frame.text import number_text

NAMES = {"descent": "gradient descent", "newton": "Newton", "free": "saddle-free Newton"}
RULES = {"descent": descents.momentum_rule, "newton": newton_rule, "free": saddle_free_rule}
MOST, NEAR, SIZE = 60, 0.1, 2.0  # steps; from the critical point, still there; half the side of the picture
ABOVE, BELOW = [0.04, 0.3, 1, 2.5, 8], [-0.04, -0.3, -1, -2.5, -8]  # levels
SHORT, LONG = 0.25, 0.9  # lengths of arrows of eigenvalues 0 and infinity
POINTS = {"basin": "minimum", "hill": "maximum", "saddle": "saddle point", "flat_hill": "maximum"}
POINTS |= {"flat_basin": "minimum", "flat_saddle": "saddle point"}
WHO = {"0": "none of them", "1": "1 alone", "2": "2 alone", "3": "3 alone", "12": "1 and 2", "13": "1 and 3"}
WHO |= {"23": "2 and 3", "123": "all three"}
SENTENCES = {
    "ask": "Who will be at the {point} after {most:0} steps? Guess, then play.",
    "bends": "Where {about} is, along {along0} the surface {way0} (eigenvalue {l0:~2}), along {along1} it "
    "{way1} (eigenvalue {l1:~2}): {kind}.",
}


def setting(state, kernels):
    """What a run depends on, and the level lines."""
    rates = {"descent": {"lr": state["lr"]}, "newton": {"lr": 1}, "free": {"lr": 1}}
    name, ends = state["surface"], [-SIZE, SIZE]
    grid = descents.heights(kernels[name + " J"], ends, ends)
    return {
        "start": [state["x"], state["y"]],
        "slopes": kernels[name],
        "rates": rates,
        "rules": RULES,
        "levels": level_lines(grid, ends, ends, ABOVE),
        "lower": level_lines(grid, ends, ends, BELOW),
    }


def distance(at):
    """How far a method is from the critical point."""
    return math.hypot(at["theta"][0], at["theta"][1])


def away(at):
    """In words, how far that is."""
    d = distance(at)
    return "far away" if at["lost"] or d > 100 else number_text(d, 2) + (", there" if d < NEAR else "")


def way(value):
    """In words, what the sign of an eigenvalue means."""
    return "bends up" if value > 0 else "bends down" if value < 0 else "does not bend"


def bends(at):
    """The eigenvalues where a method is; an arrow both ways along each eigenvector, and a text at a tip."""
    found, (x, y) = {"arrows": [], "kinds": [], "tips": [], "signs": []}, at["theta"]
    values, vectors = eigen(at["H0"], at["H1"])
    for value, (p, q) in zip(values, vectors, strict=True):
        size = SHORT + (LONG - SHORT) * abs(value) / (abs(value) + 2)
        inwards = -size if p * x + q * y > 0 else size  # where there is room for the text
        for t in (inwards, -inwards):
            found["arrows"].append([[x, y], [x + t * p, y + t * q]])
            found["kinds"].append("plus" if value > 0 else "minus" if value < 0 else "thin")
        beyond = inwards + (0.12 + 0.34 * abs(p)) * (1 if inwards > 0 else -1)  # a text is wide
        found["tips"].append([x + beyond * p, y + beyond * q])
        found["signs"].append(number_text(value, 2) + (" up" if value > 0 else " down" if value < 0 else ""))
    signs = [(value > 0) - (value < 0) for value in values]
    kind = "undecided" if 0 in signs else "like a minimum" if signs[1] > 0 else "like a maximum"
    kind = "like a saddle" if signs[0] > 0 and signs[1] < 0 else kind
    told = {"kind": kind, "l0": values[0], "l1": values[1], "way0": way(values[0]), "way1": way(values[1])}
    for k, (p, q) in enumerate(vectors):
        t = -1 if p < 0 else 1
        told[f"along{k}"] = fill("({p:2}, {q:2})", {"p": t * p, "q": t * q})
    return {**found, "eigenvalues": values, "told": told}


def compared(state, found):
    """What is said of the guess, and of what came out (None: not yet)."""
    told = {"point": POINTS[state["surface"]], "most": MOST}
    ended = fill("At the {point} in the end: ", told) + "{found}"
    return compared_choice(fill(SENTENCES["ask"], told), state["guess"], found, WHO, ended)


def values(state, past, run):
    """What the pictures, the table and the texts name."""
    last, names = past[-1]["at"], [*NAMES.keys()]
    v, about = descents.courses(past), last[names[int(state["about"]) - 1]]
    over = len(past) > MOST or descents.is_over(past[-1], run)
    there = [str(k + 1) for k, name in enumerate(names) if distance(last[name]) < NEAR]
    found = ("".join(there) if there else "0") if over else None
    v |= {"levels": run["levels"], "lower": run["lower"], "found": found, **bends(about)}
    v["far"] = [[[k, distance(place["at"][name])] for k, place in enumerate(past)] for name in names]
    told = {**v["told"], "about": NAMES[names[int(state["about"]) - 1]]}
    texts = {"compared": compared(state, found), "bends": fill(SENTENCES["bends"], told)}
    table = {"place": [], "away": []}
    for name in names:
        x, y = last[name]["theta"]
        table["place"].append(fill("({x:2}, {y:2})", {"x": x, "y": y}))
        table["away"].append(away(last[name]))
    return {**v, "texts": texts | cells(table), "things": 3}
