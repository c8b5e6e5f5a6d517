"""Blocks of long vectors: the same numbers, piece by piece."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlcourse import SGD, Adam
from dlcourse.optimizers import blocks
from dlcourse.tensor import Parameter


@given(st.lists(st.integers(0, 12), min_size=1, max_size=6), st.integers(1, 7))
def test_vectors_in_blocks_are_the_vectors_one_behind_the_other(sizes, block):
    vectors = [np.arange(n) + 100.0 * i for i, n in enumerate(sizes)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK", block)
        pieces = [piece.copy() for piece in blocks.in_blocks(vectors, np.float64)]
        whole = np.concatenate(vectors)
        assert [piece.size for piece in pieces] == [piece.size for piece in blocks.cut(whole)]
    np.testing.assert_array_equal(np.concatenate([*pieces, []]), whole)


def test_a_piece_is_a_view_of_the_vector(monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", 4)
    vector = np.zeros(10)
    for i, piece in enumerate(blocks.cut(vector)):
        piece += i
    assert vector.tolist() == [0, 0, 0, 0, 1, 1, 1, 1, 2, 2]


@pytest.mark.parametrize("optimizer", [lambda p: SGD(p, lr=0.1, momentum=0.9), Adam])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_training_in_blocks_gives_the_bits_of_training_at_once(optimizer, dtype, monkeypatch):
    def trained(block):
        monkeypatch.setattr(blocks, "BLOCK", block)
        rng = np.random.default_rng(0)
        parameters = [Parameter(rng.normal(size=shape)) for shape in ((5, 3), (3,), (7,))]
        given = [rng.normal(size=p.shape).astype(dtype) for p in parameters]
        kept = [g.copy() for g in given]
        ours = optimizer(parameters)
        for _ in range(5):
            ours.step(given)
        assert all((a == b).all() for a, b in zip(given, kept, strict=True)), "step changed a gradient"
        return [p.array.tobytes() for p in parameters] + [v.tobytes() for v in ours.state.values()]

    assert trained(block=4) == trained(block=2**18)


def test_a_gradient_that_cannot_be_used_changes_no_block(monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", 4)
    parameter = Parameter(np.ones(10))
    optimizer = Adam([parameter])
    with pytest.raises(FloatingPointError, match="finite gradients"):
        optimizer.step([np.array([1.0] * 9 + [np.nan])])
    assert (parameter.array == 1).all() and not any(v.any() for v in optimizer.state.values())
    assert optimizer.n_steps == 0
