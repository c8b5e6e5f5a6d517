"""Chapter 17, exercise 17.4: dropout, forward and backward, in both forms."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_dropout import layers_to_drop
from dlcourse.checks.free.ch17_dropout import judge as judge

READ, ROWS = "17b_noise_and_time#two-forms", "F040 F101"
CONTROL = "17b_noise_and_time.html#mask-player.mask=9"
HINT = "Print y / x and dx / G: each should be 0 or one number, in the same places. Which share is not 0?"
REFUSED = "dlcourse.layers", "dlcourse.ops", "dlcourse.experiments", "dlcourse.checks.free"
VISIBLE, draw = layers_to_drop()
WRONG = edits(r"""
< keep -> < 1 - keep OR < keep -> > keep OR < keep -> > keep; mask / keep -> mask / (1 - keep) ~ have changed
mask / keep -> mask / (1 - keep) ~ 1 - keep is the probability of dropping
mask / keep -> mask / np.sqrt(keep) ~ The root of keep
mask / keep -> mask / mask.mean() ~ the share that this draw has left
mask / keep -> mask / mask.mean(axis=1, keepdims=True) ~ the share that stays in its row
mask / keep if inverted else 1.0 * mask -> mask / keep ~ That is the inverted form
mask / keep if inverted else 1.0 * mask -> 1.0 * mask ~ That is the classic form
1.0 * mask -> mask * keep ~ That is for test time
G * scale -> G * (np.random.default_rng(seed + 1).random(x.shape) < keep) / keep ~ dx has another mask
.random(x.shape) -> .random(x.shape[1]) ~ All rows have one mask
.random(x.shape) -> .random((len(x), 1)) ~ Whole rows stay
.random(x.shape) -> .random() ~ one number drawn for all
.random(x.shape) -> .normal(size=x.shape) ~ drawn by `rng.normal` [loses 5]
default_rng(seed) -> default_rng(3) OR np.random.default_rng(seed) -> np.random ~ never uses its argument seed
np.random.default_rng(seed) -> np.random.default_rng(seed + np.random.randint(10**6)) ~ Called twice
if training -> if True ~ nothing is dropped
if training -> if not training ~ Nothing is dropped
1.0 if inverted else keep -> 1.0 ~ since all units send now
1.0 if inverted else keep -> keep OR 1.0 if inverted else keep -> keep if inverted else 1.0 ~ Inverted
1.0 if inverted else keep -> 1.0 if inverted else 1 / keep ~ keep divides
G * scale -> G ~ dx lacks the mask
G * scale -> G * (scale > 0) ~ that factor is the slope of y
G * scale -> G * scale**2 ~ twice
G * scale -> G * scale * (x * scale != 0) ~ Take the mask from the draw [loses 5]
.random(x.shape) < keep -> .integers(0, 10, x.shape) < 10 * keep ~ know tenths alone [loses 5]
< keep -> < keep + (np.arange(x.shape[1]) == x.shape[1] - 1) ~ Nothing is dropped in the last column [loses 5]
return x * scale, -> return (x * scale).astype(np.float32), ~ dtype float32
G * scale -> x * scale ~ dx is y
G * scale -> G * x * scale ~ as a factor
G * scale -> G * (x * scale > 0) ~ as of a ReLU
G * scale -> G * (scale == 0) ~ turned round
return x * scale, G * scale -> return G * scale, x * scale ~ have changed places
return x * scale, G * scale -> return x * scale ~ should return 2
return x -> x[:] = x * scale\n    return x ~ changed its input
""")
RIGHT = edits(r"""
.random(x.shape) < keep -> .binomial(1, keep, x.shape) | coins
.random(x.shape) < keep -> .random(x.shape[::-1]).T > 1 - keep | another draw
""")
