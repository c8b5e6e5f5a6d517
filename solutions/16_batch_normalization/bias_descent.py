"""Chapter 16, exercise 16.4: the bias that explodes where the gradient ignores the mean."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_biases import biases
from dlcourse.checks.drawn_biases import descended as judge  # noqa: F401

READ, ROWS = "a-gradient-that-ignores-the-mean", "F084 F085"
HINT = "With the mean as a constant, x_hat has the slope 1 in b. And what is the slope of b - mean(b)?"
REFUSED = "dlcourse.optimizers", "dlcourse.experiments", "dlcourse.checks.drawn_biases"
VISIBLE, draw = biases()

WRONG = edits(r"""
error - error.mean() if through_mean else error -> error - error.mean() ~ The gradient goes through the mean
error - error.mean() if through_mean else error -> error ~ The mean is a constant in yours
if through_mean else -> if not through_mean else ~ The gradient goes through the mean
- lr * slope.mean() -> + lr * slope.mean() ~ The step goes uphill
slope.mean() -> slope.sum() ~ The gradient is a sum over the samples
slope.mean() -> slope.mean() / len(u) ~ divided by m twice
slope.mean() -> 2 * slope.mean() ~ twice too large
slope.mean() -> slope.mean() / 2 ~ The gradient has a half
slope.mean() -> (slope * x_hat).mean() ~ The gradient has x_hat as a factor
- lr * slope.mean() -> - slope.mean() ~ lr is missing
- lr * slope.mean() -> + lr * (1 - through_mean) ~ Every step is lr
- (u + b_path[-1]).mean() -> - u.mean() ~ The mean is that of u, without b
- (u + b_path[-1]).mean() ->  ~ The mean of u + b is not subtracted
x_hat = u + b_path[-1] - (u + b_path[-1]).mean() -> x_hat = (u - u.mean()) / u.std() ~ divided by its spread
(error**2).mean() / 2 -> (error**2).mean() ~ J lacks its half
(error**2).mean() / 2 -> (error**2).sum() / 2 ~ J is a sum
(error**2).mean() / 2 -> error.mean() ** 2 / 2 ~ J is the square of a mean
(error**2).mean() / 2 -> np.sqrt((error**2).mean() / 2) ~ J has a root
(error**2).mean() / 2 -> abs(error).mean() / 2 ~ J has absolute values
error = x_hat - y -> error = y - x_hat ~ uphill
error = x_hat - y -> error = x_hat ~ y
b_path[:-1] -> b_path[1:] ~ b_path begins after the first step
b_path[:-1] -> b_path ~ b_path is an array of shape
range(n_steps + 1) -> range(n_steps) ~ b_path is an array of shape
np.array(b_path[:-1]), np.array(J) -> np.array(J), np.array(b_path[:-1]) ~ another order
np.array(b_path[:-1]), np.array(J) -> b_path[-2], J[-1] ~ b_path is a single number
b_path, J = [b], [] -> u -= 0.1\n    b_path, J = [b], [] ~ changed its input
[b], [] -> [0.0], [] ~ it begins at b
""")
RIGHT = edits(r"""
x_hat = u + b_path[-1] - (u + b_path[-1]).mean() -> b = Tensor(b_path[-1])\n        mean = (u +
    b).mean()\n        x_hat = u + b - (mean if through_mean else mean.array); J.append((error**2).mean() /
    2) -> cost = (error**2).mean() / 2\n        J.append(float(cost.array)); slope = error - error.mean() if
    through_mean else error -> pass; slope.mean() -> float(grad(cost, b)) | by the engine
slope = error - error.mean() if through_mean else error -> slope = error * (1 - through_mean) | the slope 0
""")
