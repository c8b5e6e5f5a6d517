"""What the exercises of chapter 14 are judged by: scalers, rules, moments, gradients of equal units."""

from pathlib import Path

import numpy as np
import pytest

from dlcourse import initializers
from dlcourse.checks import drawn_moments, drawn_scaling, drawn_statistics, drawn_twins, drawn_weights
from dlcourse.checks.bank import Exercise
from dlcourse.checks.free import ch14_signals, ch14_weights
from dlcourse.checks.free.ch14_variances import of_normal, of_uniform, variance
from dlcourse.preprocessing import ZCA, MinMax, ZScore

FOLDER = Path(__file__).parents[2] / "solutions" / "14_inputs_and_initialization"


@pytest.fixture
def rng():
    return np.random.default_rng(14)


def test_scaled_data_are_those_of_the_librarys_scalers(rng):
    shown, draw = drawn_scaling.standardized()
    for x_train, x, z in (inputs.values() for inputs in (*shown, *draw(rng))):
        due, scaler = drawn_statistics.standardized(x_train, x, z).results, ZScore().fit(x_train)
        np.testing.assert_allclose(due["scaled"], scaler.transform(x), rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(due["back"], scaler.inverse(z), rtol=1e-9, atol=1e-12)
        own = drawn_statistics.in_unit_interval(x_train, x).results["scaled"]
        np.testing.assert_allclose(own, MinMax().fit(x_train).transform(x), rtol=1e-9, atol=1e-12)


def test_white_data_have_the_covariance_one_and_no_other_whitening_is_symmetric(rng):
    shown, draw = drawn_scaling.clouds()
    for x_train, x in (inputs.values() for inputs in (*shown, *draw(rng))):
        W, white = drawn_statistics.whitened(x_train, x).results.values()
        n = len(W)
        own = drawn_statistics.whitened(x_train, x_train).results["white"]
        np.testing.assert_allclose(np.cov(own, rowvar=False), np.eye(n), atol=1e-12)
        np.testing.assert_allclose(W, W.T, atol=1e-12)
        np.testing.assert_allclose(white, ZCA().fit(x_train).transform(x), rtol=1e-8, atol=1e-10)
        turned = list(drawn_statistics.turns_of(x_train))
        assert len(turned) == 2 ** (n + 1)
        for other in turned:
            np.testing.assert_allclose(other.T @ np.cov(x_train, rowvar=False) @ other, np.eye(n), atol=1e-10)
            assert abs(other - other.T).max() > 1e-3


def test_weights_of_the_library_pass_whatever_the_seed():
    drawn = {
        "normal": {"lecun": initializers.lecun_normal, "glorot": initializers.glorot_normal},
        "uniform": {"glorot": initializers.glorot_uniform, "he": initializers.he_uniform},
    }
    drawn["normal"]["he"] = initializers.he_normal
    for kind, rules in drawn.items():
        judge = ch14_weights.normal if kind == "normal" else ch14_weights.uniform
        for rule, initial in rules.items():
            for shape in (drawn_weights.DENSE, drawn_weights.CONVOLUTION, drawn_weights.LARGE[1]):
                W = initial(shape, np.random.default_rng(7))
                assert judge(rule, shape, 7).problem(W, "f") is None
                # numbers of another generator are judged by chance alone
                other = initial(shape, np.random.Generator(np.random.MT19937(5)))
                assert judge(rule, shape, 7).problem(other, "f") is None
                assert judge(rule, shape, 7).problem(1.3 * other, "f") is not None
    large = drawn_weights.LARGE[0]
    W = initializers.he_normal(large, np.random.default_rng(3))
    W *= np.sqrt(variance("he", large) / np.mean(W**2))
    for off in (0.993, 1.007):  # 1.4 % in the variance: four standard errors are 1.27 %
        assert "variance of W is too" in ch14_weights.normal("he", large, 7).problem(off * W, "f")


def test_slips_lead_to_no_variance_that_is_right():
    shapes = (drawn_weights.DENSE, drawn_weights.CONVOLUTION, *drawn_weights.LARGE)
    for slips, rules in ((of_normal, (0.04, "lecun", "glorot", "he")), (of_uniform, (0.04, "glorot", "he"))):
        for rule in rules:
            for shape in shapes:
                single, _ = slips(rule, shape)
                equal = [told for told, v in single if abs(v / variance(rule, shape) - 1) < 1e-9]
                assert [told for told in equal if rule != "glorot" or "changed places" not in told] == []


def test_seeds_are_drawn_with_which_chance_fails_nobody(rng):
    _, draw = drawn_weights.drawn("lecun", "glorot", "he")
    for rule, shape, seed in (inputs.values() for inputs in draw(rng)):
        assert drawn_weights.is_usual(seed, int(np.prod(shape)))
        W = np.random.default_rng(seed).normal(0, np.sqrt(variance(rule, shape)), shape)
        assert abs(W.var() / variance(rule, shape) - 1) < 2.1 * np.sqrt(2 / W.size)


def test_moments_are_those_of_closed_forms_and_of_the_decks_numbers():
    seconds, variances = ch14_signals.right_ones(drawn_moments.relu, 1.6, 0.7, 3)
    np.testing.assert_allclose(seconds, 0.7 * 0.8 ** np.arange(1, 4), rtol=1e-6)
    np.testing.assert_allclose(variances / seconds, 1 - 1 / np.pi, rtol=1e-4)
    lecun, _ = ch14_signals.right_ones(drawn_moments.lecun_tanh, 1.0, 1.0, 300)
    assert round(lecun[0], 4) == 0.7504 and round(lecun[-1], 4) == 0.3824
    tanh, _ = ch14_signals.right_ones(drawn_moments.tanh, 1.0, 1.0, 50)
    assert round(tanh[-1], 5) == 0.01022


@pytest.mark.parametrize("unit", drawn_moments.UNITS, ids=lambda unit: unit.__name__)
def test_predictions_are_within_five_percent_of_simulations(unit):
    simulate = Exercise(FOLDER, "predict").setup["simulate"]
    due = ch14_signals.right_ones(unit, 1.8, 1.2, 3)
    measured = np.mean([simulate(unit, 1.8, 1.2, 3, n=400, seed=seed) for seed in range(20)], axis=0)
    assert abs(measured / due - 1).max() < 0.05


def test_what_layers_do_forward_and_backward_is_what_wide_ones_are_seen_to_do(rng):
    assert [*drawn_scaling.grown([(256, 64, 3, 3)], [2 / 576]).results.values()] == pytest.approx([1, 4])
    shapes, variances = [(300, 900), (900, 200)], [0.01, 0.002]
    forward, backward = drawn_scaling.grown(shapes, variances).results.values()
    found = []
    for _ in range(10):
        first = z = rng.normal(size=300)
        masks, weights = [], []
        for shape, v in zip(shapes, variances, strict=True):
            masks.append(z > 0)
            weights.append(rng.normal(0, np.sqrt(v), shape))
            z = np.maximum(0, z) @ weights[-1]
        last = g = rng.normal(size=200)
        for mask, W in zip(masks[::-1], weights[::-1], strict=True):
            g = (g @ W.T) * mask
        found.append(((z**2).mean() / (first**2).mean(), (g**2).mean() / (last**2).mean()))
    np.testing.assert_allclose(np.mean(found, axis=0), [forward, backward], rtol=0.12)


def test_gradients_of_equal_units_are_equal_and_of_all_others_are_not(rng):
    shown, draw = drawn_twins.networks()
    for x, y, W, c, w, b in (inputs.values() for inputs in (*shown, *draw(rng))):
        dW, dc, dw, first = drawn_twins.gradients(x, y, W, c, w, b).results.values()
        h = np.tanh(x @ W + c)
        e = (h @ w + b - y) / len(x)
        dz = np.outer(e, w) * (1 - h * h)
        for due, own in ((dW, x.T @ dz), (dc, dz.sum(axis=0)), (dw, h.T @ e)):
            np.testing.assert_allclose(own, due, rtol=1e-9, atol=1e-12)
        units = np.vstack(
            [W[x.any(axis=0)], c, w]
        )  # what an input that is always 0 is weighed by has no gradient
        if units[:-1].any():
            alike = [
                next(i for i in range(j + 1) if (units[:, i] == units[:, j]).all()) for j in range(len(w))
            ]
            assert alike == first.tolist()


def test_gradients_of_one_kind_or_weights_alone_do_not_tell_which_units_are_equal(rng):
    fooled = set()
    for inputs in drawn_twins.networks()[1](rng):
        right = drawn_twins.gradients(**inputs)
        dW, dc, dw, first = right.results.values()
        weights = np.vstack([inputs["W"], inputs["c"], inputs["w"]])
        for name, G in (("dW", dW), ("dc", dc[None]), ("dW, dc", np.vstack([dW, dc])), ("weights", weights)):
            if drawn_twins.first_of(G).tolist() != first.tolist():
                fooled.add(name)
                due = drawn_twins.WEIGHTS if name == "weights" else drawn_twins.OTHERS
                led = [s.told for s in right.slips if (s.results["first"] == drawn_twins.first_of(G)).all()]
                assert due in led
    assert fooled == {"dW", "dc", "dW, dc", "weights"}


def test_a_hint_on_constant_columns_is_given_where_there_is_one():
    shown, _ = drawn_scaling.scaled()
    hints = [drawn_statistics.in_unit_interval(**inputs).hint for inputs in shown]
    assert hints == ["", drawn_statistics.CONSTANT_WIDTH]


def test_weights_that_chance_never_draws_are_refused():
    judge, a = ch14_weights.uniform(0.04, drawn_weights.DENSE, 7), np.sqrt(0.12)
    W = np.random.default_rng(7).uniform(-a, a, drawn_weights.DENSE)
    assert judge.problem(W, "f") is None
    assert judge.problem(np.linspace(-a, a, W.size).reshape(W.shape), "f") == ch14_weights.CENTERED
    assert judge.problem((W - W.mean()) / 1.01, "f") == ch14_weights.CENTERED
    assert judge.problem(np.where(W > 0, 0.2, -0.2), "f") == ch14_weights.FEW


def test_a_grid_that_is_short_or_not_weighed_is_told():
    inputs = dict(zip(drawn_moments.NAMES, (drawn_moments.logistic, 3.0, 0.6, 3), strict=True))
    for told, u, weigh in (
        (ch14_signals.SHORT, np.linspace(-2, 2, 801), True),
        (ch14_signals.UNWEIGHED, np.linspace(-4, 4, 2001), False),
    ):
        p = np.exp(-(u**2) / 2) if weigh else np.ones(len(u))
        p, q, found = p / p.sum(), 0.6, []
        for _ in range(3):
            h = drawn_moments.logistic(np.sqrt(3 * q) * u)
            q = p @ h**2
            found.append((q, q - (p @ h) ** 2))
        assert told in ch14_signals.judge(**inputs).problem(tuple(np.array(found).T), "f")
