"""Chapter 20: many powers in one call, with the bits of Python's `**`: machine code calls C's pow for each.

numpy's own power is a vectorized one, which may round the last bit otherwise.
"""

import ctypes
import functools
import operator

import numpy as np

from dlcourse.replay.machine_code.environment import environment
from dlcourse.replay.machine_code.space import address

FEWEST = 1000  # fewer are computed by Python before the loop would be compiled, in some milliseconds
N_COMPARED = (
    1000  # powers that C and Python must agree on: two functions of about the same accuracy would not
)


def powers(bases, exponents):
    """The array of bases ** exponents with the bits that Python gives, or None where it may do otherwise.

    bases, exponents: (n,), float64 or ints that are exact as floats; or a single number.
    """
    n = max(np.size(bases), np.size(exponents))
    power = power_loop() if n >= FEWEST else None
    if power is None:
        return None
    bases, exponents = (np.full(n, numbers, np.float64) for numbers in (bases, exponents))
    # Python has rules of its own for a base of 0, below 0 or not finite, and for an infinite exponent.
    usable = 0 < bases.min() <= bases.max() < np.inf and np.isfinite(exponents).all()
    return checked(bases, exponents, power) if usable else None


def checked(bases, exponents, power):
    """The array of powers, or None where one overflows, for which Python raises, or is subnormal.

    Of subnormal powers a C library may report an error, as of overflow.
    """
    found = np.empty_like(bases)
    power(*map(address, (bases, exponents, found)), found.size)
    smallest = found.min()
    if smallest < np.finfo(np.float64).tiny:
        smallest = found.min(where=found != 0, initial=np.inf)  # 0 is a result as any other
    return found if smallest >= np.finfo(np.float64).tiny and found.max() < np.inf else None


@functools.cache
def power_loop():
    """The function (bases, exponents, powers, n) of three addresses and a count, or None where there is none.

    There is none without llvmlite, or where C's pow is not the function that Python calls.
    """
    if environment() is None:
        return None
    try:
        library = compiled_loop(ctypes.cast(ctypes.CDLL(None).pow, ctypes.c_void_p).value)
    except (AttributeError, RuntimeError):  # no such function; or LLVM may not make code on this computer
        return None
    function = ctypes.PYFUNCTYPE(None, *[ctypes.c_ssize_t] * 4)(library["powers"])
    function.library = library  # its memory holds the code
    rng = np.random.default_rng(0)
    bases, exponents = rng.uniform(0.5, 2.0, N_COMPARED), rng.uniform(-500.0, 1000.0, N_COMPARED)
    found = checked(bases, exponents, function)
    expected = [*map(operator.pow, bases.tolist(), exponents.tolist())]
    return function if found is not None and found.tolist() == expected else None


def compiled_loop(pow_address: int):
    """The compiled module with the function `powers`, which calls the function at the address n times."""
    from llvmlite import ir  # here: it may not be installed

    from dlcourse.replay.machine_code.emitter import FLOATS, INTP, POINTER
    from dlcourse.replay.machine_code.translation import compiled

    module, double = ir.Module("powers"), FLOATS[8]
    function = ir.Function(module, ir.FunctionType(ir.VoidType(), [POINTER] * 3 + [INTP]), "powers")
    power = ir.Function(module, ir.FunctionType(double, [double, double]), "c_pow")
    *arrays, n = function.args
    start, body, end = (function.append_basic_block() for _ in range(3))
    builder = ir.IRBuilder(start)
    builder.cbranch(builder.icmp_signed("<", ir.Constant(INTP, 0), n), body, end)
    builder.position_at_end(body)
    i = builder.phi(INTP)
    bases, exponents, powers_ = (builder.gep(array, [i], source_etype=double) for array in arrays)
    numbers = [builder.load(place, typ=double) for place in (bases, exponents)]
    builder.store(builder.call(power, numbers), powers_)
    following = builder.add(i, ir.Constant(INTP, 1))
    i.add_incoming(ir.Constant(INTP, 0), start)
    i.add_incoming(following, body)
    builder.cbranch(builder.icmp_signed("<", following, n), body, end)
    builder.position_at_end(end)
    builder.ret_void()
    return compiled(module, {"c_pow": pow_address})
