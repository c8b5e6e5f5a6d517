"""Chapter 4, exercise 4.1: softmax along an axis, for logits of any size."""

import numpy as np

from dlcourse.checks import Right, draws, edits, normal, shown

READ, ROWS = "04b_output_units#logits-of-any-size", "S058 S061 S064 S065 L035 L039 L040 M008"
HINT = "Try z = [1000, 1001], with pencil: which number makes the exponents small? What is added to lse then?"
REFUSED = "dlcourse.op", "dlcourse.ops.normalization", "scipy.special._logsumexp"


def logits(rng, shape, axis, near=(0,), low=0, **options):
    """Near: where the groups along the axis are, in turn.   low: how far below the first of each group is."""
    z = normal(rng, z=shape, **options)["z"]
    first = np.moveaxis(z, axis, 0)  # a view
    first += np.resize(near, first.shape[1:])
    first[0] -= low
    return {"z": z, "axis": axis}


FAR = ((5,), 0, [1000]), ((2, 3), -1, [1000], 3000), ((5,), 0, [-1000]), ((3, 2), 1, [1000, -1000, 0])
VISIBLE = shown(logits, 11, ((3, 5), 0), ((3, 3), 1), ((2, 3, 3), -2), *FAR)
draw = draws(logits, ((5, 7), 0), ((3, 2, 5), 1), ((7,), -1), *FAR)


def judge(z, axis):
    lse = np.logaddexp.reduce(z, axis=axis, keepdims=True)
    right = Right(lse=lse, p=np.exp(z - lse), log_p=z - lse).within(rtol32=1e-3)  # z of 1000 has few decimals
    return right.hinting("Is z cut off, or something added?" if abs(z).max() > 99 else "Are sums along axis?")


WRONG = edits(r"""
z.max(**along) -> 0 OR return lse, -> return np.log(np.exp(z).sum(**along)), OR z.max( -> z.min( OR z.max( ->
    z.mean( OR np.exp(z - lse) -> np.exp(z) / np.exp(z).sum(**along) OR lse, np.exp(z - lse), z - lse ->
    np.log(np.exp(z).sum(**along)), np.exp(z) / np.exp(z).sum(**along), z - np.log(np.exp(z).sum(**along))
    | e^z overflows, or is 0 for all: first subtract the largest logit, not another number.
z.max(**along) -> z.max() | The largest of all is subtracted: take that along the axis.
z.max(**along) -> np.maximum(0, z).max(**along) OR z.max(**along) -> abs(z).max(**along)
    | All logits may be below 0: subtract the largest, not its size, and not 0 where that is larger.
lse), z - lse -> lse), np.log(np.exp(z - lse)) | ln p of a p that rounds to 0 is -inf: use z - lse.
lse = top + -> lse = OR return lse, -> return lse - top, | Add outside the ln what is subtracted inside it.
return lse, -> return np.exp(lse), OR return lse, -> return top, | lse should be ln of the whole sum.
np.log( -> np.log2( OR np.log( -> np.log10( OR np.log( -> np.log1p( | ln is np.log, and no other logarithm.
along = -> z, along = -z, OR np.exp(z - lse) -> np.exp(-z) / np.exp(-z).sum(**along) OR
    np.exp(z - lse) -> np.exp(lse - z) | An exponent has the wrong sign: a larger logit has a larger p.
np.exp(z - lse) -> np.exp(z - top) | p is not divided by the sum: it does not add up to 1.
np.exp(z - lse) -> (1 + np.tanh(z / 2)) / 2 | p is a sigmoid of each logit: all p should add up to 1.
"axis": axis -> "axis": 0 OR "axis": axis -> "axis": -1 OR "axis": axis -> "axis": min(1, z.ndim - 1)
    | axis is not followed: yours runs along another one.
(z - top).sum(**along) -> (z - top).sum() OR top).sum( -> top).mean( | lse needs a sum, along the axis alone.
return lse, -> return lse.squeeze(axis), ~ An axis of length 1 is missing
""")
RIGHT = edits("np.exp(z - lse) -> np.exp(z - top) / np.exp(z - top).sum(**along) | a quotient")
