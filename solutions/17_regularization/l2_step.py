"""Chapter 17, exercise 17.1: a step with an L2 penalty, in both conventions."""

from dlcourse.checks import GRADIENTS, edits
from dlcourse.checks.drawn_penalties import layers_to_shrink
from dlcourse.checks.drawn_penalties import stepped as judge  # noqa: F401

READ, ROWS = "a-price-for-weights-l2", "S121 S160 L012 F036 F037"
HINT = "One weight w: what are the slopes of strength / 2 w^2 and strength w^2? A step takes lr times it."
REFUSED = *GRADIENTS, "dlcourse.regularization", "dlcourse.optimizers", "dlcourse.checks.drawn_penalties"
VISIBLE, draw = layers_to_shrink()

WRONG = edits(r"""
2 * strength\n -> strength\n ~ That is the form "alpha"
= strength if form == "alpha" else 2 * strength -> = 2 * strength ~ That is the form "lambda"
if form == "alpha" -> if form == "lambda" ~ That is the form
= strength if form == "alpha" else 2 * strength -> = strength / 2 if form == "alpha" else
    strength ~ has a half
alpha / 2 * (W -> alpha * (W ~ penalty is twice what its form asks for
alpha / 2 * (W -> alpha / 4 * (W ~ penalty is half of what its form asks for
(W**2).sum() -> ((W**2).sum() + (b**2).sum()) ~ b is penalized in yours
(W**2).sum() -> ((W**2).sum() + (b**2).sum()); b - lr * db -> decay * b - lr * db ~ b is penalized in yours
b - lr * db -> decay * b - lr * db ~ b is penalized in yours: new_b has no decay
(W**2).sum() -> np.linalg.norm(W) ~ penalty has a root
(W**2).sum() -> abs(W).sum() ~ penalty has absolute values
(W**2).sum() -> (W**2).mean() ~ penalty is a mean
(W**2).sum() -> W.sum() ** 2 ~ penalty is the square of a sum
(W**2).sum() -> np.linalg.norm(W, 2) ** 2 ~ the largest singular value
(W**2).sum() -> (W**2).sum(axis=0) ~ penalty
(W**2).sum() -> ((decay * W - lr * dW) ** 2).sum(); penalty, decay = alpha / 2 -> decay = 1 - lr *
    alpha\n    penalty, decay = alpha / 2 ~ penalty is that after the step
1 - lr * alpha -> 1 - lr * alpha / 2 ~ decay lacks the 2
1 - lr * alpha -> 1 - 2 * lr * alpha ~ decay has a 2 too many
1 - lr * alpha -> 1 - alpha ~ lr is missing in decay
1 - lr * alpha -> 1 + lr * alpha ~ W grows by its penalty
penalty, decay, decay * W -> penalty, lr * alpha, decay * W ~ decay is what is taken off W
penalty, decay, decay * W - lr * dW -> penalty, decay, W - lr * dW ~ new_W has no penalty
decay * W - lr * dW -> W - lr * (dW + alpha * np.sign(W)) ~ The slope is that of L1
decay * W - lr * dW -> W - lr * (dW + alpha) ~ The slope of penalty lacks W
decay * W - lr * dW -> decay * (W - lr * dW) ~ dW is multiplied by decay, too
decay * W - lr * dW -> decay * W - dW ~ lr is missing before dW
decay * W - lr * dW -> decay * W + lr * dW ~ dW is added in new_W
decay * W - lr * dW -> decay * W ~ dW is missing in new_W
decay * W - lr * dW, b - lr * db -> dW + alpha * W, db ~ Gradients are returned
b - lr * db -> b + lr * db ~ new_b goes uphill
b - lr * db -> b ~ new_b is b
penalty, decay, decay * W -> decay, penalty, decay * W ~ decay
return penalty, decay, -> return penalty, ~ should return 4
alpha = strength -> W *= 0.9\n    alpha = strength ~ changed its input
""")
RIGHT = edits(r"""
decay * W - lr * dW -> W - lr * (dW + alpha * W) | by the gradient of J
(W**2).sum() -> np.linalg.norm(W) ** 2 | by the norm
(W**2).sum() -> np.trace(W.T @ W) | by the trace
""")
