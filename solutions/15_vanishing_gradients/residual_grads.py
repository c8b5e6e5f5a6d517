"""Chapter 15, exercise 15.4a: the gradient through residual blocks."""

from dlcourse.checks import GRADIENTS, edits
from dlcourse.checks.drawn_blocks import chains_of_blocks
from dlcourse.checks.drawn_blocks import through_blocks as judge  # noqa: F401

READ, ROWS = "15b_paths_that_carry#back-through-a-block", "F033 S082 S117"
HINT = (
    "One block, one sample, one number: h + tanh(w h + b) has the slope 1 + w (1 - tanh^2). Where is the 1?"
)
REFUSED = *GRADIENTS, "dlcourse.layers", "dlcourse.experiments", "dlcourse.checks.drawn_blocks"
VISIBLE, draw = chains_of_blocks()

WRONG = edits(r"""
G = G + dz @ V.T -> G = dz @ V.T | The identity is missing on the way back: h goes past tanh, and so does G.
G = G + dz @ V.T -> pass OR return G, -> return top,; h, inputs -> top, h, inputs; = x, [] -> = G, x, [] | G
    passes unchanged: the way through tanh is missing.
G + dz @ V.T -> G + G @ V.T OR G * (1 - F**2) -> G | The slope of tanh is missing: 1 - tanh^2.
dz @ V.T -> dz @ V | W is not transposed on the way back.
(1 - F**2) -> (1 - (h + F) ** 2) OR (1 - F**2) -> (1 - h**2) | The slope is 1 - tanh(z)^2: h is more, or
    another.
(1 - F**2) -> F * (1 - F) OR (1 - F**2) -> (1 - F) | The slope is not that of tanh, 1 - tanh^2.
(1 - F**2) -> (1 + F**2) | The slope of tanh has a minus: 1 - tanh^2.
h.T @ dz -> (h + F).T @ dz OR h.T @ dz -> F.T @ dz OR h.T @ dz -> x.T @ dz | dW has another h: it is the one
    that enters the block.
h.T @ dz -> dz.T @ h | dW is transposed.
dz.sum(axis=0) -> dz.mean(axis=0) OR h.T @ dz) -> h.T @ dz / len(h)) | Nothing is divided by m: G is that of
    J.
dW.append( -> dx = G\n        dW.append(; return G, -> return dx, ~ go through that block, too
G + dz @ V.T -> 2 * G + dz @ V.T | The identity counts twice.
G + dz @ V.T -> dz + dz @ V.T | The identity has the slope of tanh: it passes G itself.
return G, dW[::-1], db[::-1] -> return G, dW, db | The lists come from the last block to the first.
(W[::-1], inputs[::-1], added[::-1]) -> (W, inputs, added); dW[::-1], db[::-1] -> dW, db | The way back begins
    at the last block, not at the first.
dW, db = [], [] -> dW, db, top = [], [], G; dz = G * -> dz = top * | Each block has the G of the h that leaves
    it: dz has that of the last.
dz = G * (1 - F**2) -> G = G + (G * (1 - F**2)) @ V.T\n        dz = G * (1 - F**2); G = G + dz @ V.T -> pass |
    G is changed too early: dW and db have the G of what leaves the block.
h = h + added[-1] -> h = added[-1] | On the way forward h is left out: h + tanh(h W + b).
np.tanh(h @ V + c) -> np.tanh(h @ V) | b is left out on the way forward.
np.tanh(h @ V + c) -> h @ V + c; (1 - F**2) -> 1 | tanh is left out.
G + dz @ V.T -> G - dz @ V.T | The two ways are subtracted: gradients of all ways are added.
G = G + dz @ V.T -> G += dz @ V.T ~ changed its input
""")
RIGHT = edits(r"""
1 - F**2 -> 1 - F * F; G = G + dz @ V.T -> G = dz @ V.T + G; dW[::-1], db[::-1] -> tuple(dW[::-1]),
    tuple(db[::-1]) | tuples
""")
