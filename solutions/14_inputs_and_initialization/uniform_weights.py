"""Chapter 14, exercise 14.2c: uniform starts, find the bugs."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_weights import drawn
from dlcourse.checks.free.ch14_weights import uniform as judge  # noqa: F401

READ, ROWS = "14b_signals_through_layers#glorot-forward-and-backward", "F078 F081 F083"
HINT = "Print abs(W).max() and a beside each other, then np.var(W) and v."
REFUSED = "dlcourse.initializers", "dlcourse.layers", "dlcourse.experiments", "dlcourse.checks.free"
VISIBLE, draw = drawn("glorot", "he")
WRONG = edits(r"""
np.sqrt(3 * v) -> 3 * v ~ The root is missing
np.sqrt(3 * v) -> (3 * v) ** 1 / 2 ~ is the number itself, halved
np.sqrt(3 * v) -> np.sqrt(v) ~ The three is missing in a
np.sqrt(3 * v) -> 3 * np.sqrt(v) ~ The three stands outside
np.sqrt(3 * v) -> np.sqrt(12 * v) ~ the whole width
np.sqrt(3 * v) -> np.sqrt(3 * v) / 2 OR uniform(-a, a, shape) -> uniform(-a / 2, a / 2, shape) ~ The interval
    is too narrow
np.sqrt(3 * v) -> (3 * v) ** 0.25 ~ A root too many
"he": 2 / fan_in -> "he": 1 / fan_in OR (fan_in + fan_out) -> fan_in ~ That is the variance of
"he": 2 / fan_in -> "he": 2 / (fan_in + fan_out) ~ Glorot's
2 / (fan_in -> 1 / (fan_in ~ v is half
"he": 2 / fan_in -> "he": 3 / fan_in OR 2 / (fan_in -> 3 / (fan_in ~ A three stands where a two
"he": 2 / fan_in -> "he": 6 / fan_in OR 2 / (fan_in -> 6 / (fan_in ~ A six stands where
"he": 2 / fan_in -> "he": 2 / fan_in**2 OR (fan_in + fan_out) -> (fan_in + fan_out) ** 2 ~ Only the number
    above
(fan_in + fan_out) -> fan_in + fan_out ~ in parentheses
(fan_in + fan_out) -> fan_out ~ fan_out alone
shape if len(shape) == 2 else (shape[1] * kernel, shape[0] * kernel) -> shape[:2] ~ kh kw is missing
"he": 2 / fan_in -> "he": 2 / fan_out OR shape[1] * kernel, shape[0] * kernel -> shape[0] * kernel, shape[1] *
    kernel OR = shape if len(shape) == 2 -> = shape[::-1] if len(shape) == 2 ~ changed places
shape[1] * kernel, shape[0] * kernel -> shape[1], shape[0] ~ kh kw is missing
shape[1] * kernel, shape[0] * kernel -> shape[1] * kernel, shape[0] ~ Only fan_in has
np.prod(shape[2:]) -> np.prod(shape[2:3]) ~ Only one side
uniform(-a, a, shape) -> uniform(0, a, shape) OR uniform(-a, a, shape) -> random(shape) * a ~ have one sign
uniform(-a, a, shape) -> uniform(a, shape) OR uniform(-a, a, shape) -> uniform(-a, a, np.prod(shape)) ~ W has
    the shape
uniform(-a, a, shape) -> normal(0, np.sqrt(v), shape) ~ W is normal
uniform(-a, a, shape) -> choice([-np.sqrt(v), np.sqrt(v)], shape) OR uniform(-a, a, shape) -> uniform(-a, a,
    shape[1:]) + np.zeros(shape) ~ again
uniform(-a, a, shape) -> uniform(-a, a, shape[::-1]) ~ in another order
np.random.default_rng(seed) -> np.random OR np.random.default_rng(seed) -> np.random.default_rng() ~ never
    uses
""")
RIGHT = edits("""
uniform(-a, a, shape) -> random(shape) * 2 * a - a | random
np.sqrt(3 * v) -> (3 * v) ** (1 / 2); uniform(-a, a, shape) -> uniform(-1, 1, shape[::-1]).T * a | turned
""")
