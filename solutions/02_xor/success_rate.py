"""Chapter 2, exercise 2.6: how often training succeeds."""

import numpy as np

from dlcourse.checks import Share, edits
from dlcourse.experiments.ch02_xor_training import success_rate, train_many, train_stack

READ, ROWS = "how-often-training-succeeds", "S033 S074"
HINT = "Ask for one seed, then for two: is W[0] of the stack the first network's own?"
REFUSED = train_many, success_rate
AT_MOST = {train_stack: 1}
SECONDS, SLOW = 20.0, "Stack the starts of all seeds, and train them in one call: that takes a second."
# Seeds that the right starts alone solve, not those of the slips below; and seeds that none of them solves.
TELLING = "0 3 10 24 28 32 34 41 46 48 51 53 71 75 80 91 104 120 122 123 126 127 128 179 195 203 214 217"
FAILING = "2 5 11 12 17 19 20 22 25 26 29 30 31 39 43 44 54 55 57 58 59 60 65 66 67 72 73 77 79 81"
ONLY_TANH = "0 1 2 3 4 5 6 7 8 10 11 12 13 15 17 18 20 22 23 24 25 26 27 28 29 30 31 32 34 35 36 37 38 39"
SOLVED_BY_4 = "0 1 2 17 24 37 40 44 51 54 58 61 63 77 80 87 113 123 137 142 152 162 163 167 172 173"
STUCK_AT_4 = "3 4 5 6 18 20 22 25 27 29 32"
VISIBLE = [{"n_units": 4, "unit": "ReLU", "seeds": sorted(map(int, f"{SOLVED_BY_4} {STUCK_AT_4}".split()))}]


def draw(rng):
    """ReLU, and tanh where ReLU fails."""
    pools = (3, "ReLU", ((TELLING, 23), (FAILING, 10))), (2, "tanh", ((ONLY_TANH, 17),))
    for n_units, unit, parts in pools:
        chosen = [rng.choice(np.array(pool.split(), int), n, replace=False) for pool, n in parts]
        yield {"n_units": n_units, "unit": unit, "seeds": rng.permutation(np.concatenate(chosen)).tolist()}


def judge(n_units, unit, seeds):
    right = Share(int(train_many(n_units, unit, seeds).solved.sum()), len(seeds))
    return right.hinting(
        "What do you count as success? A run's own J below 0.01, from the docstring's start."
    )


WRONG = edits(r"""
W.append(rng.uniform(-r_hidden, r_hidden, (2, n_units))) -> pass; (n_units, 1))) -> (n_units, 1)))
    \n        W.append(rng.uniform(-r_hidden, r_hidden, (2, n_units)))
    | As many succeed when w is drawn before W: draw W first.
w.append(rng -> w.append(np.random.default_rng(seed)
    | As many succeed when w is drawn from a new generator: go on with the one that drew W.
W, w = [], [] -> W, w, rng = [], [], np.random.default_rng(0); rng = np.random.default_rng(seed) -> pass
    | As many succeed when one generator draws for all seeds: each seed has its own.
, unit).J -> , "ReLU").J | As many succeed with ReLU: pass on the unit that is asked for. [loses 2]
rng.uniform(-r_hidden, r_hidden, -> rng.normal(0, r_hidden, ~ What do you count as success?
J = train_stack( -> runs = train_stack(; unit).J -> unit); return float(np.mean(J < 0.01)) -> x, y = xor()
    \n    z = x @ runs.W + runs.c\n    f = (np.tanh(z) if unit == "tanh" else np.maximum(0, z)) @ runs.w
    + runs.b\n    return float(np.mean((f > 0.5) == (y > 0.5))) ~ What do you count as success?
J < 0.01 -> J >= 0.01 ~ As many fail: count those that succeed.
in seeds -> in seeds[:1] ~ Does every seed get its own start
default_rng(seed) -> default_rng(0) ~ Does every seed get its own start
float(np.mean(J < 0.01)) -> 0.5 ~ which is 18.5 of 37 runs: not as many as succeed
np.mean(J -> np.sum(J ~ a count, not a rate? Divide it by the number of seeds, 37
np.mean(J < 0.01) -> 100 * np.mean(J < 0.01) ~ is that in percent?
float(np.mean(J < 0.01)) -> J < 0.01 ~ it returned 37 of them: which of them is the success rate?
train_stack([np.stack(W), c, np.stack(w), b], unit).J ->
    np.array([train_stack([s[None] for s in start], unit).J[0] for start in zip(W, c, w, b)])
    ~ calls train_stack more than once
return float(np.mean(J < 0.01)) -> from dlcourse.experiments import ch02_xor_training as library
    \n    return library.success_rate(n_units, unit, seeds).rate ~ calls success_rate of the library
""")
