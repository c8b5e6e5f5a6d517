"""Chapter 14, exercise 14.4b: break the symmetry."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_twins import starts
from dlcourse.checks.free.ch14_symmetry import judge as judge

READ, ROWS = "14b_signals_through_layers#units-that-start-equal-stay-equal", "S034 S036 S086 L037 F077"
HINT = "Compute h for some x with what you return: are two of its columns the same?"
REFUSED = "dlcourse.initializers", "dlcourse.layers", "dlcourse.experiments", "dlcourse.checks.free"
VISIBLE, draw = starts()
WRONG = edits(r"""
W = W + rng.uniform(-size, size, W.shape) -> w = w + rng.uniform(-size, size, w.shape) ~ Noise on w alone
W = W + rng.uniform(-size, size, W.shape)\n    return W, c, w -> return W, c, w + rng.uniform(-size, size) ~
    on w alone
W = W + rng.uniform(-size, size, W.shape) -> rng.uniform(-size, size) ~ Nothing has changed
rng.uniform(-size, size, W.shape) -> rng.uniform(-size, size) ~ each needs its own
rng.uniform(-size, size, W.shape) -> rng.uniform(-size, size, (len(W), 1)) ~ each needs its own
rng.uniform(-size, size, W.shape) -> W * rng.uniform(-size, size, W.shape) / max(1, abs(W).max()) ~ a factor
    leaves 0
W = W + rng.uniform(-size, size, W.shape) -> W = W * (1 + rng.uniform(-size, size, W.shape) / 9) ~ a factor
    leaves 0
rng.uniform(-size, size, W.shape) -> rng.normal(0, size, W.shape) ~ has no limit
W = W + rng.uniform(-size, size, W.shape) -> W = rng.uniform(-size, size, W.shape) ~ the noise alone
rng.uniform(-size, size, W.shape) -> rng.uniform(-1, 1, W.shape) ~ which is more than size
rng.uniform(-size, size, W.shape) -> rng.uniform(-2 * size, 2 * size, W.shape) ~ which is more than size
W = W + rng.uniform(-size, size, W.shape) -> W = rng.normal(size=W.shape) ~ which is more than size
W = W + rng.uniform(-size, size, W.shape) -> W = rng.permuted(W, axis=0) ~ in another order
W = W + rng.uniform(-size, size, W.shape) -> W = W * rng.choice([-1, 1], W.shape) ~ more than size
W = W + rng.uniform(-size, size, W.shape) -> W = W.copy()\n    W[:, 0] += rng.uniform(-size, size, len(W)) ~
    reach all
W = W + rng.uniform(-size, size, W.shape) -> W = W.copy()\n    W[:, 0] += size ~ reach all
W = W + rng.uniform(-size, size, W.shape) -> W = W + np.array([np.random.default_rng(seed).uniform(-size,
    size, len(W)) for _ in c]).T ~ each needs its own
W = W + rng.uniform(-size, size, W.shape) -> W = W + size * rng.choice([-1, 1], (1, W.shape[1])) ~ still
    compute
np.random.default_rng(seed) -> np.random OR np.random.default_rng(seed) -> np.random.default_rng(7) ~ never
    uses
return W, c, w -> return W ~ should return 3
return W, c, w -> return w, c, W ~ come in another order
W = W + rng.uniform(-size, size, W.shape) -> W += rng.uniform(-size, size, W.shape) ~ changed its input
""")
RIGHT = edits(r"""
rng.uniform(-size, size, W.shape) -> size * np.arange(len(c)) / len(c) | without chance
W = W + rng.uniform(-size, size, W.shape) -> c = c + rng.uniform(-size, size, c.shape) | biases
W = W + rng.uniform(-size, size, W.shape) -> W, c, w = [a + size * rng.uniform(-1, 1, a.shape) for a in (W, c,
    w)] | all
rng.uniform(-size, size, W.shape) -> rng.normal(0, size / 3, W.shape).clip(-size, size) | cut off
rng.uniform(-size, size, W.shape) -> size * rng.random(W.shape) | upwards
""")
