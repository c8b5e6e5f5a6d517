import numpy as np
import pytest

from dlcourse.optimizers import clip_by_norm, clip_by_value, global_norm
from dlcourse.strict_array import StrictArray, strict


def gradients(scale=1.0):
    rng = np.random.default_rng(0)
    return [scale * rng.standard_normal(shape) for shape in ((3, 2), (2,), (), (0, 2))]


def test_the_global_norm_is_that_of_all_arrays_as_one_vector():
    assert global_norm([np.array([[3.0]]), np.array(4.0)]) == pytest.approx(5.0, rel=1e-15)
    flat = np.concatenate([g.reshape(-1) for g in gradients()])
    assert global_norm(gradients()) == pytest.approx(np.linalg.norm(flat), rel=1e-14)
    assert global_norm([]) == 0 == global_norm([np.zeros(3)])


@pytest.mark.parametrize("scale", [1e300, 1e-300])
def test_the_norm_neither_overflows_nor_vanishes(scale):
    # abs=0: beside the 1e-12 that pytest allows otherwise, any number near 1e-300 would be equal
    assert global_norm([np.array([3 * scale, 4 * scale])]) == pytest.approx(5 * scale, rel=1e-14, abs=0)
    clipped = clip_by_norm([np.array([3e300, 4e300])], 1.0)[0]
    np.testing.assert_allclose(clipped, [0.6, 0.8], rtol=1e-14)


def test_small_entries_may_have_a_norm_that_is_clipped():
    short = [np.full(4, 0.6)]  # of norm 1.2
    assert clip_by_norm(short, 1.0)[0].tolist() == pytest.approx([0.5] * 4, rel=1e-15)


def test_gradients_of_the_very_norm_are_returned_as_they_are():
    exact = [np.array([3.0, 4.0])]
    assert clip_by_norm(exact, 5.0)[0] is exact[0]


@pytest.mark.parametrize("scale", [100.0, 0.01])
def test_clipping_by_norm_is_that_of_torch(scale):
    torch = pytest.importorskip("torch")
    ours = clip_by_norm(gradients(scale), max_norm=2.0)
    peers = [torch.nn.Parameter(torch.zeros(g.shape, dtype=torch.float64)) for g in gradients()]
    for peer, g in zip(peers, gradients(scale), strict=True):
        peer.grad = torch.tensor(g)
    torch.nn.utils.clip_grad_norm_(peers, max_norm=2.0)
    for mine, peer in zip(ours, peers, strict=True):  # torch divides by norm + 1e-6
        np.testing.assert_allclose(mine, peer.grad.numpy(), rtol=1e-6)
    assert global_norm(ours) == pytest.approx(min(2.0, global_norm(gradients(scale))), rel=1e-14)


def test_clipping_by_norm_keeps_the_direction_and_what_is_short():
    before, after = gradients(10.0), clip_by_norm(gradients(10.0), 1.0)
    ratios = np.concatenate([(a / b).reshape(-1) for a, b in zip(after, before, strict=True)])
    np.testing.assert_allclose(ratios, ratios[0], rtol=1e-14)
    short = gradients(0.01)
    assert all(a is b for a, b in zip(clip_by_norm(short, 1.0), short, strict=True))


def test_clipping_by_value_is_that_of_torch():
    torch = pytest.importorskip("torch")
    peer = torch.nn.Parameter(torch.zeros(3, 2, dtype=torch.float64))
    peer.grad = torch.tensor(gradients()[0])
    torch.nn.utils.clip_grad_value_([peer], 0.5)
    np.testing.assert_array_equal(clip_by_value(gradients(), 0.5)[0], peer.grad.numpy())


def test_what_is_not_finite_is_left_for_the_optimizer_to_refuse():
    for bad in (np.nan, np.inf):
        clipped = clip_by_norm([np.array([1.0, bad])], 0.5)[0]
        assert not np.isfinite(clipped).all()
    assert np.isnan(clip_by_value([np.array([np.nan])], 0.5)[0]).all()


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("place", [0, 1])
def test_one_lost_entry_leaves_all_gradients_as_they_are_in_whichever_array_it_is(bad, place):
    lost = [np.array([3.0, 4.0]), np.array([5.0])]
    lost[place][-1] = bad
    assert all(a is b for a, b in zip(clip_by_norm(lost, 1.0), lost, strict=True))


def test_gradients_are_not_written_to_and_stay_float32_and_on_their_device():
    single = np.array([30.0, -40.0], np.float32)
    single.flags.writeable = False
    assert {clip_by_norm([single], 1.0)[0].dtype, clip_by_value([single], 1.0)[0].dtype} == {single.dtype}
    far = strict.asarray(np.array([3.0, 4.0]))
    for clipped in (clip_by_norm([far], 1.0)[0], clip_by_value([far], 1.0)[0]):
        assert type(clipped) is StrictArray
    np.testing.assert_allclose(clip_by_norm([far], 1.0)[0].get(), [0.6, 0.8], rtol=1e-14)


@pytest.mark.parametrize("limit", [0, -1.0, np.nan, np.inf])
def test_the_limit_must_be_positive(limit):
    with pytest.raises(ValueError, match="clip_by_norm: expected max_norm > 0"):
        clip_by_norm(gradients(), limit)
    with pytest.raises(ValueError, match="clip_by_value: expected limit > 0"):
        clip_by_value(gradients(), limit)


def test_a_norm_beyond_the_largest_number_is_clipped_too():
    clipped = clip_by_norm([np.array([1.5e308]), np.array([1.5e308])], max_norm=1.0)
    np.testing.assert_allclose(clipped, [[0.5**0.5], [0.5**0.5]], rtol=1e-12)


def test_gradients_in_float16_are_clipped_by_a_norm_that_float16_could_not_add_up():
    half = [np.full((400, 400), 2.0, np.float16)]  # 160,000 squares: more than the largest float16
    assert global_norm(half) == 800.0
    assert (clip_by_norm(half, 1.0)[0] == np.float16(2 / 800)).all()
