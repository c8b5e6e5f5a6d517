"""Splits: every sample in exactly one part, sizes by the shares, classes alike where asked."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcourse.data import split
from dlcourse.strict_array import StrictArray


@settings(max_examples=60, deadline=None, derandomize=True)
@given(m=st.integers(10, 60), stratify=st.booleans(), seed=st.integers(0, 5), cut=st.floats(0.2, 0.5))
def test_every_sample_is_in_one_part_with_its_target_and_sizes_follow_the_shares(m, stratify, seed, cut):
    fractions = (0.5, cut, 0.5 - cut) if cut < 0.4 else (cut, 1 - cut)
    x, y = np.arange(m)[:, None], np.arange(m) % 2
    parts = split(x, y, fractions, rng=np.random.default_rng(seed), stratify=stratify)
    assert sorted(np.concatenate([part[:, 0] for part, _ in parts])) == list(range(m))
    assert all((part[:, 0] % 2 == targets).all() for part, targets in parts)
    n_groups = 2 if stratify else 1
    assert all(abs(len(p) - f * m) <= n_groups for (p, _), f in zip(parts, fractions, strict=True))


@pytest.mark.rows("F042")
def test_the_default_is_training_validation_and_test():
    assert [len(x) for x, _ in split(np.ones((50, 3)), np.ones(50), rng=np.random.default_rng(0))] == [
        30,
        10,
        10,
    ]


def test_stratified_parts_hold_rare_classes_in_their_share():
    y = np.array([0] * 90 + [1] * 10)
    for seed in range(5):
        parts = split(y, y, rng=np.random.default_rng(seed), stratify=True)
        assert [(targets == 1).sum() for _, targets in parts] == [6, 2, 2]
        assert any(np.diff(targets).any() for _, targets in parts) and parts[0][1][0:54].any()


def test_the_rng_decides():
    x = np.arange(30)
    first, again, other = (split(x, x, rng=np.random.default_rng(seed))[0][0] for seed in (0, 0, 1))
    assert first.tolist() == again.tolist() and set(first) != set(other) and first.tolist() != sorted(first)


def test_a_share_that_has_no_exact_binary_form_still_gets_its_whole_number():
    x = np.arange(100)
    for share in (0.07, 0.14, 0.28, 0.29, 0.57, 0.58):  # 0.29 * 100 is 28.999999999999996
        parts = split(x, x, (share, 1 - share), rng=np.random.default_rng(0))
        assert len(parts[0][0]) == round(100 * share)


def test_parts_are_copies():
    x = np.zeros((10, 2))
    for part, _ in split(x, x, rng=np.random.default_rng(0)):
        part += 1
    assert not x.any()


def test_data_are_split_where_numpy_may_not_reach():
    x = StrictArray(np.arange(10.0))
    parts = split(x, StrictArray(np.arange(10) % 2), rng=np.random.default_rng(0), stratify=True)
    assert all(type(a) is StrictArray for part in parts for a in part)
    assert sorted(np.concatenate([part.get() for part, _ in parts])) == list(range(10))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"fractions": (0.5, 0.6)}, "split: expected fractions above 0 that sum to 1, got"),
        ({"fractions": (1.2, -0.2)}, "sum to 1"),
        ({"fractions": 0.5}, "sum to 1"),
        ({"y": np.ones(3)}, "split: expected one target per sample, got 4 samples and 3 targets"),
        ({"fractions": (0.98, 0.01, 0.01)}, "which leaves one empty"),
        ({"y": np.ones((4, 1)), "stratify": True}, r"expected classes y of shape \(m,\).*got \(4, 1\)"),
    ],
)
def test_misuse_says_what_to_do(arguments, words):
    with pytest.raises(ValueError, match=words):
        split(**({"x": np.ones(4), "y": np.ones(4), "rng": np.random.default_rng(0)} | arguments))


def test_no_samples_cannot_be_split():
    with pytest.raises(ValueError, match="leaves one empty"):
        split(np.ones(0), np.ones(0), rng=np.random.default_rng(0), stratify=True)


@pytest.mark.parametrize("missing", [[3], [0, 5, 9]])
def test_samples_without_a_class_are_refused_not_dropped(missing):
    y = np.arange(20) % 2.0
    y[missing] = np.nan
    with pytest.raises(ValueError, match=f"split: expected a class for each .* got {len(missing)} NaN"):
        split(np.arange(20), y, rng=np.random.default_rng(0), stratify=True)
    parts = split(np.arange(20), y, rng=np.random.default_rng(0))
    assert sorted(np.concatenate([x for x, _ in parts])) == list(range(20))


@pytest.mark.parametrize("y", [np.array(["a", None] * 5), np.array(["NaT"] * 10, "M8[s]"), np.ones(10) * 1j])
def test_classes_that_may_not_equal_themselves_are_refused(y):
    with pytest.raises(ValueError, match="split: expected classes as numbers or words .*, got dtype"):
        split(np.arange(10), y, rng=np.random.default_rng(0), stratify=True)


@pytest.mark.parametrize("y", [["ant", "bee"] * 10, [True, False] * 10, np.float32([0, -0.0] * 10)])
def test_classes_of_any_kind_keep_every_sample(y):
    parts = split(np.arange(20), np.asarray(y), rng=np.random.default_rng(0), stratify=True)
    assert sorted(np.concatenate([x for x, _ in parts])) == list(range(20))
