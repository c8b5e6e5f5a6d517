"""What the exercises of chapter 12 are judged by: paths of optimizers, beside those of the library."""

import numpy as np
import pytest

from dlcourse.checks import drawn_adam, drawn_rates, drawn_schedules
from dlcourse.checks import drawn_adaptive as drawn
from dlcourse.checks.drawn_adaptive import averages, divided, walk
from dlcourse.optimizers import Adadelta, AdaGrad, Adamax, AdamW, HalveOnPlateau, RMSprop
from dlcourse.tensor import Parameter


@pytest.fixture
def rng():
    return np.random.default_rng(12)


def path_of(optimizer, theta, gradients, **options):
    """The path of an optimizer of the library along given gradients."""
    parameter, rows = Parameter(theta.copy()), [theta]
    method = optimizer([parameter], **options)
    for g in gradients:
        method.step([g])
        rows.append(parameter.array.copy())
    return np.array(rows)


def test_judged_paths_are_those_of_the_library(rng):
    theta, g = rng.normal(size=3), rng.normal(size=(20, 3))
    g[:7, 2] = 0
    for optimizer, r, options in (
        (AdaGrad, np.cumsum(g**2, axis=0), {}),
        (RMSprop, averages(g**2, 0.8), {"rho": 0.8}),
    ):
        right = divided(theta, g, 0.3, 0.2, r).results
        np.testing.assert_allclose(
            right["path"], path_of(optimizer, theta, g, lr=0.3, eps=0.2, **options), rtol=1e-12
        )


def test_an_average_of_a_constant_has_the_weight_of_its_steps():
    np.testing.assert_allclose(averages(np.full((6, 1), 2.0), 0.7)[:, 0], 2 * (1 - 0.7 ** np.arange(1, 7)))


def told(right, name, value):
    return [right.slips[i].told for i in right.slips.leading_to(name, value, 1e-9)]


def test_slips_of_a_path_have_one_sentence_each(rng):
    theta, g = rng.normal(size=2), rng.normal(size=(4, 2))
    right = walk(theta, g)
    path = right.results["path"]
    assert told(right, "path", 2 * theta - path) == [drawn.UPHILL]
    assert told(right, "path", np.array([path[-1]] * 5)) == [drawn.LAST]
    assert told(right, "path", np.vstack([theta, path[:-1]])) == [drawn.LATE]
    assert told(right, "path", np.vstack([theta, theta - g])) == [drawn.FROM_START]
    assert told(right, "path", np.vstack([theta, -g])) == [drawn.STEPS]
    assert not told(right, "path", path)


def test_slips_of_a_divided_step_lead_to_other_paths_than_the_right_one(rng):
    theta, g = rng.normal(size=2), rng.normal(size=(5, 2))
    right = divided(theta, g, 0.3, 0.2, averages(g**2, 0.8))
    found = [slip.results["path"] for slip in right.slips if "path" in slip.results]
    assert len(found) > 25
    assert not any(np.allclose(one, right.results["path"]) for one in found)
    inside = theta - np.vstack([[0, 0], np.cumsum(0.3 * g / np.sqrt(0.2 + averages(g**2, 0.8)), 0)])
    assert told(right, "path", inside) == [drawn.INSIDE]


def test_a_late_parameter_has_no_gradient_at_first(rng):
    shown, draw = drawn.descents(1, "lr")
    late = [inputs for inputs in (*shown, *draw(rng)) if not inputs["gradients"][0, -1]]
    assert len(late) == 4 and all("lr" in inputs and "eps" in inputs for inputs in late)
    still = late[2]["gradients"]
    assert not still[:, -1].any() and still[:, 1:-1].all()  # of one parameter no gradient ever comes


def test_a_gradient_is_missing_once_in_between_where_averages_go_on(rng):
    longer = [one["gradients"] for one in drawn.descents(1, "lr")[1](rng) if len(one["gradients"]) > 4]
    assert len(longer) == 3 and all((g[:, 0] == 0).sum() == 1 and g[0, 0] and g[-1, 0] for g in longer)
    shown, draw = drawn_adam.layers(1)
    for inputs in (*shown, *draw(rng)):
        missing = [not g.any() for g in inputs["gradients"][0]]
        assert sum(missing) == (len(missing) > 3) and not missing[0] and not missing[-1]


def test_the_first_gradient_of_a_parameter_is_less_than_eps_so_that_a_least_value_is_no_sum(rng):
    shown, draw = drawn.descents(1, "lr")
    small = [one for one in (*shown, *draw(rng)) if 0 < abs(one["gradients"][0, 0]) < one["eps"]]
    assert len(small) == 5


def test_steps_under_a_constant_gradient_are_those_of_the_library():
    g, t, numbers = -2.3, 5, dict(lr=0.25, rho=0.6, beta1=0.7, beta2=0.85)
    right = drawn.constant_steps(g, t, **numbers)
    theta, gradients, tiny = np.zeros(1), np.full((t, 1), g), 1e-300
    betas = {name: numbers[name] for name in ("beta1", "beta2")}
    for name, optimizer, options in (
        ("adagrad", AdaGrad, {}),
        ("rmsprop", RMSprop, {"rho": 0.6}),
        ("adam", AdamW, betas | {"decay": 0.0}),
    ):
        path = path_of(optimizer, theta, gradients, lr=0.25, eps=tiny, **options)[:, 0]
        assert right.results[name] == pytest.approx(path[-1] - path[-2], rel=1e-12)
    s, r = averages(gradients, 0.7)[-1, 0], averages(gradients**2, 0.85)[-1, 0]
    assert right.results["uncorrected"] == pytest.approx(-0.25 * s / r**0.5, rel=1e-12)
    for name, value in right.results.items():
        lacking = f"{name} lacks the sign of g: its step goes against g."
        assert told(right, name, value) == [lacking]  # as an answer without it is right for one sign of g
        assert told(right, name, -value) == [
            lacking,
            f"{name} goes uphill: the sign is that of -g.",
        ]
    assert "adam has the factor g: it cancels, all but its sign." in told(right, "adam", -0.25 * g)


def test_judged_adam_and_its_kin_are_those_of_the_library(rng):
    theta, g = rng.normal(size=3), rng.normal(size=(20, 3))
    g[:7, 2] = 0
    numbers = dict(lr=0.3, beta1=0.7, beta2=0.9, eps=0.2)
    for optimizer, right, options in (
        (AdamW, drawn_adam.adamw([theta], [g], **numbers, decay=0.4).results["path[0]"], {"decay": 0.4}),
        (Adamax, drawn_adam.adamax_path(theta, g, **numbers).results["path"], {}),
    ):
        np.testing.assert_allclose(right, path_of(optimizer, theta, g, **numbers, **options), rtol=1e-12)
    adadelta = drawn_adam.adadelta_path(theta, g, 0.9, 0.2).results["path"]
    np.testing.assert_allclose(adadelta, path_of(Adadelta, theta, g, rho=0.9, eps=0.2), rtol=1e-12)


def test_slips_of_adam_lead_to_other_paths_than_the_right_one(rng):
    inputs = [*drawn_adam.layers(1)[1](rng)][2]
    right = drawn_adam.adamw(**inputs)
    assert len({slip.told for slip in right.slips}) == 23
    for slip in right.slips:
        assert not all(np.allclose(slip.results[name], right.results[name]) for name in right.results), (
            slip.told
        )


def test_a_plateau_without_bugs_is_that_of_the_library(rng):
    for inputs in drawn_schedules.epochs(1)[1](rng):
        errors, patience, lr_end, lr, factor = (
            inputs[k] for k in ("errors", "patience", "lr_end", "lr", "factor")
        )
        rate = HalveOnPlateau(lr, patience, factor, lr_end)
        right = drawn_schedules.plateau(errors, patience, lr_end, lr, factor)
        np.testing.assert_allclose(right.results["rates"], [rate(float(error)) for error in errors])


def test_all_bugs_that_are_left_of_those_printed_are_told(rng):
    *_, inputs, _ = drawn_schedules.epochs(1)[1](rng)
    errors, patience, lr_end, lr, factor = (
        inputs[k] for k in ("errors", "patience", "lr_end", "lr", "factor")
    )
    run = errors, patience, lr_end, lr, factor
    right = drawn_schedules.plateau(*run)
    two = drawn_schedules.rates_with(*run, {"late", "runs"})
    assert f"{drawn_schedules.BUGS['late']} {drawn_schedules.BUGS['runs']}" in told(right, "rates", two)


def test_times_and_rates_of_schedules_tell_their_slips_apart(rng):
    shown, draw = drawn_schedules.times(1)
    for inputs in (*shown, *draw(rng)):
        t, lr, lr_end, tau, every, warmup = (
            inputs[name] for name in ("t", "lr", "lr_end", "tau", "every", "warmup")
        )
        assert (lr / (1 + t / tau)).min() < lr_end < lr  # one that stops there is another one
        assert abs(every - warmup) > 1  # tau - warmup - 1 is not tau - every
        right = drawn_rates.four_rates(**inputs)
        stops = np.maximum(right.results["inverse"], lr_end)
        assert told(right, "inverse", stops) == ["inverse knows no lr_end."]


def test_an_error_a_little_below_the_best_one_is_good(rng):
    found = []
    for inputs in drawn_schedules.epochs(1)[1](rng):
        right = drawn_schedules.plateau(**inputs)
        run = (inputs[name] for name in ("errors", "patience", "lr_end", "lr", "factor"))
        rates = drawn_schedules.rates_with(*run, {"tight"})
        found.append(not np.allclose(rates, right.results["rates"]))
        assert not found[-1] or drawn_schedules.BUGS["tight"] in told(right, "rates", rates)
    assert sum(found) > 1
