"""Chapter 2: marks of diagrams: a network with its weights, and bars of a histogram; as `graph.js`."""

WIDEST = 6.0  # of a line, for a weight of size 3 and more


def layered(sizes) -> list[list[tuple[float, float]]]:
    """The places of the units of each layer, in the unit square, the first layer at the left.

    >>> layered([2, 1])
    [[(0.1, 0.75), (0.1, 0.25)], [(0.9, 0.5)]]
    """
    at = [0.1 + 0.8 * k / (len(sizes) - 1) for k in range(len(sizes))]
    return [[(x, 1 - (i + 0.5) / n) for i in range(n)] for x, n in zip(at, sizes, strict=True)]


def network(sizes, weights, names) -> list[dict]:
    """Marks of a network: a line for each weight, wide where it is large, dashed where it is negative.

    weights: a matrix per layer, row after row; names: of the units, layer by layer.
    """
    layers, marks = layered(sizes), []
    for k, matrix in enumerate(weights):
        for i, start in enumerate(layers[k]):
            for j, end in enumerate(layers[k + 1]):
                w = float(matrix[i * len(layers[k + 1]) + j])
                marks.append(
                    {
                        "path": [start, end],
                        "kind": "minus" if w < 0 else "plus",
                        "width": 0.4 + (WIDEST - 0.4) * min(abs(w), 3) / 3,
                    }
                )
    for layer, words in zip(layers, names, strict=True):
        marks += [{"dot": place, "kind": "node", "r": 15} for place in layer]
        marks += [
            {"text": word, "at": place, "kind": "unit"} for place, word in zip(layer, words, strict=True)
        ]
    return marks


def histogram(counts: dict, most: float) -> list[dict]:
    """Marks of bars side by side, each with its count.   counts: name -> number, `most` fills the height"""
    marks = []
    for k, n in enumerate(counts.values()):
        marks.append({"bar": (k + 0.15, k + 0.85, 0, min(n, most)), "kind": "bar"})
        marks.append({"text": str(n), "at": (k + 0.5, min(n, most) + 0.06 * most), "kind": "mid"})
    return marks
