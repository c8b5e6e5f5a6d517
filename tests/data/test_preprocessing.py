import numpy as np
import pytest
from scipy import linalg, stats

from dlcourse.preprocessing import ZCA, MinMax, Scaler, ZScore
from dlcourse.strict_array import StrictArray

EACH = pytest.mark.parametrize("scaler", [MinMax, ZScore, ZCA])


def data(m=500, seed=0):
    """Correlated columns of very different size."""
    rng = np.random.default_rng(seed)
    return rng.standard_normal((m, 4)) @ rng.standard_normal((4, 4)) * [1, 10, 0.1, 3] + [5, 0, -2, 100]


@pytest.mark.rows("F071")
def test_min_max_fills_the_interval_from_0_to_1_and_new_data_may_leave_it():
    x = data()
    scaler = MinMax().fit(x)
    y = scaler.transform(x)
    assert y.min(axis=0).tolist() == [0.0] * 4 and y.max(axis=0).tolist() == [1.0] * 4
    for j in range(4):
        np.testing.assert_allclose(
            y[:, j], np.interp(x[:, j], [x[:, j].min(), x[:, j].max()], [0, 1]), atol=1e-14
        )
    np.testing.assert_allclose(scaler.transform(2 * x.max(axis=0, keepdims=True) - x.min(axis=0)), 2.0)


@pytest.mark.rows("F071", "F072")
def test_the_slide_s_eps_stands_in_the_denominator():
    x = np.array([[1.0], [3.0]])
    assert MinMax(eps=2.0).fit(x).transform(x).tolist() == [[0.0], [0.5]]
    assert ZScore(eps=1.0).fit(x).transform(x).tolist() == [[-0.5], [0.5]]


@pytest.mark.rows("F072")
@pytest.mark.parametrize("ddof", [0, 1])
def test_z_score_is_scipy_s(ddof):
    x = data(30)
    np.testing.assert_allclose(ZScore(ddof=ddof).fit(x).transform(x), stats.zscore(x, ddof=ddof), rtol=1e-10)


@pytest.mark.rows("F073")
def test_whitened_data_has_covariance_i_and_the_whitening_is_symmetric():
    x = data()
    scaler = ZCA().fit(x)
    np.testing.assert_allclose(np.cov(scaler.transform(x).T), np.eye(4), atol=1e-9)
    np.testing.assert_allclose(scaler.W, scaler.W.T, rtol=1e-9)
    expected = linalg.inv(linalg.sqrtm(np.cov(x.T)))
    np.testing.assert_allclose(scaler.W, expected, rtol=1e-7, atol=1e-9 * abs(expected).max())


@EACH
def test_the_inverse_undoes_the_transform_on_new_data_too(scaler):
    fitted, new = scaler().fit(data()), data(20, seed=1)
    np.testing.assert_allclose(fitted.inverse(fitted.transform(new)), new, rtol=1e-9, atol=1e-9)


@EACH
def test_statistics_come_from_the_training_data_only(scaler):
    fitted, new = scaler().fit(data()), data(20, seed=1)
    together = fitted.transform(new)
    one_by_one = np.concatenate([fitted.transform(row[None]) for row in new])
    np.testing.assert_allclose(together, one_by_one, rtol=1e-9, atol=1e-9)
    assert not np.allclose(together, scaler().fit(new).transform(new))


@EACH
def test_a_constant_column_becomes_0_and_is_not_blown_up_in_new_data(scaler):
    x = data()
    x[:, 2] = 0.1  # its mean is not exactly 0.1
    fitted = scaler().fit(x)
    np.testing.assert_allclose(fitted.transform(x)[:, 2], 0, atol=1e-12)
    new = x[:5].copy()
    new[:, 2] = 1.1
    np.testing.assert_allclose(fitted.transform(new)[:, 2], 1.0, rtol=1e-6)
    np.testing.assert_allclose(fitted.inverse(fitted.transform(new)), new, rtol=1e-9)


def test_a_column_that_repeats_another_whitens_without_overflow():
    x = data()
    x[:, 3] = 2 * x[:, 0]
    fitted = ZCA().fit(x)
    y = fitted.transform(x)
    np.testing.assert_allclose(sorted(linalg.eigvalsh(np.cov(y.T))), [0, 1, 1, 1], atol=1e-9)
    np.testing.assert_allclose(fitted.inverse(y), x, rtol=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_a_direction_without_variance_is_left_as_it_is_in_new_data(seed):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((50, 2)) @ rng.standard_normal((2, 6))  # 6 columns, 2 directions
    scaler = ZCA().fit(x)
    y = scaler.transform(x)
    np.testing.assert_allclose(linalg.eigvalsh(np.cov(y.T)), [0, 0, 0, 0, 1, 1], atol=1e-9)
    across = linalg.null_space(x)[:, :1].T  # rounding gives this direction a variance of 1e-16, not 0
    np.testing.assert_allclose(scaler.transform(across + scaler.shift), across, atol=1e-9)


def test_eps_damps_directions_of_small_variance():
    x = data()
    covariance = np.cov(ZCA(eps=0.5).fit(x).transform(x).T)
    v = linalg.eigvalsh(np.cov(x.T))
    np.testing.assert_allclose(linalg.eigvalsh(covariance), np.sort(v / (v + 0.5)), rtol=1e-8)


@EACH
def test_the_input_is_left_alone_and_float32_stays_float32(scaler):
    x = data().astype(np.float32)
    before = x.copy()
    fitted = scaler().fit(x)
    assert fitted.transform(x).dtype == fitted.inverse(x).dtype == np.float32
    np.testing.assert_array_equal(x, before)


@pytest.mark.parametrize("scaler", [MinMax, ZScore])
def test_the_scalers_run_where_numpy_may_not_reach(scaler):
    x = data()
    found = scaler().fit(StrictArray(x)).transform(StrictArray(x))
    np.testing.assert_allclose(found.get(), scaler().fit(x).transform(x), rtol=1e-14)


@EACH
@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda s: s().transform(data()), "expected a fitted scaler, got none; call fit"),
        (lambda s: s().inverse(data()), "expected a fitted scaler, got none; call fit"),
        (lambda s: s().fit(np.ones(3)), r"shape \(m, n\) with at least one sample, got \(3,\); flatten"),
        (lambda s: s().fit(np.ones((0, 3))), r"at least one sample, got \(0, 3\)"),
        (lambda s: s().fit(np.full((4, 2), np.nan)), "finite numbers in x, got NaN"),
        (lambda s: s().fit(data()).transform(np.ones((2, 3))), r"shape \(m, 4\) as in fit, got \(2, 3\)"),
        (lambda s: s(eps=-1), "expected eps of at least 0, got -1"),
    ],
)
def test_a_misuse_is_named(scaler, call, message):
    with pytest.raises(ValueError, match=f"{scaler.__name__}: .*{message}"):
        call(scaler)


def test_one_sample_has_no_unbiased_variance_and_a_bare_scaler_measures_nothing():
    with pytest.raises(ValueError, match="ZCA: expected more than 1 samples, got 1"):
        ZCA().fit(np.ones((1, 2)))
    with pytest.raises(NotImplementedError, match=r"Scaler: expected a method measure\(x\)"):
        Scaler().fit(np.ones((2, 2)))
