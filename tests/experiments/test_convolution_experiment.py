"""Chapter 19's numbers: sizes, counts, translation."""

import numpy as np
import pytest

from dlcourse.data import shifted
from dlcourse.experiments.ch19_convolution import (
    dense_against_convolution,
    equivariance_error,
    map_sizes,
    sparse_matrix,
)
from dlcourse.models.lenet import LeNet


@pytest.mark.rows("F090")
def test_the_maps_of_lenet_shrink_from_32_to_5():
    assert map_sizes(32) == [32, 28, 14, 10, 5]
    shapes = [x.shape for x in LeNet(rng=np.random.default_rng(0)).trace(np.zeros((1, 1, 32, 32)))]
    sides = [shape[-1] for shape in shapes if len(shape) == 4]
    assert sorted(set(sides), reverse=True) == map_sizes(32)


@pytest.mark.rows("F090")
def test_the_first_maps_of_alexnet_measure_55():
    assert map_sizes(224, [(11, 4, 2)]) == [224, 55]


@pytest.mark.rows("S118", "F088")
def test_shared_weights_need_156_numbers_where_all_to_all_needs_millions():
    assert dense_against_convolution() == (2_709_504, 156)


@pytest.mark.rows("F088")
def test_the_matrix_of_a_convolution_has_the_size_of_all_to_all_and_the_numbers_of_the_kernel():
    W = np.random.default_rng(1).standard_normal((2, 1, 3, 3))
    matrix = sparse_matrix(W, 6)
    assert matrix.size == dense_against_convolution(6, 2, 3)[0]
    assert len(np.unique(matrix[matrix != 0])) == W.size
    assert (matrix != 0).sum(axis=0).tolist() == [9] * 32  # each unit sees nine pixels


def test_shifting_moves_every_pixel_and_lets_zeros_in():
    x = np.arange(9.0).reshape(3, 3)
    assert shifted(x, 1, 0).tolist() == [[0, 0, 0], [0, 1, 2], [3, 4, 5]]
    assert shifted(x, -1, 1).tolist() == [[0, 3, 4], [0, 6, 7], [0, 0, 0]]
    assert shifted(x, 0, -2).tolist() == [[2, 0, 0], [5, 0, 0], [8, 0, 0]]


@pytest.mark.rows("F088")
@pytest.mark.parametrize("seed", range(5))
def test_when_the_image_moves_the_map_moves_with_it(seed):
    rng = np.random.default_rng(seed)
    down, right = rng.integers(-4, 5, 2)
    valid, everywhere = equivariance_error(int(down), int(right), rng=rng)
    assert valid < 1e-14
    assert everywhere > 0.01 or (down, right) == (0, 0)  # at the edge, what moved in is not what was there
