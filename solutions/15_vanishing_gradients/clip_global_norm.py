"""Chapter 15, exercise 15.2: find the bugs in a clipping by the global norm."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_clipping import by_norm as judge  # noqa: F401
from dlcourse.checks.drawn_clipping import gradients_to_clip

READ, ROWS = "clipping-by-the-norm", "F034"
HINT = (
    "With a pencil: of [3, 0] and [4], norm is 5. What are they for max_norm = 1, and what for max_norm = 6?"
)
REFUSED = "dlcourse.optimizers", "dlcourse.experiments", "dlcourse.checks.drawn_clipping"
VISIBLE, draw = gradients_to_clip()

WRONG = edits(r"""
g * factor for -> g * min(1, max_norm / max(np.linalg.norm(g.astype(float)), 1e-99)) for ~ clipped by its own
    norm
g * factor for g -> (g * factor if np.linalg.norm(g) > max_norm else g) for g ~ Only arrays that are long
g * factor for -> np.clip(g, -max_norm, max_norm) for ~ Each number is cut by itself
sum(squares) -> squares[-1] OR sum(squares) -> squares[0] ~ array alone: it has the squares of all
sum(squares) -> np.mean(squares) OR sum(squares) -> sum(squares) / sum(g.size for g in gradients) ~ norm has a
    mean
np.sqrt(sum(squares)) -> sum(np.sqrt(squares)) ~ norm is a sum of lengths
sum(squares) -> max(squares) ~ the length of the longest array
np.sqrt(sum(squares)) -> sum(squares) ~ norm lacks the root
np.sqrt(sum(squares)) -> sum(abs(g).sum() for g in gradients) OR np.sqrt(sum(squares)) -> max(abs(g).max() for
    g in gradients) ~ it is the root of a sum of squares
.astype(float) ->  ~ an overflow on the way. NumPy warned: overflow encountered in square
max_norm < norm < np.inf -> 0 < norm < np.inf OR max_norm < norm < np.inf -> norm > 0 ~ Short gradients are
    made longer
max_norm / norm if max_norm < norm < np.inf else 1 -> np.minimum(norm, max_norm) / norm ~ 0 / 0 is NaN
max_norm / norm if -> 1 / norm if ~ The length becomes 1
max_norm / norm if -> norm / max_norm if OR max_norm / norm if -> max_norm if OR max_norm / norm if ->
    max_norm / norm**2 if OR max_norm / norm if -> (max_norm / norm) ** 0.5 if ~ max_norm / norm.
max_norm / norm if -> 0 if ~ Long gradients become 0
max_norm / norm if -> max_norm / (norm + 1e-6) if ~ 1e-6 is added to norm
< norm < np.inf -> < norm OR else 1 -> else 1.0 if norm < np.inf else 0.0 ~ 0 times infinite is NaN
g * factor for -> np.nan_to_num(g * factor, posinf=0, neginf=0) for ~ becomes finite: it stays
gradients], norm -> gradients], min(norm, max_norm) ~ norm is that after clipping
g * factor for -> g.__imul__(g.dtype.type(factor)) for ~ changed its input
[g * factor for g in gradients] -> np.concatenate([g.ravel() * factor for g in gradients]) ~ clipped is a list
""")
RIGHT = edits(r"""
np.sqrt(sum(squares)) -> np.linalg.norm([np.linalg.norm(np.float64(g)) for g in gradients]) | norm of norms
squares = -> m = max(abs(g).max() for g in gradients) or 1\n    m = m if m < np.inf else 1\n    squares = ;
    g.astype(float) -> (g / m); norm = -> norm = m * | divided by the largest
""")
