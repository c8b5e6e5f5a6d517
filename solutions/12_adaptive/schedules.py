"""Chapter 12, exercise 12.5a: four schedules."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_rates import four_rates as judge  # noqa: F401
from dlcourse.checks.drawn_schedules import times

READ, ROWS = "12b_schedules_and_races#warm-up-and-cosine", "F003 F061"
HINT = "Draw each one: matplotlib shows at once where a line breaks off, rises again, or ends elsewhere."
REFUSED = "dlcourse.optimizers", "dlcourse.experiments", "dlcourse.checks.drawn_rates"
VISIBLE, draw = times(125)

WRONG = edits(r"""
np.minimum(t / tau, 1) -> t / tau ~ goes on after tau
np.minimum(t / tau, 1) -> t % tau / tau ~ starts again
np.minimum(t / tau, 1) -> np.minimum((t + 1) / tau, 1) OR np.minimum(t / tau, 1) -> np.minimum(t / (tau - 1),
    1) ~ off by one
(1 - part) * lr + part * lr_end -> (1 - part) * lr_end + part * lr ~ rises
(1 - part) * lr + part * lr_end -> (1 - part) * lr OR (1 - part) * lr + part * lr_end -> np.maximum((1 - part)
    * lr, lr_end) ~ aims at 0
(1 - part) * lr + part * lr_end -> lr - part * lr_end ~ linear loses
t // every -> t / every ~ falls in each
t // every -> (t + 1) // every OR t // every -> np.maximum(t - 1, 0) // every ~ first cut is for
factor ** (t // every) -> np.where(t < every, 1, factor) ~ only once
factor ** (t // every) -> factor ** (t % every) OR factor ** (t // every) -> factor**t ~ exponent is how often
lr * factor ** (t // every) -> lr * factor * (t // every) OR lr * factor ** (t // every) -> lr - factor * (t
    // every) ~ each cut multiplies
factor ** (t -> factor ** -(t ~ step rises
lr / (1 + t / tau) -> lr / (1 + t) OR lr / (1 + t / tau) -> lr / (1 + t * tau) ~ t is divided by tau
lr / (1 + t / tau) -> lr / (1 + (t + 1) / tau) OR lr / (1 + t / tau) -> lr / (1 + np.maximum(t - 1, 0) / tau)
    ~ inverse is off by one
lr / (1 + t / tau) -> lr / (1 + part) ~ goes on after
lr / (1 + t / tau) -> lr / np.sqrt(1 + t / tau) OR lr / (1 + t / tau) -> lr * np.exp(-t / tau) ~ inverse has
    no
(1 + np.cos(turn)) / 2 -> (1 + np.cos(2 * turn)) / 2 OR (1 + np.cos(turn)) / 2 -> np.cos(turn / 2) ~ half a
    turn
(1 + np.cos(turn)) / 2 -> (1 + np.cos(turn)) OR (1 + np.cos(turn)) / 2 -> np.cos(turn) ~ half a turn goes
lr_end + (lr - lr_end) -> lr_end + lr OR lr_end + (lr - lr_end) -> lr ~ from lr to lr_end
(t - warmup) / (tau - warmup) -> t / tau ~ takes the steps from
(t - warmup) / (tau - warmup) -> (t - warmup) / tau ~ at its bottom
np.clip((t - warmup) / (tau - warmup), 0, 1) -> (t - warmup) / (tau - warmup) ~ rises again
lr * (t + 1) / warmup -> lr * t / warmup OR lr * (t + 1) / warmup -> lr * (t + 1) / (warmup + 1) ~ off by one
lr * (t + 1) / warmup -> lr_end + (lr - lr_end) * (t + 1) / warmup ~ comes from 0
np.where(t < warmup, lr * (t + 1) / warmup, cosine) -> cosine ~ warm-up is missing
""")
RIGHT = edits(r"""
(1 - part) * lr + part * lr_end -> lr + part * (lr_end - lr); (1 + np.cos(turn)) / 2 -> np.cos(turn / 2) ** 2;
    t // every -> np.floor(t / every); return linear, -> return list(linear), | rewritten
""")
