"""Chapter 7, exercise 7.5: a check, and nine networks to try it on."""

import numpy as np

from dlcourse.checks import GRADIENTS, edits
from dlcourse.checks.free.ch07_wrong_gradients import judge  # noqa: F401  shows no answer, so it lies there
from dlcourse.checks.nets import NETS, inputs

READ, ROWS = "check-the-whole-network", "S145 L023"
HINT = "Draw G with both signs. Compare each grads[k] as a whole: the length of a difference over a length."
REFUSED = *GRADIENTS, "dlcourse.experiments.ch00_checkers", "dlcourse.experiments.ch07_whole_net"
VARIANTS = False  # float32 is too coarse for steps of 1e-5
VISIBLE = [inputs(key, np.random.default_rng(75), 1) for key in "12345"]


def draw(rng):
    yield from (inputs(key, rng) for key in NETS)


WRONG = edits(r"""
np.random.default_rng(0).normal(size=forward(theta)[0].shape) -> 0.2 * np.ones(forward(theta)[0].shape)
    ~ It takes the mean of G
np.linalg.norm(grad - measured) -> abs(grad - measured).flat[0] ~ Single entries are off
np.linalg.norm(grad - measured) -> abs((grad - measured).mean()) ~ both signs
1e-3 * np.linalg.norm(measured) -> 1e-3 ~ what is small depends on the gradient [loses 4]
1e-3 * np.linalg.norm(measured) -> 1e-3 * (np.linalg.norm(measured) + 1e-4) ~ what is small depends [loses 4]
norm(grad - measured) -> norm(abs(grad) - abs(measured)) ~ as long as the right one [loses 4]
if np.linalg.norm(grad - measured) > 1e-3 * np.linalg.norm(measured): -> if not np.allclose(grad, measured):
    ~ what is small [loses 4]
if np -> if not np; ) > 1e-3 -> ) < 1e-3 ~ 0 and 0 agree
+ penalty) / -> ) / ~ J is (G * y_hat).sum() + penalty.
(G * y_hat).sum() + penalty -> y_hat.sum() + penalty ~ calls it wrong
norm(measured) -> norm(np.hstack([*map(np.ravel, backward(theta, G))])) ~ small beside the others [loses 4]
> 1e-3 * -> > 1e-12 * ~ calls it wrong
> 1e-3 * -> > 10 * OR > 1e-3 * -> > 0.1 * ~ lets it pass
np.linalg.norm(grad - measured) -> (grad - measured).max() OR
    np.linalg.norm(grad - measured) -> (measured - grad).max() ~ both signs
return wrong -> return [] OR return wrong -> return wrong[:1] ~ lets it pass
return wrong -> return list(range(len(theta))) ~ calls it wrong
wrong.append(k) -> wrong.append(k + 1) ~ the number of no gradient
moved = [part.copy() for part in theta] -> moved = list(theta) ~ changed its input
penalty) / (2 * h) -> penalty) / h ~ calls it wrong
""")
RIGHT = edits(r"""
default_rng(0).normal -> default_rng(5).uniform; 1e-3 * np.linalg.norm(measured) -> 2e-3 *
    max(np.linalg.norm(measured), np.linalg.norm(grad)); return wrong -> return np.array(wrong) | uniform
""")
