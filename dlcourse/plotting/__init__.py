"""Figures of the book, all in one style. Importing this package imports matplotlib."""

from dlcourse.plotting.architectures import plot_architectures
from dlcourse.plotting.contours import plot_paths
from dlcourse.plotting.curves import plot_loss
from dlcourse.plotting.decision_regions import plot_decision_regions
from dlcourse.plotting.folded_sheet import plot_folded_sheet
from dlcourse.plotting.graphs import draw_graph
from dlcourse.plotting.hidden_space import plot_batch_walk, plot_points, plot_solutions, plot_spaces
from dlcourse.plotting.history import plot_history
from dlcourse.plotting.layer_statistics import (
    activation_percentiles,
    parameter_arrays,
    plot_histograms,
    plot_percentiles,
)
from dlcourse.plotting.level_lines import plot_levels
from dlcourse.plotting.linear_regions import plot_linear_regions, plot_regions
from dlcourse.plotting.network import draw_network
from dlcourse.plotting.network_by_layer import draw_layers
from dlcourse.plotting.neuron import plot_neuron
from dlcourse.plotting.one_unit import plot_functions, plot_targets, plot_unit
from dlcourse.plotting.outcomes import plot_final_losses, plot_patterns, plot_rates
from dlcourse.plotting.placing import panels
from dlcourse.plotting.products import draw_products
from dlcourse.plotting.ratios import plot_goals, plot_ratios, plot_shares
from dlcourse.plotting.recorded_graph import describe_graph, draw_recorded_graph
from dlcourse.plotting.roofline import plot_roofline
from dlcourse.plotting.seed_sets import plot_seed_sets
from dlcourse.plotting.stair_lamp import plot_stair_lamp
from dlcourse.plotting.style import COLORS, DASHES, use_style
from dlcourse.plotting.templates import plot_templates
from dlcourse.plotting.timeline import plot_timeline
from dlcourse.plotting.unit_curves import plot_units
from dlcourse.plotting.unit_gallery import plot_gallery
from dlcourse.plotting.xor_plane import plot_gates, plot_lift, plot_xor

__all__ = [
    "COLORS",
    "DASHES",
    "describe_graph",
    "draw_graph",
    "draw_layers",
    "draw_network",
    "draw_products",
    "draw_recorded_graph",
    "panels",
    "plot_architectures",
    "plot_batch_walk",
    "plot_points",
    "plot_solutions",
    "plot_spaces",
    "activation_percentiles",
    "parameter_arrays",
    "plot_decision_regions",
    "plot_final_losses",
    "plot_folded_sheet",
    "plot_functions",
    "plot_gallery",
    "plot_gates",
    "plot_goals",
    "plot_histograms",
    "plot_history",
    "plot_levels",
    "plot_lift",
    "plot_linear_regions",
    "plot_loss",
    "plot_neuron",
    "plot_paths",
    "plot_patterns",
    "plot_percentiles",
    "plot_rates",
    "plot_ratios",
    "plot_roofline",
    "plot_regions",
    "plot_seed_sets",
    "plot_shares",
    "plot_stair_lamp",
    "plot_targets",
    "plot_templates",
    "plot_unit",
    "plot_units",
    "plot_xor",
    "plot_timeline",
    "use_style",
]
