"""Live controls: plain JavaScript in the page, with a static picture computed in Python.

A control needs no kernel and no network. `neuron_calculator()` and `xor_playground()` return an object that
the notebook and the book show as HTML; its numbers without JavaScript are computed here. With the extra
`widgets` it is an ipywidgets widget: in a live notebook Python reads and sets what the control shows. A
control is loaded when it is first named, since it brings the experiments of its chapter.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # for editors; at run time `__getattr__` loads these
    from dlcourse.widgets.ch00_step_size.step_size import step_size
    from dlcourse.widgets.ch01_gates.gate_composer import gate_composer
    from dlcourse.widgets.ch01_perceptron.perceptron_stepper import perceptron_stepper
    from dlcourse.widgets.ch02_xor_playground.xor_playground import xor_playground
    from dlcourse.widgets.ch03_activations.activation_explorer import activation_explorer
    from dlcourse.widgets.ch04_logits.logit_slider import logit_slider
    from dlcourse.widgets.ch05_neuron_calculator.neuron_calculator import neuron_calculator
    from dlcourse.widgets.ch06_graph_stepper.graph_stepper import graph_stepper
    from dlcourse.widgets.ch06_order_of_visits.order_of_visits import order_of_visits
    from dlcourse.widgets.ch07_shape_tracer.shape_tracer import shape_tracer
    from dlcourse.widgets.ch08_bump_builder.bump_builder import bump_builder
    from dlcourse.widgets.ch09_folding_paper.folding_paper import folding_paper
    from dlcourse.widgets.ch09_region_map.region_map import region_map
    from dlcourse.widgets.ch10_surface_explorer.surface_explorer import surface_explorer
    from dlcourse.widgets.ch11_bowl_racer.bowl_racer import bowl_racer
    from dlcourse.widgets.ch11_step_on_a_curve.step_on_a_curve import step_on_a_curve
    from dlcourse.widgets.ch12_optimizer_race.optimizer_race import optimizer_race
    from dlcourse.widgets.ch14_depth_tower.depth_tower import depth_tower
    from dlcourse.widgets.ch15_cliff.cliff_map import cliff_map
    from dlcourse.widgets.ch16_batch_slider.batch_slider import batch_slider
    from dlcourse.widgets.ch17_double_descent.double_descent import double_descent
    from dlcourse.widgets.ch17_mask_player.mask_player import mask_player
    from dlcourse.widgets.ch17_penalty_sweep.penalty_sweep import penalty_sweep
    from dlcourse.widgets.ch20_step_cost.step_cost import step_cost
    from dlcourse.widgets.frame.control import Control
    from dlcourse.widgets.one_line.puzzles import puzzles

_HOMES = {  # name -> the module that it is loaded from
    "Control": "frame.control",
    "activation_explorer": "ch03_activations.activation_explorer",
    "batch_slider": "ch16_batch_slider.batch_slider",
    "bowl_racer": "ch11_bowl_racer.bowl_racer",
    "bump_builder": "ch08_bump_builder.bump_builder",
    "cliff_map": "ch15_cliff.cliff_map",
    "depth_tower": "ch14_depth_tower.depth_tower",
    "double_descent": "ch17_double_descent.double_descent",
    "folding_paper": "ch09_folding_paper.folding_paper",
    "gate_composer": "ch01_gates.gate_composer",
    "graph_stepper": "ch06_graph_stepper.graph_stepper",
    "logit_slider": "ch04_logits.logit_slider",
    "mask_player": "ch17_mask_player.mask_player",
    "neuron_calculator": "ch05_neuron_calculator.neuron_calculator",
    "optimizer_race": "ch12_optimizer_race.optimizer_race",
    "order_of_visits": "ch06_order_of_visits.order_of_visits",
    "penalty_sweep": "ch17_penalty_sweep.penalty_sweep",
    "perceptron_stepper": "ch01_perceptron.perceptron_stepper",
    "region_map": "ch09_region_map.region_map",
    "shape_tracer": "ch07_shape_tracer.shape_tracer",
    "puzzles": "one_line.puzzles",
    "step_cost": "ch20_step_cost.step_cost",
    "step_on_a_curve": "ch11_step_on_a_curve.step_on_a_curve",
    "step_size": "ch00_step_size.step_size",
    "surface_explorer": "ch10_surface_explorer.surface_explorer",
    "xor_playground": "ch02_xor_playground.xor_playground",
}
__all__ = [
    "Control",
    "activation_explorer",
    "batch_slider",
    "bowl_racer",
    "bump_builder",
    "cliff_map",
    "depth_tower",
    "double_descent",
    "folding_paper",
    "gate_composer",
    "graph_stepper",
    "logit_slider",
    "mask_player",
    "neuron_calculator",
    "optimizer_race",
    "order_of_visits",
    "penalty_sweep",
    "perceptron_stepper",
    "puzzles",
    "region_map",
    "shape_tracer",
    "step_cost",
    "step_on_a_curve",
    "step_size",
    "surface_explorer",
    "xor_playground",
]


def __getattr__(name):
    """The control of that name, loaded when it is named for the first time (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    return found


def __dir__():  # so that editors and help() show what is not loaded yet
    return sorted({*globals(), *__all__})
