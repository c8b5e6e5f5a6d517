import importlib.util

import numpy as np
import pytest

from dlcourse import backend
from dlcourse.backend import as_float_array, default_dtype, is_array, to_device, to_numpy, use_dtype, xp_of
from dlcourse.strict_array import StrictArray, strict
from dlcourse.tensor import Parameter, Tensor

without_cupy = pytest.mark.skipif(importlib.util.find_spec("cupy") is not None, reason="cupy is installed")


def test_each_kind_of_array_has_its_module():
    assert xp_of(np.ones(2)) is xp_of(np.float32(1)) is xp_of(1.0) is np
    assert xp_of(StrictArray([1.0])) is strict


def test_numbers_and_lists_are_no_arrays_but_numpy_scalars_are():
    assert [is_array(x) for x in (np.ones(2), np.float64(1), StrictArray([1]))] == [True] * 3
    assert [is_array(x) for x in (1.0, [1.0], None, Tensor(1.0))] == [False] * 4


def test_to_numpy_copies_from_the_device_and_leaves_numpy_arrays_alone():
    x = np.ones(3)
    assert to_numpy(x) is x
    assert type(to_numpy(StrictArray(x))) is np.ndarray


def test_to_device_cpu_fetches_from_the_device():
    x = np.ones(3)
    assert to_device(x, "cpu") is x
    assert type(to_device(StrictArray(x), "cpu")) is np.ndarray


@without_cupy
def test_to_device_cuda_says_what_to_install():
    with pytest.raises(
        RuntimeError, match=r'device "cuda": expected cupy .*; install it with pip install "dlcourse'
    ):
        to_device(np.ones(3), "cuda")


@pytest.mark.gpu
def test_to_device_cuda_and_back_gives_the_same_numbers():
    pytest.importorskip("cupy")
    x = np.arange(6.0).reshape(2, 3)
    assert to_numpy(to_device(x, "cuda")).tolist() == x.tolist()


def test_an_unknown_device_is_refused():
    with pytest.raises(ValueError, match=r'to_device: expected device "cpu" or "cuda", got \'gpu\'; choose'):
        to_device(np.ones(3), "gpu")


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_floats_keep_their_dtype(dtype):
    x = np.ones(2, dtype)
    assert as_float_array(x) is x


@pytest.mark.parametrize(
    "data", [[1, 2], np.array([1, 2]), np.array([1, 2], np.uint8), [True, False], 3, [1.0, 2.0], 3.0]
)
def test_numbers_and_integers_become_the_default_dtype(data):
    assert as_float_array(data).dtype == np.float64
    with use_dtype("float32"):
        assert as_float_array(data).dtype == np.float32


def test_use_dtype_holds_for_new_parameters_and_ends_with_the_block_also_after_an_error():
    with pytest.raises(KeyError), use_dtype("float32"):
        assert Parameter(np.ones(2)).dtype == default_dtype() == np.float32
        with use_dtype("float64"):
            assert Parameter(np.ones(2)).dtype == np.float64
        assert Parameter([1, 2]).dtype == np.float32
        raise KeyError
    assert default_dtype() == np.float64


def test_whoever_imports_the_strict_array_has_registered_it():
    assert backend._ARRAY_MODULES[StrictArray] is strict
    assert np.ndarray not in backend._ARRAY_MODULES


@pytest.mark.parametrize(
    "touch",
    [
        np.asarray,
        np.exp,
        np.sum,
        lambda x: np.ones(2) * x,
        lambda x: x + np.float64(1),
        lambda x: x[np.array([0])],
    ],
)
def test_the_strict_array_refuses_numpy(touch):
    with pytest.raises(TypeError):
        touch(StrictArray([1.0, 2.0]))


def test_the_strict_array_computes_as_numpy_does():
    x = StrictArray([[1.0, -2.0]])
    assert (2 * x + abs(x) / x).get().tolist() == [[3.0, -5.0]]
    assert type(x.sum()) is StrictArray and float(x.sum()) == -1.0
    assert strict.exp(x * 0).get().tolist() == [[1.0, 1.0]]
