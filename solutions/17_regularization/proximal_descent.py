"""Chapter 17, exercise 17.2: L1, by the proximal step."""

from dlcourse.checks import GRADIENTS, edits
from dlcourse.checks.drawn_proximal import judged as judge  # noqa: F401
from dlcourse.checks.drawn_proximal import samples_to_descend

READ, ROWS = "a-step-that-reaches-0", "F039"
CONTROL = "17_regularization.html#penalty-sweep.kind=L1&penalty-sweep.step=19"
HINT = "One step: print the moved w beside lr alpha. An entry above lr alpha loses it; one below -lr alpha?"
REFUSED = *GRADIENTS, "dlcourse.regularization", "dlcourse.models", "dlcourse.checks.drawn_proximal"
VISIBLE, draw = samples_to_descend()

WRONG = edits(r"""
- lr * alpha, 0) -> - alpha, 0) ~ The threshold is lr alpha: lr is missing
- lr * alpha, 0) -> - lr * alpha / 2, 0) ~ yours is half of it
- lr * alpha, 0) -> - lr * alpha / len(x), 0) ~ yours is divided by m
np.sign(moved) * np.maximum(abs(moved) - lr * alpha, 0) -> moved - lr * alpha * np.sign(w) ~ it jumps over 0
np.sign(moved) * np.maximum(abs(moved) - lr * alpha, 0) -> moved - lr * alpha * np.sign(w).sum() ~ The signs
    are added up to one number
np.sign(moved) * np.maximum(abs(moved) - lr * alpha, 0) -> moved - lr * alpha * np.sign(moved) ~ comes out on
    the other side
np.sign(moved) * np.maximum(abs(moved) - lr * alpha, 0) -> np.where(abs(moved) > lr * alpha, moved, 0) ~ stays
    as it is: it moves towards 0, too
np.sign(moved) * np.maximum(abs(moved) - lr * alpha, 0) -> moved * (1 - lr * alpha) ~ That is L2
np.sign(moved) * np.maximum(abs(moved) - lr * alpha, 0) -> moved ~ alpha has no part
np.sign(moved) * np.maximum(abs(moved) - lr * alpha, 0) -> np.maximum(moved - lr * alpha, 0) ~ Entries below 0
np.sign(moved) * -> np.sign(w) * ~ The sign is that of w before
np.sign(moved) * np.maximum -> np.maximum ~ The sign of the moved w is lost
np.sign(moved) * np.maximum(abs(moved) - lr * alpha, 0) -> np.clip(moved, -lr * alpha, lr * alpha) ~ taken off
w - lr * (x.T @ error) -> w + lr * (x.T @ error) ~ uphill
w - lr * (x.T @ error) -> w - lr * (x.T @ error) / len(x) ~ The gradient of w is a mean
error = x @ w + b - y -> error = 2 * (x @ w + b - y) ~ have a 2
error = x @ w + b - y -> error = (x @ w + b - y) / len(x) ~ are divided by m
s):\n        error = x @ w + b - y -> s):\n        error = x @ w - y ~ b is missing in y_hat
b - lr * error.sum() -> b - lr * error.mean() ~ The gradient of b is a mean
b - lr * error.sum() -> b - lr * error.sum() - lr * alpha * np.sign(b) ~ it is not penalized
moved = -> b = b - lr * error.sum()\n        error = x @ w + b - y\n        moved = ; , b - lr * error.sum()\n
    -> , b\n ~ with the new b
error = x @ w + b - y\n    return -> return ~ dw is that before the last step
b, x.T @ error -> b, x.T @ error + alpha * np.sign(w) ~ dw has the penalty
b, x.T @ error -> b, x.T @ error / len(x) ~ dw is divided by m
range(n_steps) -> range(1) ~ One step is taken
for _ in -> w, b = 0 * w, 0 * b\n    for _ in ~ Yours begins at 0
lr * error.sum()\n -> lr * error.sum()\n        w = np.where(abs(w) < 1e-2, 0, w)\n ~ cut off [loses 3]
moved = w - lr * (x.T @ error) -> moved = w\n        moved -= lr * (x.T @ error) ~ changed its input
""")
RIGHT = edits(r"""
np.sign(moved) * np.maximum(abs(moved) - lr * alpha, 0) -> moved - np.clip(moved, -lr * alpha, lr *
    alpha) | cut
np.sign(moved) * np.maximum(abs(moved) - lr * alpha, 0) -> np.maximum(moved - lr * alpha, 0) +
    np.minimum(moved + lr * alpha, 0) | two sides
""")
