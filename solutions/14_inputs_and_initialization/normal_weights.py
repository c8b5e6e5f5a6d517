"""Chapter 14, exercise 14.2b: normal starts."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_weights import drawn
from dlcourse.checks.free.ch14_weights import normal as judge  # noqa: F401

READ, ROWS = "14b_signals_through_layers#the-variance-of-a-sum", "F078 F080 F081 F083 K037"
CONTROL = "14b_signals_through_layers.html#depth-tower.initializer=N(0,+.01%5E2)&depth-tower.step=50"
HINT = "Print np.var(W) and v beside each other: with many weights they agree to a few percent."
REFUSED = "dlcourse.initializers", "dlcourse.layers", "dlcourse.experiments", "dlcourse.checks.free"
VISIBLE, draw = drawn("lecun", "glorot", "he")
WRONG = edits(r"""
np.sqrt(v) -> v ~ not the standard deviation
np.sqrt(v) -> v if rule in variances else np.sqrt(v) ~ The variance stands where
np.sqrt(v) -> v**0.25 ~ A root too many
np.sqrt(v) -> v**1 / 2 ~ halved
"lecun": 1 / fan_in -> "lecun": 1 / fan_out OR "he": 2 / fan_in -> "he": 2 / fan_out ~ changed places
"lecun": 1 / fan_in -> "lecun": 2 / fan_in OR "lecun": 1 / fan_in -> "lecun": 2 / (fan_in + fan_out) OR "he":
    2 / fan_in -> "he": 1 / fan_in OR "he": 2 / fan_in -> "he": 2 / (fan_in + fan_out) OR "glorot": 2 /
    (fan_in + fan_out) -> "glorot": 1 / fan_in ~ That is the variance of
"lecun": 1 / fan_in -> "lecun": 3 / fan_in OR "he": 2 / fan_in -> "he": 3 / fan_in OR "glorot": 2 / ->
    "glorot": 3 / ~ A three stands where
"he": 2 / fan_in -> "he": 6 / fan_in OR "glorot": 2 / -> "glorot": 6 / ~ A six stands where
"he": 2 / fan_in -> "he": 4 / fan_in OR "glorot": 2 / -> "glorot": 4 / ~ v is twice
"glorot": 2 / -> "glorot": 1 / ~ v is half
"he": 2 / fan_in -> "he": 2 / fan_in**2 OR (fan_in + fan_out) -> (fan_in + fan_out) ** 2 ~ Only the number
    above
(fan_in + fan_out), -> fan_in + fan_out, ~ in parentheses
(fan_in + fan_out), -> (fan_in * fan_out), ~ The product of the fans
(fan_in + fan_out), -> fan_out, ~ fan_out alone
shape if len(shape) == 2 else (shape[1] * kernel, shape[0] * kernel) -> shape[:2] ~ those of a dense layer
shape[1] * kernel, shape[0] * kernel -> shape[1], shape[0] ~ kh kw is missing
shape[1] * kernel, shape[0] * kernel -> shape[0] * kernel, shape[1] * kernel ~ changed places
= shape if len(shape) == 2 -> = shape[::-1] if len(shape) == 2 ~ changed places
np.prod(shape[2:]) -> np.prod(shape[2:3]) OR np.prod(shape[2:]) -> np.prod(shape[3:]) ~ Only one side
np.prod(shape[2:]) -> np.prod(shape) ~ The variance of W is too small
shape)\n -> shape[::-1])\n ~ in another order
.normal(0, np.sqrt(v), shape) -> .uniform(-np.sqrt(3 * v), np.sqrt(3 * v), shape) ~ W is uniform
.normal(0, np.sqrt(v), shape) -> .normal(0, np.sqrt(v), shape).clip(-2 * np.sqrt(v), 2 * np.sqrt(v)) ~ W is
    cut off
.normal(0, np.sqrt(v), shape) -> .normal(np.sqrt(v), np.sqrt(v), shape) ~ The mean of W is not 0
.normal(0, np.sqrt(v), shape) -> .normal(0, np.sqrt(v), shape[1:]) + np.zeros(shape) ~ again and again
.normal(0, np.sqrt(v), shape) -> .choice([-np.sqrt(v), np.sqrt(v)], shape) ~ The same few values
.normal(0, np.sqrt(v), shape) -> .normal(0, np.sqrt(v)) + np.zeros(shape) ~ are equal
.normal(0, np.sqrt(v), shape) -> .normal(0, np.sqrt(v)) ~ W has the shape
np.random.default_rng(seed) -> np.random ~ never uses its argument seed
np.random.default_rng(seed) -> np.random.default_rng(0) ~ never uses its argument seed
v = variances[rule] if rule in variances else rule -> v = variances.get(rule, 1) ~ the variance is 1
""")
RIGHT = edits("""
.normal(0, np.sqrt(v), shape) -> .standard_normal(shape) * np.sqrt(v) | standard normal
.normal(0, np.sqrt(v), shape) -> .standard_normal(shape[::-1]).T * v**0.5 | turned
""")
