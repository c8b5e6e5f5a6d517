"""Chapter 14, exercise 14.3a: predict the size of signals."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_moments import signals
from dlcourse.checks.free.ch14_signals import judge as judge

READ, ROWS = "14b_signals_through_layers#from-layer-to-layer", "F079 F080 F082"
CONTROL = "14b_signals_through_layers.html#depth-tower.unit=LeCun+tanh&depth-tower.step=50"
HINT = "Do the weights of your grid add up to 1? Of a ReLU, E[h^2] is half the variance of z: is yours?"
REFUSED = "dlcourse.experiments", "dlcourse.checks.free"
VARIANTS = False
VISIBLE, draw = signals()
WRONG = edits(r"""
variances.append(second - (p @ h) ** 2) -> second = second - (p @ h) ** 2\n        variances.append(second) ~
    goes on to
append(second - (p @ h) ** 2) -> append(second) OR second - (p @ h) ** 2) -> second - p @ h) OR append(second
    - (p -> append(second + (p ~ the square of the mean
append(second - (p @ h) ** 2) -> append(p @ h**4 - second**2) ~ the variance of h^2
p @ h**2 -> np.sqrt(p @ h**2) OR second - (p @ h) ** 2) -> np.sqrt(second - (p @ h) ** 2)) ~ That is a root
return seconds, variances -> return variances, seconds ~ have changed places
return seconds, variances -> return [seconds[-1]] * n_layers, [variances[-1]] * n_layers ~ of the last one
np.sqrt(scale * second) -> (scale * second) ~ is the root of that
np.sqrt(scale * second) -> scale * np.sqrt(second) OR np.sqrt(scale * second) -> np.sqrt(scale) * second ~ The
    root is missing for
np.sqrt(scale * second) -> np.sqrt(second) OR np.sqrt(scale * second) -> np.sqrt(scale) ~ is missing: z has
np.sqrt(scale * second) * u -> u ~ from N(0, 1)
unit(np.sqrt(scale * second) * u) -> np.sqrt(scale * second) * u ~ of z
second = p @ h**2 -> second = (p @ h) ** 2 OR second = p @ h**2 -> second = p @ h OR second = p @ h**2 ->
    second = p @ abs(h) ~ the mean of
p = p / p.sum() -> p = p * (u[1] - u[0]) ~ lacks 1 / sqrt(2 pi)
p = p / p.sum() -> p = p ~ weights of your grid
second = p @ h**2 -> own = p @ h**2; seconds.append(second) -> seconds.append(own); (second - (p -> (own - (p
    ~ has `second` of the input
for _ in range(n_layers): -> seconds.append(second)\n    variances.append(second)\n    for _ in
    range(n_layers): ~ one number too many
for _ in range(n_layers): -> seconds.append(second)\n    variances.append(second)\n    for _ in range(n_layers
    - 1): ~ before the first layer
h = unit(np.sqrt(scale * second) * u) -> h = unit(np.sqrt(second) * u)\n        h = np.sqrt(scale) * h ~
    before the unit
h = unit(np.sqrt(scale * second) * u) -> h = unit(np.sqrt(scale * second)) + 0 * u ~ at one standard deviation
u = np.linspace(-8, 8, 4001) -> u = np.random.default_rng(0).normal(size=4001) ; p = np.exp(-(u**2) / 2) -> p
    = 1 + 0 * u ~ That is near, but
""")
RIGHT = edits(r"""
u = np.linspace(-8, 8, 4001)\n    p = np.exp(-(u**2) / 2) -> u, p = np.polynomial.hermite_e.hermegauss(81) |
    hermite
np.linspace(-8, 8, 4001) -> np.arange(-5, 5, 0.01); return seconds, -> return np.array(seconds), | coarse
""")
