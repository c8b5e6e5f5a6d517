"""What exercises 17.4 to 17.6 are judged by: masks, subnetworks, and trainings that end early."""

import re
from types import SimpleNamespace

import numpy as np
import pytest
from house import ROOT, text_of

from dlcourse.callbacks import EarlyStopping
from dlcourse.checks import drawn_dropout, drawn_stopping, drawn_stopping_slips, drawn_subnetworks
from dlcourse.checks.bank import exercises
from dlcourse.checks.examine import examine
from dlcourse.checks.failed import CheckFailed
from dlcourse.checks.free import ch17_dropout
from dlcourse.checks.gradients import sigmoid
from dlcourse.experiments import ch17_regularization as chapter
from dlcourse.layers import Dropout, Linear, Sequential, subnetworks

FOLDER = ROOT / "solutions" / "17_regularization"


@pytest.fixture
def rng():
    return np.random.default_rng(17)


def every(drawn, rng):
    shown, draw = drawn
    return [*shown, *draw(rng)]


def told(case, mask_of, scale=None):
    """What is said of a mask, which y and dx share."""
    mask = mask_of(case["x"], case["keep"])
    scale = (1 / case["keep"] if case["inverted"] else 1.0) if scale is None else scale
    return ch17_dropout.problem(**case, y=case["x"] * mask * scale, dx=case["G"] * mask * scale)


def large(rng):
    return [case for case in every(drawn_dropout.layers_to_drop(), rng) if case["training"]]


def test_the_layer_of_the_library_is_right_in_each_case(rng):
    for case in every(drawn_dropout.layers_to_drop(), rng):
        layer = Dropout(case["keep"], rng=np.random.default_rng(case["seed"]), inverted=case["inverted"])
        layer = layer if case["training"] else layer.eval()
        scale = layer(np.ones_like(case["x"]))
        assert ch17_dropout.problem(**case, y=case["x"] * scale, dx=case["G"] * scale) is None


def test_masks_by_other_generators_are_right_whatever_their_seed(rng):
    for case in large(rng):
        for _ in range(25):
            assert told(case, lambda x, keep: rng.binomial(1, keep, x.shape)) is None


def test_masks_that_chance_would_not_draw_are_named(rng):
    def fixed(x, keep):
        return rng.permutation(np.arange(x.size) < round(keep * x.size)).reshape(x.shape)

    def counted(x, keep):
        return rng.permuted(np.arange(x.shape[1]) < round(keep * x.shape[1]) + 0 * x, axis=1)

    masks = {
        "have changed places": lambda x, keep: rng.random(x.shape) > keep,
        "All rows have one mask": lambda x, keep: rng.random(x.shape[1]) < keep + 0 * x,
        "Whole rows stay": lambda x, keep: rng.random((len(x), 1)) < keep + 0 * x,
        "Each row loses the same number": counted,
        "Exactly the share keep": fixed,
        "Some rows have the same mask": lambda x, keep: np.tile(
            rng.random((len(x) // 2, x.shape[1])) < keep, (2, 1)
        ),
        "depends on x": lambda x, keep: abs(x) > np.quantile(abs(x), 1 - keep),
        "`rng.normal`": lambda x, keep: rng.normal(size=x.shape) < keep,
        "from -1 to 1": lambda x, keep: rng.uniform(-1, 1, x.shape) < keep,
        "keep squared": lambda x, keep: (rng.random(x.shape) < keep) & (rng.random(x.shape) < keep),
        "A half stays": lambda x, keep: rng.random(x.shape) < 0.5,
        "Nothing is dropped": lambda x, keep: np.ones_like(x),
    }
    case = next(case for case in large(rng) if case["x"].size >= ch17_dropout.EXACT)
    for words, mask_of in masks.items():
        assert words in (told(case, mask_of) or ""), words


def test_a_loop_that_forgets_the_last_column_is_named(rng):
    case = next(case for case in large(rng) if case["x"].size >= ch17_dropout.EXACT)
    for row, told_of in (
        (1.0, "Nothing is dropped in the last column"),
        (0.0, "Everything is dropped in the last column"),
    ):

        def mask_of(x, keep, row=row):
            mask = 1.0 * (rng.random(x.shape) < keep)
            mask[:, -1] = row
            return mask

        assert told_of in told(case, mask_of)
        assert told_of.replace("the last column", "column 0") in told(
            case, lambda x, keep: mask_of(x, keep)[:, ::-1]
        )


def test_where_x_is_0_the_gradient_shows_the_mask(rng):
    (case,) = (case for case in large(rng) if not case["x"].all())
    x, G, keep = case["x"], case["G"], case["keep"]
    scale = (rng.random(x.shape) < keep) / keep
    assert ch17_dropout.problem(**case, y=x * scale, dx=G * scale) is None
    assert "is 0 wherever x is 0" in ch17_dropout.problem(**case, y=x * scale, dx=G * scale * (x != 0))
    assert "y is not 0 where x is 0" in ch17_dropout.problem(**case, y=x * scale + (x == 0), dx=G * scale)


def test_a_share_may_be_four_standard_errors_off_and_no_more(rng):
    (case,) = (case for case in large(rng) if case["keep"] == 0.5)
    n = case["x"].size

    def off(errors):
        return lambda x, keep: rng.permutation(np.arange(n) < n / 2 + errors * np.sqrt(n) / 2).reshape(
            x.shape
        )

    assert told(case, off(3.9)) is None and told(case, off(-3.9)) is None
    assert "4 standard errors" in told(case, off(4.1)) and "4 standard errors" in told(case, off(-4.1))


def test_means_over_subnetworks_are_those_of_the_library_to_twelve_digits(rng):
    for x, w, b, keep in (case.values() for case in every(drawn_subnetworks.units_to_average(), rng)):
        right = drawn_subnetworks.averaged(x, w, b, keep).results
        unit = Linear(len(w), 1, rng=rng, init=lambda shape, rng, w=w: w[:, None])
        p, z = subnetworks(Sequential(Dropout(keep, rng=rng, inverted=False), unit), x, [len(w)])
        z = z[:, :, 0] + b
        yes, no = np.exp(p @ np.log(sigmoid(z))), np.exp(p @ np.log(1 - sigmoid(z)))
        for name, due in {
            "linear": p @ z,
            "arithmetic": p @ sigmoid(z),
            "geometric": yes / (yes + no),
        }.items():
            np.testing.assert_allclose(right[name], due, rtol=1e-12, atol=1e-14)


def test_the_chapters_unit_has_the_means_of_the_deck():
    drawn = np.random.default_rng(0)
    w, x = drawn.standard_normal((10, 1)), drawn.standard_normal((1, 10))
    right, due = drawn_subnetworks.averaged(x, w[:, 0], 0.0, 0.5).results, chapter.averages_over_subnetworks()
    for name in right:
        np.testing.assert_allclose(right[name], due[name], rtol=1e-12)


def test_a_training_ends_as_the_callback_of_the_library_ends_it(rng):
    for theta, updates, losses, patience in (
        case.values() for case in every(drawn_stopping.trainings(), rng)
    ):
        right = drawn_stopping.stopped(theta, updates, losses, patience).results
        history = SimpleNamespace(loss=[], validation_loss=[], metrics={})
        run = SimpleNamespace(epoch=0, stop=False, history=history, weights=theta.copy())
        run.model = SimpleNamespace(state_dict=lambda run=run: {"theta": run.weights.copy()})
        callback = EarlyStopping(patience)
        callback.before_training(run)
        while not run.stop and run.epoch < len(losses):
            run.weights += updates[run.epoch]
            history.validation_loss.append(losses[run.epoch])
            run.epoch += 1
            callback.after_epoch(run)
        assert (right["best_epoch"], right["n_epochs"]) == (callback.best_epoch, run.epoch)
        np.testing.assert_allclose(right["best_theta"], callback.weights.get("theta", theta), rtol=1e-12)


def test_without_a_slip_the_replay_is_right(rng):
    for case in every(drawn_stopping.trainings(), rng):
        right = drawn_stopping.stopped(**case).results
        assert drawn_stopping_slips.replay(case["losses"], case["patience"]) == (
            right["best_epoch"],
            right["n_epochs"],
        )


FIXES = (  # of the bugs in the text: what is told next
    ("best_loss, n_bad = np.inf, 0", "theta, best_loss, n_bad = theta.copy(), np.inf, 0", "too late"),
    ("n_bad > patience", "n_bad >= patience", "begins the count anew"),
    ("= theta, losses[t], t", "= theta.copy(), losses[t], t + 1\n            n_bad = 0", "A tie is taken"),
    ("losses[t] > best_loss", "losses[t] >= best_loss", "weights of the last epoch"),
    ("return theta", "return best_theta", "NaN is taken"),
    ("losses[t] >= best_loss", "not losses[t] < best_loss", "left out by an `if`"),
    (
        "theta, best_loss, n_bad = theta.copy()",
        "best_theta, best_epoch, theta, best_loss, n_bad = theta.copy(), 0, theta.copy()",
        "",
    ),
)


def test_the_bugs_of_the_text_are_told_one_after_the_other():
    (exercise,) = (one for one in exercises(FOLDER) if one.name == "early_stopping")
    shown = re.search(
        r"^## 17\.6 .*?\n\n((?:    [^\n]*\n)+)", text_of(FOLDER / f"{FOLDER.name}.md"), re.M | re.S
    )[1]

    def says(body):
        source = exercise.answer.split('"""')[0] + f'"""The task."""\n{body}'
        rng = np.random.default_rng(0)
        for cases in (exercise.visible(), exercise.hidden(rng)):
            try:
                examine(exercise.function(source), exercise.task(quiet=True), cases)
            except CheckFailed as error:
                return " ".join(str(error).split())
        return ""

    assert "changed its input" in says(shown)
    for old, new, words in FIXES:
        assert old in shown
        shown = shown.replace(old, new, 1)
        assert words in says(shown) if words else not says(shown), (new, says(shown))
