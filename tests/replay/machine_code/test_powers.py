"""Many powers in one call: Python's own `**`, number by number, is the oracle, bit by bit."""

import math
import operator

import numpy as np
import pytest

from dlcourse.replay.machine_code import powers as module
from dlcourse.replay.machine_code.deferred import in_columns
from dlcourse.replay.machine_code.powers import FEWEST, N_COMPARED, checked, power_loop, powers

COUNTS = np.arange(1, FEWEST + 1)


@pytest.mark.parametrize("base", [0.999, 0.9, 1.0, 1.0000001, 1.5, 5e-324**0.01])
def test_powers_of_one_base_have_the_bits_of_python(base):
    counts = COUNTS[: 40 if base < 0.5 else None]
    found = checked(np.full(len(counts), base), counts.astype(float), power_loop())
    assert found.tolist() == [base**n for n in counts.tolist()]


def test_roots_of_many_bases_have_the_bits_of_python():
    bases = np.random.default_rng(0).uniform(0.0, 1.0, 3 * FEWEST)
    assert powers(bases, 0.5).tolist() == [base**0.5 for base in bases.tolist()]
    assert powers(bases, bases).tolist() == [base**base for base in bases.tolist()]


def test_it_is_c_that_computes_and_not_the_power_of_numpy():
    assert power_loop() is not None  # llvmlite is among what tests install
    assert powers(0.999, COUNTS) is not None


@pytest.mark.parametrize(
    ("bases", "exponents"),
    [
        (0.0, COUNTS),  # 0.0 ** -1 raises in Python
        (-0.5, COUNTS),  # a root of it is complex
        (math.inf, COUNTS),
        (math.nan, COUNTS),
        (np.where(COUNTS == 7, -1.0, 1.0), 0.5),
        (2.0, np.where(COUNTS == 7, math.nan, 1.0)),
        (0.5, np.where(COUNTS == 7, -math.inf, 1.0)),
        (10.0, COUNTS),  # above 1e308 Python raises OverflowError
        (0.5, COUNTS + 60),  # the last powers are subnormal, and some C libraries call that an error
        (0.999, COUNTS[:-1]),  # so few that the loop is not worth its compilation
    ],
)
def test_what_python_may_do_otherwise_is_left_to_python(bases, exponents):
    assert powers(bases, exponents) is None


def test_a_power_that_underflows_to_0_is_0_as_in_python():
    found = powers(1e-300, COUNTS * 2)
    assert found.tolist() == [0.0] * FEWEST == [1e-300 ** (2 * n) for n in COUNTS.tolist()]


def test_columns_of_powers_have_the_bits_and_the_errors_of_python():
    for first, second in ((0.999, COUNTS), (COUNTS / 7, 0.5), (COUNTS / 7, 3), (COUNTS / 7, COUNTS / 100)):
        pairs = zip(*(np.broadcast_to(part, len(COUNTS)).tolist() for part in (first, second)), strict=True)
        assert np.asarray(in_columns(operator.pow, first, second)).tolist() == [a**b for a, b in pairs]
    assert in_columns(operator.pow, 2, COUNTS)[-1] == 2 ** int(COUNTS[-1])  # ints stay ints, of any size
    with pytest.raises(OverflowError):
        in_columns(operator.pow, 10.0, COUNTS)


def test_a_library_whose_power_differs_in_a_single_bit_is_not_used(monkeypatch):
    def other(bases, exponents, power):
        found = checked(bases, exponents, power)
        found[N_COMPARED // 2] = np.nextafter(found[N_COMPARED // 2], 0.0)
        return found

    monkeypatch.setattr(module, "checked", other)
    assert power_loop.__wrapped__() is None  # the one that remembers nothing


def test_without_llvmlite_or_cs_power_there_is_no_loop(monkeypatch):
    def refuse(address):
        raise RuntimeError("no memory that is both writable and executable")

    monkeypatch.setattr(module, "compiled_loop", refuse)
    assert power_loop.__wrapped__() is None
    monkeypatch.setattr(module, "environment", lambda: None)
    assert power_loop.__wrapped__() is None
