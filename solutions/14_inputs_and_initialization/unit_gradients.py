"""Chapter 14, exercise 14.4a: equal units."""

from dlcourse.checks import GRADIENTS, edits
from dlcourse.checks.drawn_twins import gradients as judge  # noqa: F401
from dlcourse.checks.drawn_twins import networks

READ, ROWS = "14b_signals_through_layers#units-that-start-equal-stay-equal", "S034 S036 S086 L037 F077"
HINT = "Two units with one column of W, one c and one w: go through your formulas. Where could they differ?"
REFUSED = *GRADIENTS, "dlcourse.experiments", "dlcourse.checks.drawn_twins"
VISIBLE, draw = networks()
WRONG = edits(r"""
/ len(x) ->  | The gradients are sums over the samples: J is their mean.
(h @ w + b - y) / len(x) -> 2 * (h @ w + b - y) / len(x) | The half of J is forgotten: the slope of e^2 / 2 is
    e.
(h @ w + b - y) -> (y - h @ w - b) ~ wrong sign
+ b - y) -> - y) | The output lacks b.
(1 - h * h) -> (1 - h) OR (1 - h * h) -> h * (1 - h) OR (1 - h * h) -> (1 - np.tanh(h) ** 2) | The slope of
    tanh is 1 - h^2.
dz = np.outer(e, w) * (1 - h * h) -> dz = np.outer(e, w) | The slope of tanh is missing.
np.outer(e, w) -> np.outer(e, np.ones(len(w))) | w is missing on the way back to the hidden layer.
dw = x.T @ dz, dz.sum(axis=0), h.T @ e -> dw = x.T @ dz, dz.sum(axis=0), (x @ W + c).T @ e | dw: it is h that
    w multiplies, not z.
np.allclose(G[:, i], G[:, j]) -> np.allclose(W[:, i], W[:, j]) OR np.allclose(G[:, i], G[:, j]) ->
    np.allclose(W[:, i], W[:, j]) and c[i] == c[j] | first compares the weights that come in: units that are
    equal there differ where w differs.
G = np.vstack([dW, dc, dw]) -> G = dw[None] | first compares dw alone: dW and dc belong to a unit, too.
G = np.vstack([dW, dc, dw]) -> G = dW ~ without dw
G = np.vstack([dW, dc, dw]) -> G = abs(np.vstack([dW, dc, dw])) | first takes mirrored units for equal: their
    gradients have other signs.
for i in range(j + 1) -> for i in range(len(w) - 1, -1, -1) | first[j] is the last unit with the same
    gradients.
for i in range(j + 1) if np.allclose(G[:, i], G[:, j])) -> for i in [*range(j - 1, -1, -1), j] if
    np.allclose(G[:, i], G[:, j])) | first[j] is the nearest unit before j: the first one is asked for.
for i in range(j + 1) if np.allclose(G[:, i], G[:, j])) -> for i in range(len(w)) if i != j and
    np.allclose(G[:, i], G[:, j]) or i == len(w) - 1) | A unit that is the first has its own number.
next(i for i in range(j + 1) if np.allclose(G[:, i], G[:, j])) -> next((i for i in range(j) if
    np.allclose(G[:, i], G[:, j])), -1) | A unit that is the first has its own number.
(h @ w + b - y) -> (np.tanh(h @ w + b) - y) | The output has no tanh: it is h w + b.
np.array(first) -> np.array(first) + 1 | Units are counted from 0.
np.array(first) -> np.unique(first, return_inverse=True)[1] | first has numbers of groups, not of units.
np.array(first) -> np.bincount(first, minlength=len(w)) | first has how many units are equal, not which one is
    first.
np.array(first) -> np.arange(len(w)) OR np.array(first) -> np.zeros(len(w), int) ~ first
dw = x.T @ dz, dz.sum(axis=0), h.T @ e -> dw = dz.T @ x, dz.sum(axis=0), h.T @ e; [dW, -> [dW.T, ~ dW
return dW, dc, dw, np.array(first) -> return dW, dw, dc, np.array(first) ~ another order
return dW, dc, dw, np -> W += 1.0\n    return dW, dc, dw, np ~ changed its input
""")
RIGHT = edits(r"""
np.allclose(G[:, i], G[:, j]) -> abs(G[:, i] - G[:, j]).max() < 1e-6 | by hand
np.vstack([dW, dc, dw]) -> np.vstack([dw, dW]) | without dc
, np.array(first) -> , first | a list
""")
