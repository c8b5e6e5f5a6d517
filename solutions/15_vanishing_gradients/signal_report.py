"""Chapter 15, exercise 15.1: the signal and the dead units of each layer."""

from dlcourse.checks import GRADIENTS, edits
from dlcourse.checks.drawn_signals import relu_nets
from dlcourse.checks.drawn_signals import report as judge  # noqa: F401

READ, ROWS = "the-signal-layer-by-layer", "F030 F031 K033 K034 M030 M031 S075"
HINT = "In the last layer dJ/dz is G where z > 0, else 0. What is dJ/dh of the layer below, by its shape?"
REFUSED = *GRADIENTS, "dlcourse.experiments", "dlcourse.checks.drawn_signals"
VISIBLE, draw = relu_nets()

WRONG = edits(r"""
h, z = x, [] -> h, z, u = x, [], []; z.append( -> u.append(h)\n        z.append(; np.sqrt((dz**2).sum()) ->
    np.linalg.norm(u.pop().T @ dz) | Those are the lengths of dJ/dW, which hide the signal: take dJ/dz.
np.sqrt((dz**2).sum()) -> np.linalg.norm(dz.sum(axis=0)) | Those are the lengths of dJ/db: dJ/dz has rows.
(dz**2) -> (G**2) OR signals.append(np.sqrt((dz**2).sum()))\n        G = dz @ V.T -> G = dz @
    V.T\n        signals.append(np.sqrt((G**2).sum())) | That is dJ/dh, of this layer or of the one below:
    take dJ/dz.
* (own > 0) ->  OR dz @ V.T -> G @ V.T | On the way back, too, nothing gets through where z is below 0.
G * (own > 0) -> G * own OR G * (own > 0) -> G * np.maximum(0, own) | The slope of a ReLU is 0 or 1, not z.
* (own > 0) -> * np.where(own > 0, 1, 0.01) | Below 0 the slope is 0, not that of a leaky ReLU.
* (own > 0) -> * (own > 0 if own is not z[-1] else 1) | The last layer has its ReLU, too.
np.sqrt((dz**2).sum()) -> (dz**2).sum() OR (dz**2).sum() -> (dz**2).mean() | A length is the root of the sum
    of squares.
np.sqrt((dz**2).sum()) -> abs(dz).mean() OR np.sqrt((dz**2).sum()) -> abs(dz).sum() OR np.sqrt((dz**2).sum())
    -> abs(dz).max() | Those are absolute values: a length has squares and a root.
np.sqrt((dz**2).sum()) -> np.linalg.norm(dz, 2) | That is the largest singular value: all squares count.
np.sqrt((dz**2).sum()) -> np.sqrt((dz**2).sum() / len(x)) ~ The squares are divided by m
.all(axis=0).sum() -> .all(axis=0) ~ `sum` counts where a mask is True
signals[::-1], -> signals, | The signals come from the last layer to the first.
signals[::-1], -> [s / signals[0] for s in signals[::-1]], | They are divided by that of the last layer.
signals[::-1], -> np.log10(np.array(signals[::-1]) + 1e-300), | That is log10 of the signals.
signals = [] -> signals, G = [], np.ones(G.shape) | G is left out, or taken as 1.
h @ V + c -> h @ V | The biases are left out.
.all(axis=0).sum() for -> [0].sum() for OR .all(axis=0).sum() for -> [-1].sum() for ~ row alone: a dead unit
.all(axis=0) -> .any(axis=0) ~ units that give 0 for some row
.all(axis=0).sum() -> .sum() ~ That counts zeros
.all(axis=0) -> .all(axis=1) ~ That counts rows
(own <= 0).all(axis=0) -> (own > 0).any(axis=0) ~ the units that are alive
.all(axis=0).sum() -> .all(axis=0).mean() ~ dead is a count, not a part
(own <= 0).all(axis=0) -> (own.mean(axis=0) <= 0) ~ The mean of z is below 0
[(own <= 0).all(axis=0).sum() for own in z] -> [(c < 0).sum() for c in b] ~ biases below 0
signals = [] -> signals, u = [], []; (own > 0)\n -> (own > 0)\n        u.insert(0, (dz ==
    0).all(axis=0).sum())\n; [(own <= 0).all(axis=0).sum() for own in z] -> u ~ Those get no gradient
dz = G * (own > 0) -> G *= own > 0\n        dz = G ~ changed its input
""")
RIGHT = edits("np.sqrt((dz**2).sum()) -> np.linalg.norm(dz); .all(axis=0) -> .min(axis=0) | norm and min")
