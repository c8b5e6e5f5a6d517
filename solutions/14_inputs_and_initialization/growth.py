"""Chapter 14, exercise 14.3b: forward, and backward, with a pencil."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_scaling import grown as judge  # noqa: F401
from dlcourse.checks.drawn_scaling import layers

READ, ROWS = "14b_signals_through_layers#he-a-relu-halves-the-second-moment", "F083 F099"
HINT = (
    "One dense layer first: z is a sum of fan_in terms, each a weight times relu(z): what is E of its square?"
)
REFUSED = "dlcourse.initializers", "dlcourse.experiments", "dlcourse.checks.drawn_scaling"
VISIBLE, draw = layers()
WRONG = edits(r"""
n_in * kernel * v / 2 -> n_in * kernel * v; n_out * kernel * v / 2 -> n_out * kernel * v | A ReLU halves the
    second moment, in each layer: 1/2 is missing.
n_in * kernel * v / 2 -> n_in * kernel * v | forward: relu halves E[z^2] in each layer.
n_out * kernel * v / 2 -> n_out * kernel * v | backward: where z is below 0, no gradient comes through.
n_in * kernel * v / 2 -> n_in * kernel * v * (np.pi - 1) / (2 * np.pi) ~ has the variance (1 - 1/pi)
n_out * kernel * v / 2 -> n_in * kernel * v / 2 | backward counts fan_in: a gradient comes from fan_out units.
n_in * kernel * v / 2 -> n_out * kernel * v / 2 | forward counts fan_out: a unit reads fan_in numbers.
(shape[1], shape[0]) -> shape[:2] | The axes of a convolution are (n_out, n_in, kh, kw).
shape if len(shape) == 2 else (shape[1], shape[0]) -> (shape[1], shape[0]) | The axes of a dense weight are
    (n_in, n_out).
np.prod(shape[2:]) -> 1 | kh kw is missing: each unit reads all pixels of a window.
np.prod(shape[2:]) -> np.prod(shape[2:3]) OR np.prod(shape[2:]) -> np.prod(shape[3:]) | The window has kh kw
    pixels.
n_out * kernel * v / 2 -> n_out * v / 2 | backward lacks kh kw.
forward *= -> forward = OR backward *= -> backward = OR forward *= -> forward = ; backward *= -> backward = |
    That is the last layer alone: the factors of all layers are multiplied.
forward *= -> forward += ; backward *= -> backward += | The factors of the layers are multiplied, not added.
backward *= n_out * kernel * v / 2 -> backward /= n_in * kernel * v / 2 | backward is 1 / forward: gradients
    have a factor of their own.
backward *= n_out * kernel * v / 2 -> backward /= n_out * kernel * v / 2 | backward is upside down: divide by
    what arrives at the last layer.
forward *= n_in * kernel * v / 2 -> forward /= n_in * kernel * v / 2 | forward is upside down: divide by what
    comes before the first layer.
return forward, backward -> return forward**0.5, backward**0.5 | Those are roots: factors of E[z^2] are asked
    for.
n_in * kernel * v / 2 -> n_in * kernel * v**2 / 2 OR n_in * kernel * v / 2 -> n_in * kernel * v**0.5 / 2 |
    forward: v is the variance of the weights: E[w^2] is v itself.
n_in * kernel * v / 2 -> (n_in + n_out) * kernel * v / 4 OR n_out * kernel * v / 2 -> (n_in + n_out) * kernel
    * v / 4 | That has the mean of both fans: signals know fan_in, gradients fan_out.
n_in * kernel * v / 2 -> n_in * kernel * v / 4 OR n_out * kernel * v / 2 -> n_out * kernel * v / 4 ~ relu
    halves once
return forward, backward -> return 2 * forward, 2 * backward ~ the first one has a relu before it
forward = backward = 1.0 -> forward = backward = 0.0 ~ does it start from 1
zip(shapes, variances) -> zip(shapes[1:], variances[1:]) ~ forward
return forward, backward -> return forward ~ should return 2
""")
RIGHT = edits(r"""
forward *= n_in * kernel * v / 2 -> forward = forward * 0.5 * np.prod(shape) / n_out * v | of all weights
""")
