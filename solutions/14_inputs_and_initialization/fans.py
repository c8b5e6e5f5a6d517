"""Chapter 14, exercise 14.2a: how many inputs, how many outputs."""

from dlcourse.checks import Right, edits
from dlcourse.checks.drawn_scaling import shapes

READ, ROWS = "14b_signals_through_layers#fans-of-a-convolution", "F081 F083"
HINT = "One output pixel reads kh kw pixels of each of n_in channels. And which ones read one input pixel?"
DENSE = "A dense weight has the axes (n_in, n_out), so fan_in comes first: a unit reads n_in numbers."
CONVOLUTION = "A convolution has the axes (n_out, n_in, kh, kw): n_out comes first."
REFUSED = "dlcourse.initializers", "dlcourse.layers", "dlcourse.experiments"
VISIBLE, draw = shapes()


def judge(shape):
    n_out, n_in, *sides = shape if len(shape) == 4 else shape[::-1]
    for side in sides:
        n_in, n_out = n_in * side, n_out * side
    right = Right(fan_in=n_in, fan_out=n_out).hinting(HINT if sides else DENSE)
    return right.if_instead(CONVOLUTION if sides else DENSE, {"fan_in": n_out, "fan_out": n_in})


WRONG = edits(r"""
return shape\n -> return shape[::-1]\n ~ so fan_in comes first
n_out, n_in, kh, kw = shape -> n_in, n_out, kh, kw = shape ~ n_out comes first
n_in * kh * kw, n_out * kh * kw -> n_in, n_out | The window of a convolution is missing: it has kh kw pixels.
, n_out * kh * kw -> , n_out | fan_out lacks kh kw: far from the border an input pixel is in as many windows.
n_in * kh * kw, -> n_in, | fan_in lacks kh kw: a unit reads all pixels of the window.
n_in * kh * kw, n_out * kh * kw -> n_in * kh, n_out * kh OR n_in * kh * kw, n_out * kh * kw -> n_in * kw,
    n_out * kw OR n_in * kh * kw, n_out * kh * kw -> n_in * kh**2, n_out * kh**2 OR n_in * kh * kw, n_out * kh
    * kw -> n_in * kw**2, n_out * kw**2 | The window has kh kw pixels.
n_in * kh * kw, n_out * kh * kw -> kh * kw, kh * kw | The channels are missing: a unit reads all n_in of them.
n_in * kh * kw, n_out * kh * kw -> n_in * n_out * kh * kw, n_out * kh * kw | fan_in is the number of all
    weights: count what one unit reads.
n_in * kh * kw, n_out * kh * kw -> n_in * kh * kw, n_in * n_out * kh * kw | fan_out is the number of all
    weights: count the units that read one input.
n_in * kh * kw, n_out * kh * kw -> n_in * (kh + kw), n_out * (kh + kw) | kh and kw are added: multiply them.
n_in * kh * kw, -> n_in * kh * kw + 1, OR return shape\n -> return shape[0] + 1, shape[1]\n | A bias is
    counted: a unit reads n_in kh kw numbers.
n_out, n_in, kh, kw = shape -> kh, kw, n_in, n_out = shape | A convolution has the shape (n_out, n_in, kh,
    kw): the kernel's sides come last.
if len(shape) == 2:\n        return shape\n -> return shape[:2]\n | A convolution is taken for a dense layer:
    its axes are (n_out, n_in, kh, kw).
n_in * kh * kw, n_out * kh * kw -> n_in * kh * kw, n_out * kh * kw // 2 ~ fan_out
n_in * kh * kw, n_out * kh * kw -> n_out * kh * kw, n_in * kh * kw ~ n_out comes first
n_in * kh * kw, n_out * kh * kw -> (n_in * kh * kw + n_out * kh * kw) / 2, (n_in + n_out) * kh * kw / 2 | That
    is the mean of both fans, for both.
n_in * kh * kw, n_out * kh * kw -> n_in * kh * kw ~ should return 2
if len(shape) == 2:\n        return shape\n -> if len(shape) != 4:\n        return None\n ~ None
""")
RIGHT = edits(r"""
return n_in * kh * kw, n_out * kh * kw -> k = np.prod(shape[2:])\n    return float(n_in * k), float(n_out * k)
    | np
""")
