"""Chapter 12, exercise 12.5b: find the bugs in a plateau schedule."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_schedules import epochs
from dlcourse.checks.drawn_schedules import plateau as judge  # noqa: F401

READ, ROWS = "12b_schedules_and_races#halve-on-a-plateau", "F061"
HINT = "Write best and n_bad beside each error, with a pencil. In which epoch is your first rate wrong?"
REFUSED = "dlcourse.optimizers", "dlcourse.experiments", "dlcourse.checks.drawn_schedules"
VISIBLE, draw = epochs(126)

WRONG = edits(r"""
best, n_bad, rates = np.inf -> best, n_bad, rates = 0 ~ does best start too low
best, n_bad, rates = np.inf -> best, n_bad, rates = errors[0] ~ The first epoch is bad [loses 1]
error < best -> error <= best ~ as low as the best one is bad
best, n_bad = error, 0 -> best = error ~ A good epoch has to set the count back
n_bad == patience -> n_bad > patience ~ one epoch too late
n_bad == patience -> n_bad >= patience - 1 ~ one epoch too early
lr, n_bad = max(lr * factor, lr_end), 0 -> lr = max(lr * factor, lr_end) ~ a second one never comes
n_bad == patience -> n_bad > patience; lr, n_bad = max(lr * factor, lr_end), 0 -> lr = max(lr * factor,
    lr_end) ~ one epoch too late: it is due at n_bad = patience. A cut has to
max(lr * factor, lr_end), 0 -> lr * factor, 0 ~ lr falls below lr_end
max(lr * factor, lr_end) -> (lr * factor if lr * factor >= lr_end else lr) ~ The cut that leads to lr_end
lr, n_bad = max(lr * factor, lr_end), 0 -> lr, n_bad, best = max(lr * factor, lr_end), 0, np.inf ~ forgets the
    best error
error < best -> len(rates) == 0 or error < errors[len(rates) - 1] ~ compared with the one before it
best, n_bad = error, 0 -> best, n_bad, lr = error, 0, (rates or [lr])[0] ~ puts lr back to the first
error < best -> not error >= best ~ NaN counts as good [loses 1]
np.array(rates) -> np.array([0.0, *rates[:-1]]) ~ rates
np.array(rates) -> lr ~ rates is
""")
RIGHT = edits(r"""
n_bad, rates = np.inf, 0, [] -> n_bad, rates = [], 0, []; error < best -> error < min([np.inf, *best]); best,
    n_bad = error, 0 -> best, n_bad = [*best, error], 0; np.array(rates) -> rates | a list of the good ones
""")
