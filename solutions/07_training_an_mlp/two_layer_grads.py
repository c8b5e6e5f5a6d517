"""Chapter 7, exercise 7.3: two paths to each weight, by hand."""

import numpy as np

from dlcourse.checks import GRADIENTS, Right, edits, slopes
from dlcourse.checks.drawn_nets import two_layers
from dlcourse.experiments.ch07_passes import two_layers_cost

READ, ROWS = "two-paths-to-a-weight", "S158 S159 S160 S161 L012"
HINT = "G = (p - Y) / m, where row i of Y is 1 at y[i] and 0 elsewhere. Then H^T G, G W2^T, the mask, X^T."
CONTROL = "07_training_an_mlp.html#shape-tracer.step=4"
REFUSED = *GRADIENTS, "dlcourse.graphs", "dlcourse.op", "dlcourse.ops", "dlcourse.experiments"
# First as many units as classes: there the mask of U2 fits.
VISIBLE = [two_layers(np.random.default_rng(74), *m, decimals=1) for m in ((5, 3, 2, 2), (7, 3, 5, 2))]


def draw(rng):
    for sizes in ((5, 3, 3, 3), (7, 2, 5, 3), (11, 5, 3, 2), (2, 3, 7, 5)):
        yield two_layers(rng, *sizes)


def judge(**network):
    by = slopes(two_layers_cost, network, "W1 W2")
    counts = {"the number of samples m": len(network["y"]), "the number of classes k": network["W2"].shape[1]}
    return Right(J=float(two_layers_cost(**network)), **by).knowing(counts)


WRONG = edits(r"""
(U1 > 0) -> (G @ W2.T > 0) OR (U1 > 0) -> U1 OR (U1 > 0) -> H | The mask is 1 where U1 > 0, 0 elsewhere.
(U1 > 0) -> (H @ W2 > 0) | The mask is taken from U2: the ReLU stands behind U1.
W2.T * (U1 > 0) -> W2.T | The mask is missing: where U1 is below 0, nothing comes through the ReLU. [loses 6]
2 * lam -> lam | The penalty has lambda W: without a half in front, the slope of lambda W^2 is 2 lambda W.
dU1 + 2 * lam * W1 -> dU1; H.T @ G + 2 * lam * W2 -> H.T @ G | The penalty path is lost: add 2 lambda W.
X.T @ dU1 + 2 * lam * W1 -> X.T @ dU1 OR + 2 * lam * W1 -> + lam * W1 | Only W2 has its penalty path right.
H.T @ G + 2 * lam * W2 -> H.T @ G OR + 2 * lam * W2 -> + lam * W2 | Only W1 has its penalty path right.
X.T @ dU1 + 2 * lam * W1, H.T @ G + 2 -> 2 * lam * W1, 2 | The data path is lost: there are two paths.
(p - np.eye(W2.shape[1])[y]) -> p | G lacks the one-hot rows: it is p, minus 1 at y[i].
) / len(X) -> ) OR / len(X) -> / len(X) ** 2 OR / len(X) -> / p.size | G needs 1 / m, and only once.
X.T @ dU1 + -> X.T @ dU1 / len(X) + | dW1 is divided by m once more: 1 / m is in G already.
mean() + lam * ((W1**2).sum() + (W2**2).sum()) -> mean() | J lacks the penalty.
lam * ((W1 -> lam / 2 * ((W1; 2 * lam -> lam | This is the penalty with a half in front: it has none here.
p - np.eye -> np.eye; [y]) / -> [y] - p) / | G is the wrong way round: it is p minus the one-hot rows.
e = np.exp(H @ W2) -> e = np.exp(np.maximum(0, H @ W2)) | U2 has a ReLU: behind it stands softmax alone.
H = np.maximum(0, U1) -> H = U1 | The ReLU is forgotten on the way there.
(p - np.eye -> (H @ W2 - np.eye | G has the logits U2 in the place of p.
sum(axis=1, keepdims=True) -> sum() OR axis=1 -> axis=0 | The softmax is not each row's own.
H.T @ G -> U1.T @ G | dW2 has U1 in the place of H: U2 = H W2.
""")
RIGHT = edits(r"""
e = np.exp(H @ W2) -> e = H @ W2\n    e = np.exp(e - e.max(axis=1, keepdims=True)); X.T @ dU1 ->
    sum(np.outer(a, d) for a, d in zip(X, dU1)); (U1 > 0) -> (H > 0) | sample by sample
""")
