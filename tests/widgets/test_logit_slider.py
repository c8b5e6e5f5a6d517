"""The logit slider: gradients in both languages, what is asked, what its tasks show."""

import numpy as np
import pytest
from javascript import evaluate, needs_node

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.experiments.ch04_output_units import softmax_saturation
from dlcourse.losses import half_squared_error, softmax_cross_entropy
from dlcourse.tensor import Tensor
from dlcourse.widgets.ch04_logits.logit_slider import LogitSlider
from dlcourse.widgets.ch04_logits.pulls import losses

KERNEL = """(all) => all.map(([z, t]) => dlcourse.kernels["logit-slider"].losses(z, t))"""
LOGITS = [(-2, 2, 0), (-10, 10, 10), (10, -10, -10), (0, 0, 0), (3.5, -1.2, 3.4)]


@needs_node
@pytest.mark.parametrize("right", range(3))
def test_losses_and_gradients_are_the_librarys_in_both_languages(right):
    target = np.eye(3)[right].tolist()
    in_node = evaluate(KERNEL, [[z, target] for z in LOGITS])
    for logits, from_page in zip(LOGITS, in_node, strict=True):
        z = Tensor(np.array([logits], float))
        entropy = softmax_cross_entropy(z, np.array([right]))
        squares = half_squared_error(ops.softmax(z), np.array([target]))
        expected = {"entropy": float(entropy), "squares": float(squares), "p": ops.softmax(z.array)[0]}
        expected |= {"slope_entropy": grad(entropy, z)[0], "slope_squares": grad(squares, z)[0]}
        for found in (from_page, losses()([logits], [target])):
            assert found.keys() == expected.keys()
            for name, value in expected.items():
                np.testing.assert_allclose(found[name], value, rtol=1e-9, atol=1e-12, err_msg=name)


def test_a_guess_is_compared_once_the_pulls_are_shown():
    assert LogitSlider().values["texts"]["compared"].startswith("Of cross-entropy's pull")
    waits = LogitSlider(guess=30)
    assert waits.values["texts"]["compared"] == "You said 30.0. Show the pulls, and compare."
    assert waits.values["kept_now"] is None and waits.body().count(">?<") == 2
    assert "pulls" not in waits.values["texts"]["verdict"]
    shown = LogitSlider(guess=30, shown=True)
    assert shown.values["texts"]["compared"] == "You said 30.0; it is 2.8: 27.2 too high."
    assert ">?<" not in shown.body()


def test_the_tasks_show_what_they_say():
    first = LogitSlider(z0=-10, z1=0, z2=0, shown=True).values  # the chapter's example
    squares, entropy = softmax_saturation()
    assert [first["pull_squares"], first["pull_entropy"]] == pytest.approx([-squares, -entropy])
    assert LogitSlider(z0=0, z1=0, z2=0).values["kept"] == pytest.approx(100 / 3)
    kept = {z: LogitSlider(z0=z, z1=0, z2=-10).values["kept"] for z in np.linspace(-10, 10, 81)}
    assert max(kept, key=kept.get) == 0 and kept[0] == pytest.approx(50, abs=0.01)
    for right, sizes in (("0", [0, 0, 0]), ("1", [-1, 1, 0])):
        slopes = LogitSlider(z0=10, z1=0, z2=0, right=right).values["gradient_entropy"]
        np.testing.assert_allclose(slopes, [-x for x in sizes], atol=1e-4)
