"""A number of a page: written with its unit and interval; nonsense is refused when it is made."""

import pytest

from dlcourse.numbers import Number

RATE = Number(0.19, ".0%", interval=(0.147, 0.248), n=1400, seeds="0–1399")
SPACE = "\N{NO-BREAK SPACE}"


def plain(text):
    return text.replace(SPACE, " ")


def test_a_number_is_written_in_its_form_or_another():
    number = Number(-0.000123, ".1e")
    assert plain(str(number)) == "−1.2 × 10⁻⁴"
    assert plain(format(number, ".6f")) == "−0.000123"
    assert number.in_tex() == r"-1.2 \times 10^{-4}" and number.in_tex(".4f") == "-0.0001"


def test_an_estimate_shows_its_interval_its_n_and_its_seeds():
    assert plain(str(RATE)) == "19 % (15 to 25 %, n = 1,400, seeds 0–1399)"
    assert plain(f"{RATE:.1%}") == "19.0 %" and plain(f"{RATE:interval}") == "15 to 25 %"
    assert plain(str(Number(2.5, ".1f", interval=(2.0, 3.0), n=10))) == "2.5 (2.0 to 3.0, n = 10)"


def test_no_line_ends_within_a_number():
    assert " " not in f"{RATE:.1%}" + str(Number(1e-5, ".1e", unit="s"))


def test_a_unit_follows_the_number():
    assert str(Number(1500, ",", unit="ms")) == f"1,500{SPACE}ms"
    assert plain(f"{Number(2.0, '.0f', interval=(1, 3), n=5, unit='s'):interval}") == "1 to 3 s"


@pytest.mark.parametrize(("value", "other", "agrees"), [(1.0, 1 + 1e-7, True), (1.0, 1.01, False)])
def test_an_independent_value_agrees_within_the_tolerance(value, other, agrees):
    assert Number(value, ".1f", tolerance=1e-6).agrees_with(other) is agrees


def test_against_zero_the_tolerance_is_absolute():
    assert Number(1e-15, ".0e", tolerance=1e-12).agrees_with(0.0)
    assert not Number(1e-9, ".0e", tolerance=1e-12).agrees_with(0.0)


def test_a_number_that_nobody_could_show_is_refused():
    with pytest.raises(ValueError, match="expected a finite number, got nan"):
        Number(float("nan"), ".2f")
    with pytest.raises(ValueError, match="within its interval"):
        Number(0.1, ".2f", interval=(0.2, 0.3), n=5)
    with pytest.raises(ValueError, match="give both or none"):
        Number(0.1, ".2f", n=5)
    with pytest.raises(ValueError, match="Unknown format code"):
        Number(0.1, ".2z")
