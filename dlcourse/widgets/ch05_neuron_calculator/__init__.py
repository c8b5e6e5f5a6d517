"""Chapter 5: backpropagation. The neuron calculator, a live control."""

from dlcourse.widgets.ch05_neuron_calculator.neuron_calculator import NeuronCalculator, neuron_calculator

__all__ = ["NeuronCalculator", "neuron_calculator"]
