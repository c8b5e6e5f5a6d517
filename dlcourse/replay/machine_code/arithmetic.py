"""Chapter 20: the arithmetic of machine code itself: operations that IEEE 754 defines to the last bit.

The standard does not fix the last bit of exp and the like; machine code calls numpy's own loops for these.
"""

import platform

from llvmlite import ir

from dlcourse.replay.machine_code.emitter import constant

# LLVM's predicates: o for ordered, false for NaN; une, unordered or not equal, is true for NaN != NaN.
ON_NUMBERS = {
    "<": "olt",
    "<=": "ole",
    ">": "ogt",
    ">=": "oge",
    "==": "oeq",
    "!=": "une",
}
COMPARISONS = {
    "less": "<",
    "less_equal": "<=",
    "greater": ">",
    "greater_equal": ">=",
    "equal": "==",
    "not_equal": "!=",
}
ON_FLOATS = {"add": "fadd", "subtract": "fsub", "multiply": "fmul", "divide": "fdiv"}
ON_BOOLS = {
    "logical_and": "and_",
    "bitwise_and": "and_",
    "logical_or": "or_",
    "bitwise_or": "or_",
    "logical_xor": "xor",
    "bitwise_xor": "xor",
    "not_equal": "xor",
}
# No exp, tanh or log: their last bit depends on the library.
FUNCTIONS = {"negative", "absolute", "sqrt", "square", "reciprocal", "isfinite"}
if platform.machine() in ("x86_64", "AMD64"):  # on ARM numpy orders -0 and 0 differently
    FUNCTIONS |= {"maximum", "minimum"}


def is_arithmetic(name: str, kind: str) -> bool:
    """Whether machine code computes the ufunc `name` itself, for dtypes of this kind."""
    if name in ("copy", "where"):
        return True
    if kind == "f":
        return name in ON_FLOATS or name in FUNCTIONS or name in COMPARISONS
    if kind == "b":
        return name in ON_BOOLS or name in ("logical_not", "invert")
    return kind in "iu" and name in COMPARISONS  # other operations on integers go to numpy's loops


def computed(e, name: str, dtype, width: int, values):
    """The result of a ufunc. values, result: vectors of `width` numbers of the dtype."""
    b = e.builder
    if name == "copy":  # also of a check, whose result is its input
        return values[0]
    if name == "where":
        return b.select(*values)
    if dtype.kind == "f":
        return _of_floats(e, name, width, *values)
    if dtype.kind == "b" and name in ON_BOOLS:
        return getattr(b, ON_BOOLS[name])(*values)
    if dtype.kind == "b":
        return b.xor(values[0], constant(ir.IntType(1), width, 1))  # logical_not and invert
    compare = b.icmp_signed if dtype.kind == "i" else b.icmp_unsigned  # the bits 0xFF are -1 or 255
    return compare(COMPARISONS[name], *values)


def _of_floats(e, name, width, x, y=None):
    b = e.builder
    if name in ON_FLOATS:
        return e.arithmetic(ON_FLOATS[name], x, y)
    if name in COMPARISONS:
        return e.comparison(ON_NUMBERS[COMPARISONS[name]], x, y)
    if name in ("maximum", "minimum"):  # of -0 and 0 the second, and NaN if either is NaN, as in numpy
        larger = b.select(e.comparison("ogt" if name == "maximum" else "olt", x, y), x, y)
        return b.select(e.comparison("uno", x, x), x, larger)
    if name == "negative":
        return b.fneg(x)  # flips the sign bit and raises no flag, not even for NaN
    if name == "square":
        return e.arithmetic("fmul", x, x)
    if name == "reciprocal":
        return e.arithmetic("fdiv", constant(_element(x), width, 1.0), x)
    if name == "isfinite":
        return is_finite(b, x, width)
    # fabs clears the sign bit and raises no flag.
    return e.arithmetic("sqrt", x) if name == "sqrt" else e.intrinsic("fabs", [x])


def is_finite(b, x, width):
    """Whether x is finite: not all bits of its exponent are set. A comparison would raise a flag for NaN."""
    bits, exponent = (32, 0xFF << 23) if isinstance(_element(x), ir.FloatType) else (64, 0x7FF << 52)
    kind = ir.IntType(bits)
    mask = constant(kind, width, exponent)
    return b.icmp_unsigned("!=", b.and_(b.bitcast(x, mask.type), mask), mask)


def _element(x):
    """The type of one number of x."""
    return x.type.element if isinstance(x.type, ir.VectorType) else x.type
