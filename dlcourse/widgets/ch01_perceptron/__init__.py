"""Chapter 1: the perceptron, sample by sample, a live control."""

from dlcourse.widgets.ch01_perceptron.perceptron_stepper import PerceptronStepper, perceptron_stepper

__all__ = ["PerceptronStepper", "perceptron_stepper"]
