"""The classification error by hand."""

import numpy as np
import pytest

from dlcourse.experiments.ch10_stacks import accuracies
from dlcourse.losses import classification_error
from dlcourse.losses.classification import is_right
from dlcourse.strict_array import StrictArray
from dlcourse.tensor import Tensor

Z = np.array([[2.0, 1.0, 0.0], [0.0, 1.0, 5.0], [3.0, 3.0, 1.0], [-5.0, -4.0, -9.0]])  # 0, 2, 0 (a tie), 1


@pytest.mark.rows("K022")
@pytest.mark.parametrize(
    ("y", "error"), [([0, 2, 0, 1], 0.0), ([0, 2, 1, 1], 0.25), ([1, 1, 2, 2], 1.0), ([0, 1, 0, 0], 0.5)]
)
def test_the_share_of_samples_whose_greatest_entry_is_another(y, error):
    """A share, from 0 to 1."""
    found = classification_error(Z, np.array(y))
    assert found == error and type(found) is float
    assert classification_error(Tensor(Z), np.array(y)) == error
    assert classification_error(StrictArray(Z), StrictArray(np.array(y))) == error


def test_a_row_with_nan_is_wrong_in_whatever_class_and_stack():
    z = np.array([Z, Z, -Z])
    z[1, 1, 0] = z[1, 2, 2] = z[2, 3, 1] = np.nan
    y = np.array([0, 0, 0, 1])
    expected = []
    for rows in z:
        best = [max(range(3), key=row.tolist().__getitem__) for row in rows]
        expected.append([not np.isnan(row).any() and k == c for row, k, c in zip(rows, best, y, strict=True)])
    assert is_right(z, y).tolist() == expected
    assert [classification_error(rows, y) for rows in z] == [1 - sum(right) / 4 for right in expected]
    assert accuracies(z, y).tolist() == [sum(right) / 4 for right in expected]


def test_it_does_not_change_under_what_keeps_the_order():
    y = np.array([1, 2, 1, 0])
    assert classification_error(np.exp(Z), y) == classification_error(10 * Z - 3, y) == 0.75


def test_targets_that_are_no_class_numbers_are_refused():
    with pytest.raises(TypeError, match=r"classification_error: expected y .* y.argmax\(axis=1\)"):
        classification_error(Z, np.eye(3)[[0, 1, 2, 0]])
    with pytest.raises(ValueError, match="expected classes from 0 to 2, got 0 to 3"):
        classification_error(Z, np.array([0, 1, 2, 3]))
    with pytest.raises(ValueError, match="a column per class"):
        classification_error(Z[:, :1], np.zeros(4, int))
    with pytest.raises(ValueError, match="at least one sample"):
        classification_error(Z[:0], np.zeros(0, int))
