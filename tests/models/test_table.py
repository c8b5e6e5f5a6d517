"""Networks that are tables, against every table there is."""

import itertools

import numpy as np
import pytest

from dlcourse.models.approximation import n_boolean_functions
from dlcourse.models.table import bit_patterns, table_network


@pytest.mark.parametrize("n", [1, 2, 3, 6])
def test_the_patterns_are_the_numbers_in_binary(n):
    expected = [[float(bit) for bit in format(i, f"0{n}b")] for i in range(2**n)]
    assert bit_patterns(n).tolist() == expected


@pytest.mark.rows("S106")
@pytest.mark.parametrize("n", [1, 2, 3])
def test_every_function_of_a_few_bits_is_a_network(n):  # 4, 16 and 256 of them
    found = set()
    for table in itertools.product((0.0, 1.0), repeat=2**n):
        network = table_network(table)
        assert network.widths == [2**n, 1]
        outputs = network(bit_patterns(n)).array
        assert outputs[:, 0].tolist() == list(table)
        found.add(outputs.tobytes())
    assert len(found) == n_boolean_functions(n)


def test_each_hidden_unit_knows_one_pattern():
    _, z, h, _ = table_network(np.zeros(16)).trace(bit_patterns(4))
    assert h.tolist() == np.eye(16).tolist()
    assert (z <= 1).all() and ((z == 1) == np.eye(16, dtype=bool)).all()


def test_the_values_may_be_any_numbers():
    values = np.random.default_rng(0).standard_normal(32)
    np.testing.assert_array_equal(table_network(values)(bit_patterns(5)).array[:, 0], values)


@pytest.mark.parametrize("table", [[1.0], [0, 1, 1], [[0, 1], [1, 0]], []])
def test_half_a_table_is_refused(table):
    with pytest.raises(ValueError, match=r"table_network: expected a table \(2\^n,\) with n >= 1, got shape"):
        table_network(table)
