"""Chapter 3: which unit? What it makes of normal inputs, a live control."""

from dlcourse.widgets.ch03_activations.activation_explorer import ActivationExplorer, activation_explorer

__all__ = ["ActivationExplorer", "activation_explorer"]
