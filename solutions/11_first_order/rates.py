"""Chapter 11, exercise 11.4: the limit, the best rate, and what one measures."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_descents import valleys
from dlcourse.checks.free.ch11_rates import judge as judge

READ, ROWS = "a-narrow-valley", "K038 F051 M015"
CONTROL = "11b_momentum.html#bowl-racer.momentum=0&bowl-racer.lr=0.95&bowl-racer.curves=true"
HINT = "Print the lengths of theta from step to step: each over the one before settles at a number below 1."
REFUSED = "dlcourse.optimizers", "dlcourse.experiments", "dlcourse.checks.free"
VARIANTS = False  # eigenvalues of float32 have six digits
VISIBLE, draw = valleys()
WRONG = edits(r"""
return 2 / -> return 1 / ~ That is 1 / L
values[-1], lr_best -> values[0], lr_best ~ That is 2 / l
return 2 / values[-1] -> return lr_best ~ That is 2 / (l + L), the best rate
return 2 / values[-1] -> return 4 / values[-1] ~ That is 4 / L
return 2 / values[-1] -> return values[-1] / 2 ~ upside down
return 2 / values[-1] -> return 2 / np.linalg.norm(H) ~ the length of all entries
eigvalsh(H) -> eigvalsh(H)[::-1] ~ That is 2 / l
eigvalsh(H) -> eigvalsh(H @ H) ~ squared
np.linalg.eigvalsh(H) -> np.diag(H) ~ on its diagonal [loses 4]
return 2 / values[-1], lr_best -> return lr_best, 2 / values[-1] ~ have changed places
= 2 / (values -> = 1 / (values ~ half as long as it may be
= 2 / (values[0] + values[-1]) -> = 1 / values[-1] ~ That is 1 / L: the flattest
= 2 / (values[0] + values[-1]) -> = 2 / values[-1] ~ the limit: there the steepest axis does not shrink
(values[0] + values[-1]) -> (values[-1] - values[0]) ~ the two are added
= 2 / (values[0] + values[-1]) -> = (values[0] + values[-1]) / 2 ~ upside down
= 2 / (values[0] + values[-1]) -> = 4 / (values[0] ** 0.5 + values[-1] ** 0.5) ** 2 ~ the heavy ball
= 2 / (values[0] + values[-1]) -> = 1 / values.mean() ~ the outer two count
= 2 / (values[0] + values[-1]) -> = 1 / (values[0] * values[-1]) ** 0.5 ~ sqrt(l L)
lengths[-1] / lengths[-2] -> (values[-1] - values[0]) / (values[-1] + values[0]) ~ the worst start
lengths[-1] / lengths[-2] -> (lengths[-1] / lengths[-2]) ** 2 ~ the factor of J
lengths[-1] / lengths[-2] -> lengths[-2] / lengths[-1] ~ upside down
lengths[-1] / lengths[-2] -> 1 - lengths[-1] / lengths[-2] ~ what is lost
lengths[-1] / lengths[-2] -> -lengths[-1] / lengths[-2] ~ Yours has a minus
lengths[-1] / lengths[-2] -> lengths[-1] / lengths[0] ~ what is left after all steps
lengths[-1] / lengths[-2] -> lengths[1] / lengths[0] ~ the first step [loses 3]
lengths[-1] / lengths[-2] -> lengths[-1] ~ the length at the end
lengths[-1] / lengths[-2] -> np.log(lengths[-1] / lengths[-2]) ~ the logarithm
theta - lr_best -> theta - 2 / values[-1] ~ the factor of lr_limit
theta - lr_best -> theta - 1 / values[-1] ~ the factor of 1 / L
theta - lr_best -> theta + lr_best ~ steps uphill
theta - lr_best * (H @ theta) -> theta - lr_best * (H @ theta) / 2 ~ half a gradient
theta - lr_best * (H @ theta) -> theta - lr_best * (2 * H @ theta) ~ twice the gradient
lengths[-1] / lengths[-2] -> lengths ~ factor has the shape
, lengths[-1] / lengths[-2]\n -> \n ~ should return 3 arrays
theta = theta - -> theta -= ~ changed its input
""")
RIGHT = edits("lengths[-1] / lengths[-2] -> (lengths[-1] / lengths[0]) ** (1 / n_steps) | over all steps")
