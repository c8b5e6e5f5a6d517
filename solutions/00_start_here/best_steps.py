"""Chapter 0, exercise 0.3: how small a step?"""

from dlcourse.checks import Right, edits

READ, ROWS = "00b_gradient_checking#how-small-a-step", "L017"
HINT = "With pencil: differentiate each bound with respect to h, set it to 0, and solve for h."
CONTROL = "00b_gradient_checking.html#step-size.scheme=forward"
REFUSED = ("dlcourse.experiments.ch00_difference_quotients",)
NAMES = "size", "bend2", "bend3"
VISIBLE = [dict(zip(NAMES, (130.0, 0.02, 0.05), strict=True)) | {"dtype": t} for t in ("float64", "float32")]


def draw(rng):
    for dtype in ("float32", "float64", "float32", "float64"):  # so large and flat that no step is tiny
        yield dict(zip(NAMES, (rng.uniform(1, 4, 3) * [60, 0.01, 0.02]).tolist(), strict=True)) | {
            "dtype": dtype
        }


def judge(size, bend2, bend3, dtype):
    u = {"float32": 2.0**-23, "float64": 2.0**-52}[dtype]
    forward, central = 2 * u * size / bend2, 3 * u * size / (2 * bend3)
    return Right(h_forward=forward**0.5, h_central=central ** (1 / 3))


WRONG = edits(r"""
** (1 / 3) -> ** 0.5 | Where the slope is 0, h^3 stands alone: h_central is a cube root.
** 0.5 -> ** (1 / 3) | Where the slope is 0, h^2 stands alone: h_forward is a square root.
** 0.5 -> ** 1; ** (1 / 3) -> ** 1 | The roots are missing: solve for h, not for h^2 and h^3.
** 0.5 -> ** 1 / 2 OR ** (1 / 3) -> ** 1 / 3 OR ** 0.5 -> ** 1 / 2; ** (1 / 3) -> ** 1 / 3
    | `** 1 / 2` divides by 2, and `** 1 / 3` by 3: set brackets.
np.finfo(dtype) -> np.finfo("float64") OR np.finfo(dtype) -> np.finfo("float32") | u does not follow dtype.
.eps) -> .eps) / 2 | u is the gap after 1, `.eps`; half of it is the largest rounding error.
float(np.finfo(dtype).eps) -> np.finfo(dtype).eps | u is a float32 number, and makes h one: take float(...).
2 * u * size / bend2 -> u * size / bend2 | h_forward: the slope of bend2 h / 2 is bend2 / 2; the 2 is lost.
size / bend2 -> bend2 / size OR size / (2 * bend3) -> bend3 / (2 * size)
    | size and the bend are exchanged: a large bend needs a small step.
2 * u * size / bend2 -> bend2 / (2 * u * size) OR ** (1 / 3) -> ** (-1 / 3) | The fraction is upside down.
2 * u * size / bend2 -> u * size / (2 * bend2) | h_forward has its 2 on the wrong side of the fraction.
3 * u * size / (2 * bend3) -> 2 * u * size / (3 * bend3) | In h_central 2 and 3 are exchanged.
(2 * bend3) -> 2 * bend3 | `/ 2 * bend3` divides by 2, and multiplies by bend3: set brackets.
2 * u * size -> 2 * u OR 3 * u * size -> 3 * u | A step does not know size: larger values are rounded by more.
2 * u * -> 2 * OR 3 * u * -> 3 * | u is missing: without rounding no step would be too small.
3 * u * size -> u * size | h_central: the slope of bend3 h^2 / 6 is bend3 h / 3; the 3 is lost.
(2 * bend3) -> bend3 | There the parts of the bound are equal, not their slopes. Or has 1 / (2 h) lost its 2?
(2 * bend3) -> (4 * bend3) OR 3 * u * size / (2 -> 6 * u * size / (1 OR 3 * u * size / (2 -> u * size / (1
    | h_central has a wrong number in front: what are the slopes of h^2 / 6 and 1 / (2 h)?
(2 * bend3) -> (2 * bend2) | h_central has bend2: its bound has bend3.
2 * u * size / bend2 -> 4 * u * size / bend2 | h_forward: the slope of u size / h is -u size / h^2, with no 2.
h_forward, h_central -> h_central, h_forward ~ they come in another order
""")
RIGHT = edits(r"""
** 0.5 -> ** (1 / 2); 3 * u * size / (2 * bend3) -> 1.5 * u * size / bend3 | other forms
return h_forward, h_central -> return np.array([h_forward, h_central]) | an array
""")
