"""Chapter 2, exercise 2.6: how often training succeeds."""

import numpy as np

from dlcourse.checks import Share, edits
from dlcourse.experiments.ch02_xor_training import draw_starts, success_rate, train_many, train_stack

READ, ROWS = "02b_xor_training#how-often-training-succeeds", "S033 S074"
HINT = "Ask for one seed, then for two: is W[0] of the stack the first network's own?"
REFUSED = draw_starts, train_many, success_rate
AT_MOST = {train_stack: 1}
SECONDS, SLOW = 20.0, "Stack the starts of all seeds, and train them in one call: that takes a second."
# At least so many of these seeds: 3 ReLU units end at 0, at 1/8, higher; 2 tanh units end at 0, or not.
RELU = """8 74 127 214 217 257 428 447 528 531 573 596 703 745 815 879 980 1022 1113
4 4 60 103 606 664 667 901 921
7 5 12 58 112 113 174 189 205 232 245 322 357 363 448"""
TANH = "11 0 1 2 3 4 5 6 8 10 11 12 13 15 17 18 20 22 23 24 25\n2 16 19 33 66 73 106 131 153 161"
SEEN = "96 128 137 199 238 255 265 273 336 403 439 452 473 714 809 815 1020 1024 1099 1112 1128 1162 1192"
VISIBLE = [{"n_units": 4, "unit": "ReLU", "seeds": [*map(int, SEEN.split())], "below": 0.15}]


def draw(rng):
    for pools, n_units, unit, below in ((RELU, 3, "ReLU", 0.15), (TANH, 2, "tanh", 0.01)):
        lines = [np.array(line.split(), int) for line in pools.split("\n")]
        drawn = [rng.permutation(line[1:])[: line[0] + rng.integers(7)] for line in lines]
        seeds = rng.permutation(np.concatenate(drawn)).tolist()
        yield {"n_units": n_units, "unit": unit, "seeds": seeds, "below": below}


def judge(n_units, unit, seeds, below):
    right = Share(int((train_many(n_units, unit, seeds).J < below).sum()), len(seeds))
    return right.hinting("What do you count as success? A J below `below`, from the start that is asked for.")


WRONG = edits(r"""
W.append(rng -> w0 = rng.uniform(-r_output, r_output, (n_units, 1))\n        W.append(rng;
    w.append(rng.uniform(-r_output, r_output, (n_units, 1))) -> w.append(w0) | w is drawn before W, not after.
w.append(rng -> w.append(np.random.default_rng(seed) | w has a generator of its own: go on with the one of W.
uniform(-r_output -> uniform(0 OR -r_output, r_output -> 0, 1 | w has no entry below 0: draw it from -r to r.
W, w = [], [] -> W, w, rng = [], [], np.random.default_rng(0); rng = np.random.default_rng(seed) -> pass
    | one generator draws for all seeds: each seed has its own.
, unit).J -> , "ReLU").J | the unit is ReLU: pass on the one that is asked for. [loses 2]
, unit).J -> , "tanh").J ~ never uses its argument unit
rng.uniform(-r_hidden, r_hidden, -> rng.normal(0, r_hidden, ~ What do you count as success?
-r_hidden -> 0 | W is drawn from 0 to r: draw it from -r to r.
n_units + 1 -> n_units + 2 | w has the r of W: its own has n_units + 1.
J < below -> J < 0.01 | success is a J below 0.01: it is a J below `below`, whatever that is.
J < below -> J >= below ~ As many fail: are those the ones that you count?
in seeds -> in seeds[:1] ~ Does every seed get its own start
float(np.mean(J < below)) -> 16 / 23 ~ not as many as succeed [loses 2]
float(np.mean(J < below)) -> round(np.mean(J < below), 2) ~ no whole number of runs: is it rounded?
float(np.mean(J < below)) -> (J < below).sum() // len(J) ~ `//` drops everything after the decimal point
float(np.mean(J < below)) -> 100 * np.mean(J < below) ~ is that in percent?
, unit).J -> , unit) ~ take one of its parts
np.mean(J -> np.sum(J ~ a count, not a rate? Divide it by the number of seeds, 23
float(np.mean(J < below)) -> J < below ~ it returned 23 of them: which of them is the success rate?
np.zeros((len(W), 1, n_units)) -> np.zeros(n_units) ~ expected c of shape (23, 1, 4), got (4,)
, unit).J -> , unit).J\n    train_stack(W, unit) ~ calls train_stack more than once
return float(np.mean(J < below)) -> from dlcourse.experiments.ch02_xor_training import draw_starts
    \n    return draw_starts(n_units, seeds) ~ calls draw_starts of the library
""")
