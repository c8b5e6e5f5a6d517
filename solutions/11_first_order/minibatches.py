"""Chapter 11, exercise 11.1a: minibatches."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_descents import epochs
from dlcourse.checks.free.ch11_minibatches import judge as judge

READ, ROWS = "all-samples-some-or-one", "K026 F052"
HINT = "Of 11 samples in minibatches of 3, an epoch has 3, 3, 3 and 2. Sort the numbers of an epoch: 0 to 10?"
REFUSED = "dlcourse.data", "dlcourse.training", "dlcourse.experiments"
VISIBLE, draw = epochs()
WRONG = edits(r"""
order = rng -> order = np.random.default_rng(seed) OR while len -> order = rng.permutation(m)\n    while len;
    order = rng.permutation(m)\n        for -> for ~ The order of the first epoch comes again
order = rng.permutation(m) -> order = np.arange(m) ~ in the order of their numbers
order = rng.permutation(m) -> order = np.arange(m)[::-1] ~ from the last to the first
rng.permutation(m) -> rng.integers(m, size=m) ~ one by one
rng.permutation(m) -> rng.choice(m, size=m) ~ one by one
found.append(order[start : start + size]) -> found.append(rng.choice(m, size, replace=False)) ~ drawn by
    itself
rng.permutation(m) -> rng.permutation(m) + 1 ~ begin at 1
range(0, m, size) -> range(0, m - size + 1, size) ~ shorter one left out
order[start : start + size] -> order ~ a whole epoch
order[start : start + size] -> order[start] ~ is a single number
order[start : start + size] -> np.eye(m)[order[start : start + size]] ~ has the shape
order[start : start + size] -> order[start : start + size] / m ~ numbers no sample
found[:n_steps] -> found ~ whole epochs
while len(found) < n_steps -> for _ in range(n_steps); found[:n_steps] -> found ~ n_steps epochs
while len(found) < n_steps -> for _ in range(1) ~ one epoch
found[:n_steps] -> np.concatenate(found[:n_steps]) ~ list of lists
found[:n_steps] -> found[-1] ~ list of lists
return found[:n_steps] -> print(found) ~ prints and returns None
order = rng.permutation(m) -> order = np.concatenate(rng.permutation(np.arange(m - m % size).reshape(-1,
    size)).tolist() + [np.arange(m - m % size, m)]).astype(int) ~ neighbors stay together
rng, found = np.random.default_rng(seed), [] -> from dlcourse.data import batches\n    rng, found =
    np.random.default_rng(seed), []\n    list(batches(np.ones(m), np.ones(m), size)) ~ of the library
rng.permutation(m) -> rng.permutation(m - 1) ~ never comes
size] -> size + 1] ~ an epoch has
order[start : start + size] -> order[start:size] ~ comes once
while len(found) < n_steps: -> while len(found) < n_steps:\n        n = -(-m // size); range(0, m, size) ->
    range(0, m, -(-m // n)); start + size] -> start + -(-m // n)] ~ an epoch has [loses 1]
rng.permutation(m) -> np.r_[0, rng.permutation(m - 1) + 1] ~ stands at place 0
rng.permutation(m) -> np.roll(np.arange(m), rng.integers(1, m)) ~ begun at another one
rng.permutation(m) -> np.random.permutation(m) ~ Called twice with the same seed
default_rng(seed) -> default_rng(0) OR default_rng(seed) -> default_rng() ~ never uses its argument seed
found[:n_steps] -> len(found) ~ returned an int
found[:n_steps] -> found[: n_steps - 1] ~ There are
""")
RIGHT = edits("""
rng.permutation(m) -> np.argsort(rng.random(m)) | by sorting
order[start : start + size] -> [int(i) for i in order[start : start + size]] | lists
""")
