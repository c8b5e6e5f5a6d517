"""Chapters 2 and 3: what a drawing of a network shows: columns of units, their names, the edges between."""

from dataclasses import dataclass

from dlcourse.layers import Linear, Sequential
from dlcourse.plotting.graphs import number, symbol

MOST_UNITS, FIRST = 8, 3  # a layer of more units shows the first ones, dots, and the last one
DOTS = "\N{VERTICAL ELLIPSIS}"


@dataclass(frozen=True)
class Column:
    """A layer, or the inputs.

    shown: the units drawn, from the top, None for dots. names, spoken: of all units, as formulas, in words.
    title: the lines below it.
    """

    n_units: int
    shown: list
    names: list[str]
    spoken: list[str]
    title: list[str]


@dataclass(frozen=True)
class Edge:
    """The edge of a layer from one unit to another: their rows in the columns, and its weight."""

    layer: int
    row_from: int
    row_to: int
    weight: float
    key: tuple[int, int, int]  # layer, from, to: as in W[from, to]


def linear_layers(who: str, model) -> list:
    """The Linear layers of a chain. Raises ValueError when there are others, or none."""
    layers = list(getattr(model, "layers", []))
    if not layers or not all(isinstance(layer, Linear) for layer in layers):
        raise ValueError(
            f"{who}: expected a Sequential of Linear layers and activations, got {model!r:.80}; "
            "draw_recorded_graph draws others"
        )
    return layers


def columns_of(model, layers, inputs) -> list[Column]:
    """The inputs and the layers as columns."""
    n_in = layers[0].n_in
    names = [f"x{i + 1}" for i in range(n_in)] if inputs is None else list(inputs)
    if len(names) != n_in:
        raise ValueError(
            f"draw_network: expected {n_in} names of inputs, got {len(names)}; name each of them"
        )
    found = [Column(n_in, shown(n_in), [symbol(name) for name in names], names, counted(n_in, "inputs"))]
    for k, (layer, title) in enumerate(zip(layers, activations(model), strict=True), start=1):
        if k == len(layers):
            spoken = ["y_hat"] if layer.n_out == 1 else [f"y_hat{j + 1}" for j in range(layer.n_out)]
            written = [symbol(name) for name in spoken]
        else:
            level = f"^{{({k})}}" if len(layers) > 2 else ""
            spoken = [f"h{j + 1}" + (f" of layer {k}" if level else "") for j in range(layer.n_out)]
            written = [f"$h{level}_{{{j + 1}}}$" for j in range(layer.n_out)]
        found.append(
            Column(layer.n_out, shown(layer.n_out), written, spoken, [title, *counted(layer.n_out, "units")])
        )
    return found


def counted(n: int, what: str) -> list[str]:
    """How many there are, where not all are drawn."""
    return [f"{n:,} {what}"] if n > MOST_UNITS else []


def shown(n_units: int) -> list:
    """The units of a column that are drawn, from the top; None stands for the others."""
    return list(range(n_units)) if n_units <= MOST_UNITS else [*range(FIRST), None, n_units - 1]


def activations(model) -> list[str]:
    """What follows each Linear layer, up to the next one, by name; "linear" for nothing."""
    found = []
    for step in steps_of(model):
        if isinstance(step, Linear):
            found.append([])
        elif found:
            found[-1].append(getattr(step, "__name__", repr(step).split("(")[0]).replace("_", " "))
    return [", ".join(names) or "linear" for names in found]


def steps_of(model):
    """The steps of a chain, those of chains within it, too."""
    for step in model.steps:
        yield from steps_of(step) if isinstance(step, Sequential) else [step]


def edges_of(layers, columns) -> list[Edge]:
    """The edges between all units that are drawn."""
    return [
        Edge(k, row, column, float(layer.W.array[i, j]), (k, i, j))
        for k, layer in enumerate(layers)
        for row, i in enumerate(columns[k].shown)
        for column, j in enumerate(columns[k + 1].shown)
        if i is not None and j is not None
    ]


def words(columns, layers, bias: bool, digits: int) -> str:
    """The network in words; layers: where their weights are to be told."""
    widths = "-".join(str(column.n_units) for column in columns)
    names = [f"Inputs {', '.join(columns[0].spoken)}" if columns[0].n_units <= MOST_UNITS else ""]
    outputs = columns[-1].spoken
    names.append(
        f"Output{'s' if len(outputs) > 1 else ''} {', '.join(outputs)}" if len(outputs) <= MOST_UNITS else ""
    )
    told = [_layer_in_words(columns[k : k + 2], layer, bias, digits) for k, layer in enumerate(layers or [])]
    return ". ".join([f"A network {widths}", *filter(None, [*names, *told])]) + "."


def _layer_in_words(pair, layer, bias, digits):
    before, after = pair
    if max(before.n_units, after.n_units) > MOST_UNITS:
        return ""
    sentences = []
    for j, name in enumerate(after.spoken):
        parts = [
            f"{number(layer.W.array[i, j], digits)} from {source}" for i, source in enumerate(before.spoken)
        ]
        parts += [f"bias {number(layer.b.array[j], digits)}"] if bias else []
        sentences.append(f"{name}: {', '.join(parts)}")
    return ". ".join(sentences)
