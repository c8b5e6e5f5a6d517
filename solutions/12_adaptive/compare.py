"""Chapter 12, exercise 12.6: a fair race."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_fair_races import fair as judge  # noqa: F401
from dlcourse.checks.drawn_races import races

READ, ROWS = "12b_schedules_and_races#what-makes-a-race-fair", "F064"
HINT = "Count your runs: tuning gives each method len(rates) times len(seeds) of them."
CONTROL = "12_adaptive.html#optimizer-race.rates=tuned&optimizer-race.step=30"
REFUSED = "dlcourse.experiments", "dlcourse.search", "dlcourse.checks.drawn_fair_races"
VISIBLE, draw = races(127)

WRONG = edits(r"""
for seed in seeds] -> for seed in seeds[:1]] OR for seed in seeds] -> for seed in seeds[-1:]] ~ Tuning with
    one seed
for seed in seeds] -> for seed in (seeds if method == methods[0] else seeds[:1])] OR for rate in rates] -> for
    rate in (rates if method == methods[-1] else rates[: len(rates) // 2])] ~ The budgets differ
for rate in rates] -> for rate in rates[: len(rates) // 2]] ~ never tried
for seed in seeds] -> for seed in test_seeds] ~ tuned with the seeds of the race
for seed in seeds] -> for seed in seeds + test_seeds] ~ Tuning takes the seeds of the race, too
for seed in test_seeds] -> for seed in seeds] ~ The race has the seeds of tuning
np.mean([ -> np.min([ ~ The luckiest seed chooses
best.append(rates[np.argmin(costs)]) -> best.append(best[0] if best else rates[np.argmin(costs)]) ~ the rate
    of the first method
[run(method, rate, seed) for seed in test_seeds] -> [min(run(method, own, seed) for own in rates) for seed in
    test_seeds] ~ each seed has its own best rate
race[means.argmin()] -> race[means.argmax()] ~ the largest mean cost
race[means.argmin()] -> race[0] ~ taken from the first method
race - race[means.argmin()] -> race[means.argmin()] - race ~ turned round
d.std(axis=1, ddof=1) -> race.std(axis=1, ddof=1) ~ not of pairs
ddof=1 -> ddof=0 ~ not by n - 1
/ np.sqrt(len(test_seeds)) -> / len(test_seeds) ~ lacks the root of n
np.sqrt(len(test_seeds)) -> np.sqrt(len(seeds)) ~ how many test_seeds
d.mean(axis=1) - half, d.mean(axis=1) + half -> means - half, means + half ~ those of the costs
np.argmin(costs)]) -> np.argmin(costs)]);methods[0] = methods[0] + "" if methods else 0;methods.reverse() ~
    changed its input
best, means, d -> best, race, d ~ means is an array of shape
""")
RIGHT = edits(r"""
np.mean([run(method, rate, seed) for seed in seeds]) -> sum(run(method, rate, seed) for seed in seeds);
    d.mean(axis=1) - half, -> means - min(means) - half, | sums
""")
