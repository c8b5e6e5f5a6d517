"""Chapter 6, exercise 6.6a: a number and its tangent."""

from dlcourse.checks import GRADIENTS, Right, edits

READ, ROWS = "06c_forward_and_symbols#a-tangent-that-runs-along", "L029 L030 F024"
HINT = "A constant does not change: its tangent is 0. Each rule is a rule of school, with du and dv in it."
REFUSED = *GRADIENTS, "dlcourse.op", "dlcourse.ops"
DO = {"+": lambda u, v: u + v, "-": lambda u, v: u - v, "*": lambda u, v: u * v, "/": lambda u, v: u / v}
DO |= {"**": lambda u, v: u**v}
A, B = (1.3, -0.7), (2.6, 1.9)
VISIBLE = [{"op": op, "a": A, "b": B if op != "**" else 2.6} for op in DO]
VISIBLE += [{"op": op, "a": a, "b": b} for op in ("+", "-", "*", "/") for a, b in ((A, 2.6), (1.3, B))]


def draw(rng):
    for op in DO:
        (u, du), (v, dv) = (rng.uniform(0.3, 1.9, (2, 2)) * [[1, -1], [1.4, 1]]).tolist()
        yield from ({"op": op, "a": (u, du), "b": b} for b in ([(v, dv)] * (op != "**") + [v]))
        yield from ({"op": op, "a": a, "b": (-v, dv)} for a in ([u, (-u, du)] if op != "**" else []))


def judge(op, a, b):
    (u, du), (v, dv) = (one if isinstance(one, tuple) else (one, 0.0) for one in (a, b))
    moved = DO[op](u + 1e-30j * du, v + 1e-30j * dv if isinstance(b, tuple) else v)
    return Right(value=moved.real, tangent=moved.imag / 1e-30).knowing({"u": u, "du": du, "v": v, "dv": dv})


WRONG = edits(r"""
(a, 0.0) -> (a, 1.0) OR (b, 0.0) -> (b, 1.0) | The tangent of a constant is 0: it does not change.
(a, 0.0) -> (a, a) OR (b, 0.0) -> (b, b) | The tangent of a constant is 0, not the constant itself.
du * v + u * dv -> du * dv | The tangent of a product is not the product of the tangents: du v + u dv.
du * v + u * dv -> du * v OR du * v + u * dv -> u * dv | A product has two terms: du v + u dv.
du * v + u * dv -> du * u + v * dv | Each tangent is times the other number: du v + u dv.
du * v + u * dv -> du * v - u * dv ~ tangent
du - dv -> du + dv OR du + dv -> du - dv ~ tangent
u - v, du - dv -> u - v, du ~ tangent
(du * v - u * dv) / v**2 -> du / (dv or v) | The tangent of a quotient is not the quotient of tangents.
(du * v - u * dv) / v**2 -> du / v OR (du * v - u * dv) / v**2 -> -u * dv / v**2
    | A quotient has two terms: (du v - u dv) / v^2.
(du * v - u * dv) / v**2 -> (du * v + u * dv) / v**2 ~ tangent
(du * v - u * dv) / v**2 -> (u * dv - du * v) / v**2 ~ tangent has the wrong sign
(du * v - u * dv) / v**2 -> (du * v - u * dv) / v ~ tangent
(du * v - u * dv) / v**2 -> du * v - u * dv ~ tangent
v * u ** (v - 1) * du -> v * u ** (v - 1) | du is missing in the tangent of a power.
v * u ** (v - 1) * du -> u ** (v - 1) * du | The exponent b is missing as a factor: b a^(b - 1) da.
v * u ** (v - 1) * du -> v * u**v * du | The exponent of the slope is one less, b - 1.
v * u ** (v - 1) * du -> abs(du) ** abs(v) | The tangent of a power is not the power of the tangent.
v * u ** (v - 1) * du -> u**v * np.log(u) * du | a ** b is a power here, since b is the constant.
}[op] -> }[op][0] ~ dual should return 2 values, value, tangent
""")
RIGHT = edits("(du * v - u * dv) / v**2 -> du / v - u / v * dv / v; (v - 1) * du -> v / u * du | by parts")
