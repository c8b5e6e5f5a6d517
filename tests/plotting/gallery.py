"""Every figure that the library draws, on small data: what all figures must keep to is tested on these.

To look at them, on paper and in the dark, wide and on a phone: PYTHONPATH=. python tests/plotting/gallery.py
writes _build/gallery/index.html.
"""

from pathlib import Path

import matplotlib
import numpy as np

from dlcourse import MLP, ops
from dlcourse.experiments import ch05_backpropagation as backpropagation
from dlcourse.experiments import ch05_paths as paths
from dlcourse.experiments import ch05_two_layers as two_layers
from dlcourse.experiments import ch10_surfaces as surfaces
from dlcourse.experiments.ch01_history import EVENTS
from dlcourse.experiments.ch01_perceptron import bits, learned
from dlcourse.experiments.ch02_xor import NAMES, fixed_feature_fit, hand_set_network, network
from dlcourse.experiments.ch02_xor_training import SuccessRate
from dlcourse.experiments.ch03_architectures import GROUPS
from dlcourse.experiments.ch20_speed import Ratio, Shares
from dlcourse.plotting import (
    draw_graph,
    draw_layers,
    draw_network,
    draw_products,
    panels,
    plot_architectures,
    plot_batch_walk,
    plot_decision_regions,
    plot_final_losses,
    plot_folded_sheet,
    plot_functions,
    plot_gallery,
    plot_gates,
    plot_goals,
    plot_histograms,
    plot_history,
    plot_levels,
    plot_lift,
    plot_linear_regions,
    plot_loss,
    plot_neuron,
    plot_paths,
    plot_patterns,
    plot_percentiles,
    plot_rates,
    plot_ratios,
    plot_regions,
    plot_roofline,
    plot_seed_sets,
    plot_shares,
    plot_solutions,
    plot_spaces,
    plot_stair_lamp,
    plot_targets,
    plot_templates,
    plot_timeline,
    plot_unit,
    plot_units,
    plot_xor,
    use_style,
)
from dlcourse.plotting.placing import picture

PAGE = """<!doctype html><meta charset="utf-8"><title>Figures</title><style>
body { margin: 0; font: 14px sans-serif; } section { padding: 8px; }
img { max-width: 100%; height: auto; }
.phone { width: 342px; display: inline-block; vertical-align: top; }
.dark { background: #14181e; color: #ccc; }
.dark img { filter: invert(1) hue-rotate(180deg); }</style>"""


def mlp(*widths, activation=ops.relu, seed=0):
    return MLP(widths, activation=activation, rng=np.random.default_rng(seed))


def worked_network():
    """The 2-2-2 network of chapter 5, as a model; its pass."""
    net = two_layers.worked_example()
    return two_layers.as_model(net), net, two_layers.two_layer_pass(net)


def network_with_gradients():
    model, net, now = worked_network()
    gradients = [now.dJ_dz1 @ net.W1.T, now.dJ_dh, now.y_hat - net.y]
    return draw_network(model, above=[net.x, now.h, now.y_hat], below=gradients)


def neuron():
    graph = backpropagation.neuron_graph(backpropagation.training_step())
    gradients = paths.sweep_back(graph.edges, "J").wrt
    return draw_graph(graph.values, graph.edges, values=graph.values, gradients=gradients)


def samples(n_classes=3, m=60):
    rng = np.random.default_rng(1)
    y = np.arange(m) % n_classes
    return rng.normal(size=(m, 2)) + 2 * np.column_stack([np.cos(y), np.sin(y)]), y


def bowl(x):
    return x[:, 0] ** 2 / 20 + x[:, 1] ** 2


def zigzag():
    k = np.arange(30)
    return np.column_stack([-7 * 0.905**k, 2 * (-0.9) ** k])


def ratios(*medians):
    return [Ratio(m, 0.9 * m, 1.2 * m) for m in medians]


def rate(n_solved):
    return SuccessRate("ReLU", 0.0, 2, 100, n_solved, 0)


def products():
    """Products with numbers of several lengths, one of them an outer product."""
    x, g = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0, 0], [-1, 2], [-1, 2], [-0.125, 2]])
    first = ("$x^T$", x.T), (r"$\partial J/\partial z$", g), (r"$\partial J/\partial W$", x.T @ g)
    ones = np.ones((1, 4))
    second = ("$1^T$", ones), (r"$\partial J/\partial z$", g), (r"$\partial J/\partial c$", ones @ g)
    return draw_products([first, second])


FIGURES = {
    "XOR": lambda: plot_xor(),
    "lamp on the stairs": lambda: plot_stair_lamp(),
    "gates": lambda: plot_gates([[1, -1], [1, -1]], [-0.5, 1.5], ("OR", "NAND")),
    "lift": lambda: plot_lift(fixed_feature_fit().w, fixed_feature_fit().b),
    "spaces: three points on one": lambda: plot_spaces(network([[1, 0], [-1, 0]], [0, 0], [1, 0], [0])),
    "units": lambda: plot_units([{"ReLU": ops.relu}, {"tanh": ops.tanh, "sigmoid": ops.sigmoid}]),
    "rates": lambda: plot_rates(
        {"ReLU": {"2 units": rate(14), "8 units": rate(76)}, "tanh": {"2 units": rate(91)}}
    ),
    "final losses": lambda: plot_final_losses(
        [0] * 14 + [1 / 6] * 39 + [1 / 4] * 44,
        {"0": 0, "1/6": 1 / 6, "1/4": 1 / 4},
        step=1 / 120,
        highest=0.3,
    ),
    "patterns": lambda: plot_patterns({"a corner each": np.eye(4)[:, 1:3], "all on": np.ones((4, 2))}, NAMES),
    "spaces": lambda: plot_spaces(hand_set_network()),
    "batch walk": lambda: plot_batch_walk(hand_set_network()),
    "solutions": lambda: plot_solutions({name: hand_set_network() for name in "abcdef"}),
    "neuron": neuron,
    "network: XOR": lambda: draw_network(hand_set_network()),
    "network: values and gradients": network_with_gradients,
    "network: a path": lambda: draw_network(
        worked_network()[0], bias=False, highlight=[(1, 0), (1, 0, 0), (1, 0, 1)]
    ),
    "network: named inputs": lambda: draw_network(mlp(2, 1), inputs=["age", "dose"]),
    "network: 2-4-1": lambda: draw_network(mlp(2, 4, 1), digits=2),
    "network: deep": lambda: draw_network(mlp(2, 3, 3, 1, activation=ops.tanh)),
    "network: wide": lambda: draw_network(mlp(64, 100, 10)),
    "layers: XOR": lambda: draw_layers(hand_set_network()),
    "layers: deep": lambda: draw_layers(mlp(64, 100, 100, 10)),
    "products": products,
    "loss": lambda: plot_loss({"a": [1.0, 0.1, 0.01], "b": [1.0, 0.4, 0.2]}).figure,
    "paths": lambda: plot_paths(bowl, {"SGD": zigzag(), "Adam": zigzag()[::3]}, minimum=(0, 0)).figure,
    "decision regions": lambda: plot_decision_regions(lambda x: mlp(2, 8, 3)(x), *samples()).figure,
    "folded sheet": lambda: (
        plot_folded_sheet([(0.55, 0.1), (0.12, 0.1), (0.12, 0.55)], [((1, 0), 0), ((0, 1), 0)])[0].figure
    ),
    "exact regions": lambda: plot_regions([(np.eye(2), np.zeros(2))], [(-1, 1)] * 2).figure,
    "level lines": lambda: plot_levels(surfaces.saddle).figure,
    "sets of seeds": lambda: plot_seed_sets([1, 2], *[[np.arange(5.0)] * 2] * 2, center=np.mean).figure,
    "linear regions": lambda: plot_linear_regions(mlp(2, 8, 1)).figure,
    "templates": lambda: plot_templates([[np.eye(8), -np.eye(8) / 2, np.ones((8, 8))]] * 2, ("a", "b", "c")),
    "percentiles": lambda: plot_percentiles(np.cumsum(np.ones((9, 3)), axis=1) - 2).figure,
    "histograms": lambda: plot_histograms(
        {f"layer {k}": np.random.default_rng(k).normal(size=999) for k in range(4)}
    ),
    "shares": lambda: (
        plot_shares(
            {"2-8-1": Shares(0.1, 0.7, 0.2), "64-64": Shares(0.6, 0.2, 0.2)},
            {"bookkeeping": "bookkeeping", "rest": "number by number", "products": "matrix products"},
        ).figure
    ),
    "ratios": lambda: (
        plot_ratios(
            (4, 64, 1024),
            {"replayed": ratios(0.1, 0.5, 0.9), "bare products": ratios(0.05, 0.2, 0.8)},
            xlabel="units per layer, n",
            ylabel="time / recorded step",
        ).figure
    ),
    "goals": lambda: (
        plot_goals([("2-8-1", 0.52, 0.5), ("Hessian", 0.02, 1.0)], xlabel="ours / best peer").figure
    ),
    "roofline": lambda: (
        plot_roofline(
            lambda i: min(90.0, 10 * i),
            {"recorded": {"2-8-1": (0.17, 0.01), "784-1024-1024-10": (9.3, 77.0)}},
        ).figure
    ),
    "architectures: forward": lambda: plot_architectures(GROUPS["forward"]),
    "architectures: loops": lambda: plot_architectures(GROUPS["loops"]),
    "architectures: without targets": lambda: plot_architectures(GROUPS["without targets"]),
    "gallery": lambda: plot_gallery(
        {"ReLU": ops.relu, "SiLU": ops.silu, "hard tanh": ops.hard_tanh, "ELU": ops.elu}
    ),
    "history": lambda: plot_history(EVENTS),
    "nerve cell": lambda: plot_neuron(),
    "functions": lambda: plot_functions(bits(4), learned(2)),
    "unit": lambda: unit(),
    "timeline": lambda: (
        plot_timeline(
            {"recorded": [("decide", 2), ("compute", 1)] * 3, "replayed": [("compute", 1)] * 3}
        ).figure
    ),
}


def unit():
    """Two panels: a unit that has made a mistake, and points by themselves."""
    figure, (left, right) = panels(2)
    plot_unit(left, [2.0, 1.0], -1.0, bits(2), [0, 0, 0, 1], mistake=2)
    plot_targets(right, bits(2), [0, 1, 1, 0])
    return figure


def main():
    """Write all figures as SVG, and a page that shows them."""
    matplotlib.use("Agg")
    use_style()
    folder = Path(__file__).parents[2] / "_build" / "gallery"
    folder.mkdir(parents=True, exist_ok=True)
    shown = []
    for name, draw in FIGURES.items():
        path = folder / f"{name.replace(': ', ' ').replace(' ', '_')}.svg"
        path.write_text(picture(draw()), encoding="utf-8")
        shown.append(f"<p>{name}<br><img src='{path.name}' alt='{name}'></p>")
    figures = "".join(shown)
    looks = ("", "dark", "phone", "phone dark")
    page = PAGE + "".join(f"<section class='{look}'>{figures}</section>" for look in looks)
    (folder / "index.html").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
