"""The numbers that pages show, each against a value from elsewhere: a deck, a closed form, PyTorch."""

import importlib
from pathlib import Path

import pytest

from dlcourse.inventory import numbers, read_rows

ROOT = Path(__file__).parents[2]
PINS_IN = sorted(Path(__file__).parent.glob("pins_ch*.py"))


def pins_by_topic():
    """The function of a `pins_ch` module that has a topic's name, first of its own chapter's: the pins."""
    found, modules = {}, [importlib.import_module(path.stem) for path in PINS_IN]
    for topic, experiment in numbers.modules().items():
        having = [m for m in modules if getattr(vars(m).get(topic), "__module__", "") == m.__name__]
        having.sort(key=lambda m: not m.__name__.startswith(f"pins_{experiment[:4]}"))
        found |= {topic: getattr(having[0], topic)} if having else {}
    return found


PINS = pins_by_topic()
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
    "scaled_digits",
    "autoencoder",
    "initialization",
    "fifty_layers",
    "from_data",
    "xor_starts",
    "jacobians",
    "cliff",
    "shortcuts",
    "cell_state",
    "deep_xor",
    "sigmoid_layers",
    "fellows",
    "normalized",
    "xor_batch",
    "zeros",
    "own_layer",
    "dropout",
    "early_stopping",
    "copies",
    "ensembles",
    "dropped_digits",
    "speed",
    "cost",
    "double_descent",
    "width_and_penalty",
    "forgetting",
    "xor_penalty",
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
