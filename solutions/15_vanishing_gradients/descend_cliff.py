"""Chapter 15, exercise 15.3: down the cliff, with the gradient clipped."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_clipping import starts_on_the_cliff
from dlcourse.checks.free.ch15_cliff import judge as judge

READ, ROWS = "the-cliff", "F034"
CONTROL = "15_vanishing_gradients.html#cliff-map.seed=1&cliff-map.step=500"
HINT = (
    "First E and its gradient at the start, beside (E(w + 1e-6, b) - E(w - 1e-6, b)) / 2e-6. Then one step."
)
REFUSED = (
    "dlcourse.optimizers",
    "dlcourse.experiments",
    "dlcourse.checks.free",
    "dlcourse.checks.drawn_clipping",
)
VARIANTS = False  # a path of float32 leaves its own at the cliff
VISIBLE, draw = starts_on_the_cliff()

WRONG = edits(r"""
path.append(path[-1] - lr * g * min(1, max_norm / np.linalg.norm(g))) -> new = path[-1] - lr *
    g\n        path.append(new * min(1, max_norm / np.linalg.norm(new))) ~ (w, b) is clipped after the update
lr * g * min(1, max_norm / np.linalg.norm(g)) -> lr * g * min(1, max_norm / np.linalg.norm(lr * g)) OR - lr *
    g -> - g ~ The step itself has the length max_norm
* min(1, max_norm / np.linalg.norm(g)) ->  OR min(1, max_norm -> max(1, max_norm OR min(1, max_norm /
    np.linalg.norm(g)) -> min(1, np.linalg.norm(g) / max_norm) ~ The gradient is not clipped
lr * g * min(1, max_norm / np.linalg.norm(g)) -> lr * np.clip(g, -max_norm, max_norm) ~ Each number of the
    gradient is cut by itself
min(1, max_norm / np.linalg.norm(g)) -> max_norm / np.linalg.norm(g) ~ A short gradient is made longer
min(1, max_norm / np.linalg.norm(g)) -> 1 / np.linalg.norm(g) ~ The gradient has the length 1
min(1, max_norm / np.linalg.norm(g)) -> (np.linalg.norm(g) < max_norm) ~ does not move
np.linalg.norm(g) -> (g @ g) ~ The square of the length
np.linalg.norm(g) -> abs(g).sum() OR np.linalg.norm(g) -> abs(g).max() ~ it is the root of the sum of squares
- lr * g -> + lr * g ~ The step goes uphill
= 2 * (h -> = (h ~ The 2 of the square is missing
2 * (h - 0.7) * np -> 2 * (h - 0.7) ** 2 * np ~ has the square itself
h + w * dw -> h; 1 + w * db -> 1 ~ that of the last turn alone
range(50) -> range(49) OR range(50) -> range(51) ~ turns:
E.append((h - 0.7) ** 2) -> E.append(abs(h - 0.7)) ~ It lacks the square
[np.array(start)] -> [start]; path.append( -> start -= 0.01\n        path.append( ~ changed its input
""")
RIGHT = edits(r"""
(w, b), h, dw, db = path[-1], 0.5, 0.0, 0.0 -> theta, h = Tensor(path[-1]), 0.5; new = 1 / (1 + np.exp(-w * h
    - b)) -> h = sigmoid(theta[0] * h + theta[1]); dw, db = new * (1 - new) * (h + w * dw), new * (1 - new) *
    (1 + w * db) -> pass; h = new -> pass; 2 * (h - 0.7) * np.array([dw, db]) -> grad((h - 0.7) ** 2, theta);
    E.append((h - -> E.append((h.array - | by the engine
""")
