"""Chapter 2, exercise 2.6: how often training succeeds."""

from dlcourse.checks import Share, edits
from dlcourse.checks.drawn_xor import SHOWN_SEEDS
from dlcourse.checks.drawn_xor import drawn_seeds as draw  # noqa: F401
from dlcourse.experiments.ch02_xor_training import draw_starts, success_rate, train_many, train_stack

READ, ROWS = "02b_xor_training#how-often-training-succeeds", "S033 S074"
HINT = "Ask for one seed, then for two: is W[0] of the stack the first network's own?"
REFUSED = draw_starts, train_many, success_rate
AT_MOST = {train_stack: 1}
SECONDS, SLOW = 20.0, "Stack the starts of all seeds, and train them in one call: that takes a second."
VISIBLE = SHOWN_SEEDS


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
