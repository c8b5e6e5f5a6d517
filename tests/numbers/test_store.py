"""Results of slow runs on disk: found again, made anew for other arguments and other code, off by default."""

import numpy as np
import pytest

from dlcourse.numbers import kept, store
from dlcourse.numbers.store import VARIABLE

RUNS = []


@kept
def powers(n, base=2, seeds=range(3)):
    """base ** i for i below n."""
    RUNS.append((n, base, seeds))
    return np.array([base**i for i in range(n)])


@pytest.fixture
def folder(tmp_path, monkeypatch):
    RUNS.clear()
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    return tmp_path


def test_a_result_is_made_once_and_nobody_can_change_it(folder):
    first = powers(4)
    first += 1
    np.testing.assert_array_equal(powers(4), [1, 2, 4, 8])
    assert len(RUNS) == 1


def test_arguments_are_the_same_however_they_are_given(folder):
    powers(4), powers(n=4, base=2), powers(4, 2, range(3))
    powers(4, 3), powers(4, seeds=range(4))
    assert RUNS == [(4, 2, range(3)), (4, 3, range(3)), (4, 2, range(4))]


def test_other_code_makes_a_new_result_and_the_old_one_goes(folder, monkeypatch):
    powers(4)
    monkeypatch.setattr("dlcourse.numbers.store.digest", lambda module: "other code")
    powers(4)
    assert len(RUNS) == 2 and len(list(folder.iterdir())) == 1


def test_numbers_are_made_once_until_what_they_depend_on_changes(folder, monkeypatch):
    made, module = [], "dlcourse.experiments.ch02_xor"

    def numbers():
        made.append(len(made))
        return {"n": made[-1]}

    assert not store.are_kept(module)
    assert [store.kept_numbers(module, numbers) for _ in range(2)] == [{"n": 0}] * 2
    assert store.are_kept(module)
    monkeypatch.setattr(store, "digest_with_numbers", lambda module: "other code")
    assert not store.are_kept(module) and store.kept_numbers(module, numbers) == {"n": 1}
    monkeypatch.delenv(VARIABLE)
    assert not store.are_kept(module) and store.kept_numbers(module, numbers) == {"n": 2}


def test_without_a_folder_nothing_is_kept(monkeypatch):
    RUNS.clear()
    monkeypatch.delenv(VARIABLE, raising=False)
    powers(4), powers(4)
    assert len(RUNS) == 2
    assert powers.__doc__ == "base ** i for i below n."


def test_an_argument_that_has_no_text_is_refused(folder):
    with pytest.raises(TypeError, match="powers: expected numbers, texts, ranges .* got ndarray"):
        powers(np.array(4))
