"""Chapter 9: linear regions: networks that fold, the regions of networks, and how many there can be."""

from dlcourse.models.regions.bounds import (
    guaranteed_regions,
    maxout_regions,
    upper_regions,
    zaslavsky,
)
from dlcourse.models.regions.exact import count_regions, hidden_layers, linear_regions
from dlcourse.models.regions.folding import fold, folding_network, mirror_points, tent_network
from dlcourse.models.regions.patterns import activation_patterns, regions_seen

__all__ = [
    "activation_patterns",
    "regions_seen",
    "count_regions",
    "fold",
    "folding_network",
    "guaranteed_regions",
    "hidden_layers",
    "linear_regions",
    "maxout_regions",
    "mirror_points",
    "tent_network",
    "upper_regions",
    "zaslavsky",
]
