"""Chapter 0, exercise 0.3: how small a step?"""

from dlcourse.checks import Right, edits

READ, ROWS = "how-small-a-step", "L017"
HINT = "With pencil: differentiate each bound with respect to h, set it to 0, and solve for h."
CONTROL = "00_start_here.html#step-size.scheme=forward"
REFUSED = ("dlcourse.experiments.ch00_difference_quotients",)
NAMES = "size", "bend2", "bend3"
VISIBLE = [dict(zip(NAMES, (1.3, 0.7, 2.9), strict=True)) | {"dtype": t} for t in ("float64", "float32")]


def draw(rng):
    for dtype in ("float32", "float64", "float32", "float64"):
        yield dict(zip(NAMES, rng.uniform(0.3, 3.9, 3).tolist(), strict=True)) | {"dtype": dtype}


def judge(size, bend2, bend3, dtype):
    u = {"float32": 2.0**-23, "float64": 2.0**-52}[dtype]
    forward, central = 2 * u * size / bend2, 3 * u * size / (2 * bend3)
    return Right(h_forward=forward**0.5, h_central=central ** (1 / 3))


WRONG = edits(r"""
** (1 / 3) -> ** 0.5 | h_central is a square root: where h^2 stands against 1 / h, h^3 comes out.
** 0.5 -> ** (1 / 3) | h_forward is a cube root: where h stands against 1 / h, h^2 comes out.
** (1 / 3) -> ** 1 / 3 | `** 1 / 3` is a third, not a cube root: set brackets.
np.finfo(dtype) -> np.finfo("float64") | u is that of float64, whatever dtype is.
np.finfo(dtype) -> np.finfo("float32") | u is that of float32, whatever dtype is.
finfo(dtype).eps -> finfo(dtype).tiny | That is the smallest number, not the gap after 1: u is `.eps`.
float(np.finfo(dtype).eps) -> 1e-10 | u is a number of its own choice: it follows from dtype.
2 * u * size / bend2 -> u * size / bend2 | In h_forward the 2 is lost that divides bend2 h.
2 * u * size / bend2 -> 2 * u * bend2 / size
    | size and bend2 have changed places: a large bend needs a small step.
size / (2 * bend3) -> bend3 / (2 * size)
    | size and bend3 have changed places: a large bend needs a small step.
2 * u * size / bend2 -> 2 * u / bend2 | h_forward does not know size: larger values are rounded by more.
3 * u * size -> 3 * u | h_central does not know size: larger values are rounded by more.
3 * u * size / (2 * bend3) -> 3 * u * size / bend3
    | The two parts of the bound are equal there: their sum is least where their slopes cancel.
3 * u * size / (2 * bend3) -> 6 * u * size / (2 * bend3)
    | In h_central the slope of h^2 / 6 is h / 3: it is h / 6 here.
(2 * bend3) -> (2 * bend2) | h_central has bend2: there the second derivative drops out, and bend3 is left.
h_forward, h_central -> h_central, h_forward ~ they come in another order
""")
RIGHT = edits(r"""
** 0.5 -> ** (1 / 2); 3 * u * size / (2 * bend3) -> 1.5 * u * size / bend3 | other forms
return h_forward, h_central -> return np.array([h_forward, h_central]) | an array
""")
