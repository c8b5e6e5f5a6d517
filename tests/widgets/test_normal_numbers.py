"""Normal numbers and long draws in the page: numpy's, from the same seed; orthonormal columns."""

import numpy as np
import pytest
from javascript import evaluate, needs_node

from dlcourse.initializers import orthogonal
from dlcourse.widgets.frame.random import generator, normals, orthonormal, uniforms

MIXED = """([seed, n]) => { const rng = dlcourse.generator(seed);
  return [dlcourse.normals(rng, n), dlcourse.uniforms(rng, n), dlcourse.normals(rng, 5)]; }"""


@needs_node
@pytest.mark.parametrize("seed", [0, 1, 20261201, 999_999_999])
def test_the_page_draws_what_numpy_draws(seed):
    found = evaluate(
        MIXED, [seed, 50_000]
    )  # as many that each way through the ziggurat is gone, also its tail
    rng = np.random.default_rng(seed)
    expected = rng.standard_normal(50_000), rng.random(50_000), rng.standard_normal(5)
    assert np.abs(expected[0]).max() > 3.7
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12)
    assert found[1] == expected[1].tolist()  # bit for bit
    again = generator(seed)
    assert [normals(again, 50_000), uniforms(again, 50_000), normals(again, 5)] == [
        part.tolist() for part in expected
    ]


@needs_node
def test_the_fast_generator_and_the_short_one_draw_the_same():
    fast = "([seed, n]) => dlcourse.uniforms(dlcourse.generator(seed), n)"
    short = "([seed, n]) => dlcourse.draws(seed, n)"
    for seed in (0, 5, 123_456_789):
        assert evaluate(fast, [seed, 500]) == evaluate(short, [seed, 500])


@needs_node
@pytest.mark.parametrize("n", [1, 2, 25, 60])
def test_orthonormal_columns_are_those_of_the_librarys_initializer(n):
    A = np.random.default_rng(n).standard_normal((n, n))
    expected = orthogonal((n, n), np.random.default_rng(n))
    np.testing.assert_allclose(np.reshape(orthonormal(A.ravel().tolist(), n), (n, n)), expected, atol=1e-12)
    found = evaluate("([A, n]) => dlcourse.orthonormal(A, n)", [A.ravel().tolist(), n])
    np.testing.assert_allclose(np.reshape(found, (n, n)), expected, atol=1e-9)
