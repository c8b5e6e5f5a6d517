"""Chapter 1: gates from wires, a live control."""

from dlcourse.widgets.ch01_gates.gate_composer import GateComposer, gate_composer

__all__ = ["GateComposer", "gate_composer"]
