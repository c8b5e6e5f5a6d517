"""The numbers that pages show, each against a value from elsewhere: a deck, a closed form, PyTorch."""

import importlib
from pathlib import Path

import pins_ch00
import pins_ch01
import pins_ch02
import pins_ch03
import pins_ch04
import pins_ch05
import pins_ch06
import pins_ch07
import pins_ch07_digits
import pins_ch07_masks
import pins_ch07_nan
import pins_ch08
import pins_ch09
import pins_ch10
import pins_ch11
import pins_ch11_points
import pins_ch12
import pins_ch12_race
import pins_ch13
import pins_ch15
import pins_ch20
import pytest

from dlcourse.inventory import numbers, read_rows

ROOT = Path(__file__).parents[2]
PINS = {
    "checkers": pins_ch00.checkers,
    "difference_quotients": pins_ch00.difference_quotients,
    "perceptron": pins_ch01.perceptron,
    "cards": pins_ch01.cards,
    "linear_models": pins_ch01.linear_models,
    "centers": pins_ch01.centers,
    "features": pins_ch01.features,
    "xor": pins_ch02.xor,
    "xor_training": pins_ch02.xor_training,
    "xor_outcomes": pins_ch02.xor_outcomes,
    "activations": pins_ch03.activations,
    "dead_units": pins_ch03.dead_units,
    "at_zero": pins_ch03.at_zero,
    "units_on_trial": pins_ch03.units_on_trial,
    "architectures": pins_ch03.architectures,
    "layers": pins_ch03.layers,
    "waves": pins_ch03.waves,
    "lost_paths": pins_ch03.lost_paths,
    "beliefs": pins_ch04.beliefs,
    "output_units": pins_ch04.output_units,
    "stable_forms": pins_ch04.stable_forms,
    "error_functions": pins_ch04.error_functions,
    "label_smoothing": pins_ch04.label_smoothing,
    "relabeled": pins_ch04.relabeled,
    "spreads": pins_ch04.spreads,
    "mixtures": pins_ch04.mixtures,
    "silent_mistakes": pins_ch04.silent_mistakes,
    "backpropagation": pins_ch05.backpropagation,
    "slips": pins_ch05.slips,
    "two_layers": pins_ch05.two_layers,
    "nine_gradients": pins_ch05.nine_gradients,
    "cost_of_derivatives": pins_ch06.cost_of_derivatives,
    "forward_only": pins_ch06.forward_only,
    "traps": pins_ch06.traps,
    "orders": pins_ch06.orders,
    "six_routes": pins_ch06.six_routes,
    "a_throw": pins_ch06.a_throw,
    "own_engine": pins_ch06.own_engine,
    "there_and_back": pins_ch07.there_and_back,
    "whole_net": pins_ch07.whole_net,
    "missing_path": pins_ch07_digits.missing_path,
    "digits_mlp": pins_ch07_digits.digits_mlp,
    "minibatches": pins_ch07_digits.minibatches,
    "nan_and_on": pins_ch07_nan.nan_and_on,
    "milestone": pins_ch07_digits.milestone,
    "wrong_mask": pins_ch07_masks.wrong_mask,
    "one_hidden_layer": pins_ch08.one_hidden_layer,
    "the_theorem": pins_ch08.the_theorem,
    "no_free_lunch": pins_ch08.no_free_lunch,
    "found_by_training": pins_ch08.found_by_training,
    "many_inputs": pins_ch08.many_inputs,
    "depth": pins_ch09.depth,
    "near_the_saw": pins_ch09.near_the_saw,
    "regions": pins_ch09.regions,
    "steps": pins_ch09.steps,
    "digits_depth": pins_ch09.digits_depth,
    "convexity": pins_ch10.convexity,
    "counterexamples": pins_ch10.counterexamples,
    "landscape": pins_ch10.landscape,
    "minima_of_digits": pins_ch10.minima_of_digits,
    "critical_xor": pins_ch10.critical_xor,
    "edge": pins_ch10.edge,
    "bowl": pins_ch11.bowl,
    "one_dimension": pins_ch11.one_dimension,
    "momentum_filter": pins_ch11.momentum_filter,
    "old_velocity": pins_ch11.old_velocity,
    "shrinking_rates": pins_ch11.shrinking_rates,
    "thirty_points": pins_ch11_points.thirty_points,
    "batches": pins_ch11_points.batches,
    "tuned": pins_ch11_points.tuned,
    "xor_wiggles": pins_ch11.xor_wiggles,
    "adaptive": pins_ch12.adaptive,
    "step_sizes": pins_ch12.step_sizes,
    "race": pins_ch12_race.race,
    "xor_race": pins_ch12_race.xor_race,
    "decay": pins_ch12_race.decay,
    "schedules_at_work": pins_ch12_race.schedules_at_work,
    "second_order": pins_ch13.second_order,
    "without_a_matrix": pins_ch13.without_a_matrix,
    "newton_on_xor": pins_ch13.newton_on_xor,
    "in_fit": pins_ch13.in_fit,
    "by_layers": pins_ch13.by_layers,
    "vanishing": pins_ch15.vanishing,
    "jacobians": pins_ch15.jacobians,
    "cliff": pins_ch15.cliff,
    "speed": pins_ch20.speed,
    "cost": pins_ch20.cost,
    "precision": pins_ch20.precision,
    "tape_by_hand": pins_ch20.tape_by_hand,
    "benchmark": pins_ch20.benchmark,
}
SLOW = {
    "checkers",
    "centers",
    "features",
    "xor_training",
    "xor_outcomes",
    "dead_units",
    "at_zero",
    "units_on_trial",
    "layers",
    "waves",
    "lost_paths",
    "beliefs",
    "relabeled",
    "spreads",
    "mixtures",
    "silent_mistakes",
    "backpropagation",
    "slips",
    "two_layers",
    "nine_gradients",
    "orders",
    "forward_only",
    "own_engine",
    "whole_net",
    "missing_path",
    "digits_mlp",
    "minibatches",
    "nan_and_on",
    "milestone",
    "wrong_mask",
    "found_by_training",
    "depth",
    "near_the_saw",
    "regions",
    "steps",
    "digits_depth",
    "convexity",
    "minima_of_digits",
    "critical_xor",
    "edge",
    "momentum_filter",
    "bowl",
    "shrinking_rates",
    "thirty_points",
    "batches",
    "tuned",
    "xor_wiggles",
    "race",
    "xor_race",
    "decay",
    "schedules_at_work",
    "newton_on_xor",
    "in_fit",
    "jacobians",
    "cliff",
    "speed",
    "cost",
    "precision",
}  # they train, or time
TOPICS = [pytest.param(topic, marks=pytest.mark.slow if topic in SLOW else ()) for topic in PINS]


@pytest.fixture
def shown(kept_by_the_book):
    """The numbers of a topic."""
    return numbers.numbers_of


def test_every_experiment_that_gives_numbers_has_pins():
    imported = {
        topic: importlib.import_module(f"dlcourse.experiments.{m}") for topic, m in numbers.modules().items()
    }
    giving = {topic for topic, module in imported.items() if hasattr(module, "numbers")}
    assert giving == PINS.keys()


@pytest.mark.rows("S033", "S074", "S076")
@pytest.mark.parametrize("topic", TOPICS)
def test_every_number_agrees_with_its_value_from_elsewhere(topic, shown):
    pins, found = PINS[topic](), shown(topic)
    assert pins.keys() == found.keys()
    wrong = [
        f"{name}: {found[name].value}, {pin}" for name, pin in pins.items() if not agrees(found[name], pin)
    ]
    assert not wrong, "\n".join(wrong)


def agrees(number, pin):
    """Whether a number lies between two others, or is one of them within its tolerance."""
    if isinstance(pin, tuple):
        return pin[0] <= number.value <= pin[1]
    return number.agrees_with(pin)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_number_names_rows_that_exist_and_its_source(topic, shown):
    known, found = read_rows(ROOT), shown(topic)
    strange = {row for number in found.values() for row in number.rows} - known.keys()
    silent = [name for name, number in found.items() if not number.source]
    assert not strange and not silent


def test_a_number_is_found_by_its_topic_and_its_name(shown):
    assert numbers.find("xor.linear_J").value == pytest.approx(0.25)
    assert numbers.shown("xor.linear_J") == "0.25" and numbers.shown("xor.linear_J:.1e", in_tex=True) == (
        r"2.5 \times 10^{-1}"
    )
    with pytest.raises(ValueError, match="number: expected a topic of .*, got 'nor' in 'nor.linear_J'"):
        numbers.find("nor.linear_J")
    with pytest.raises(ValueError, match="number: expected a name of xor, one of .*, got 'quadratic_J'"):
        numbers.find("xor.quadratic_J")


def test_topics_belong_to_chapters():
    assert numbers.modules()["xor"] == "ch02_xor" and numbers.chapter_of("xor") == "02"
    assert "intervals" in numbers.modules() and numbers.numbers_of("intervals") == {}
