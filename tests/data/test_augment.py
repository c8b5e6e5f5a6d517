"""Shifts and reflections of images, against loops over pixels."""

import numpy as np
import pytest

from dlcourse.data import digits, reflected, shifted, with_shifts

rng = np.random.default_rng(3)
IMAGES = rng.standard_normal((2, 3, 4, 5))


@pytest.mark.parametrize("down", [0, 1, -2, 4, 9, -9])
@pytest.mark.parametrize("right", [0, 2, -1, -5])
def test_a_pixel_lands_so_far_down_and_right_and_0_enters(down, right):
    moved = shifted(IMAGES, down, right)
    for i, j in np.ndindex(4, 5):
        inside = 0 <= i - down < 4 and 0 <= j - right < 5
        expected = IMAGES[..., i - down, j - right] if inside else np.zeros((2, 3))
        np.testing.assert_array_equal(moved[..., i, j], expected)


def test_a_mirror_is_its_own_inverse_and_the_input_stays():
    before = IMAGES.copy()
    for vertical in (False, True):
        mirrored = reflected(IMAGES, vertical)
        np.testing.assert_array_equal(reflected(mirrored, vertical), IMAGES)
        assert not np.shares_memory(mirrored, IMAGES)
    np.testing.assert_array_equal(reflected(IMAGES)[..., 0], IMAGES[..., -1])
    np.testing.assert_array_equal(reflected(IMAGES, vertical=True)[..., 0, :], IMAGES[..., -1, :])
    np.testing.assert_array_equal(IMAGES, before)


@pytest.mark.rows("F100")
def test_one_image_of_two_axes_is_mirrored_in_both_ways():
    image = np.array([[1, 2, 3], [4, 5, 6]])
    assert reflected(image).tolist() == [[3, 2, 1], [6, 5, 4]]
    assert reflected(image, vertical=True).tolist() == [[4, 5, 6], [1, 2, 3]]


def test_the_copies_are_shifted_down_up_right_and_left():
    x, y = with_shifts(np.arange(1.0, 7.0).reshape(1, 6), np.array([[7.0, 8.0]]), (2, 3), by=1)
    right, left = [0, 1, 2, 0, 4, 5], [2, 3, 0, 5, 6, 0]
    assert x.tolist() == [[1, 2, 3, 4, 5, 6], [0, 0, 0, 1, 2, 3], [4, 5, 6, 0, 0, 0], right, left]
    assert y.tolist() == [[7, 8]] * 5


def test_five_copies_of_the_digits_keep_their_classes():
    x, y = (part[:7] for part in digits())
    more, classes = with_shifts(x, y, (8, 8))
    assert more.shape == (35, 64) and (classes.reshape(5, 7) == y).all()
    np.testing.assert_array_equal(more[:7], x)
    np.testing.assert_array_equal(more[7:14].reshape(7, 8, 8)[:, 1:], x.reshape(7, 8, 8)[:, :-1])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: shifted(np.zeros(4), 1), r"shifted: expected images \(\.\.\., h, w\)"),
        (lambda: shifted(IMAGES, down=0.5), "shifted: expected down to be an int, got 0.5"),
        (lambda: with_shifts(np.zeros((2, 5)), np.zeros(2), (2, 2)), "with_shifts: expected x"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
