"""Chapter 3, exercise 3.8: depth, width, number of parameters."""

from dlcourse.checks import Right, edits

READ, ROWS = "03c_architectures#depth-width-parameters", "S006 S007 S011 S080 S095 K010 S176"
HINT = "Draw the layers as boxes, the inputs as none. A piece has one weight per input: what else?"
REFUSED = "dlcourse.layers.linear", "dlcourse.layers.sequential", "dlcourse.layers.activations"
VISIBLE = [
    {"widths": [5, 3, 2], "pieces": [1, 1]},
    {"widths": [13, 5, 7, 3], "pieces": [1, 1, 1]},
    {"widths": [3, 7, 5, 11], "pieces": [2, 1, 3]},
]


def draw(rng):
    for depth in (2, 3, 5, 7):
        widths = rng.choice([2, 3, 5, 7, 11, 13, 17, 19], depth + 1, replace=False).tolist()
        inner = max(widths[1:-1])
        ends = [widths[0] + 2 * inner, *widths[1:-1], widths[-1] + inner]  # the widest are no hidden layers
        yield {"widths": widths, "pieces": [1] * depth}
        yield {"widths": ends, "pieces": rng.integers(2, 6, depth).tolist()}


def judge(widths, pieces):
    n, layers = 0, list(zip(widths[:-1], widths[1:], pieces, strict=True))
    for n_in, n_out, k in layers:
        n += k * n_in * n_out + k * n_out
    return Right(depth=len(layers), width=max(n_out for _, n_out, _ in layers[:-1]), n_parameters=n)


WRONG = edits("""
len(pieces) -> len(widths) | The input is counted as a layer: it has no units and learns nothing.
len(pieces) -> len(pieces) - 1 | The output layer is not counted: depth has every layer with weights.
widths[1:-1] -> widths OR widths[1:-1] -> widths[1:] OR widths[1:-1] -> widths[:-1] | width may be that of the
    input or of the output: the widest hidden layer is meant.
max(widths[1:-1]) -> sum(widths[1:-1]) OR max(widths[1:-1]) -> widths[1] OR max(widths[1:-1]) -> len(widths) -
    2 | width is the number of units of a single hidden layer, the widest.
max(widths[1:-1]) -> max(k * n for n, k in zip(widths[1:-1], pieces)) | width counts pieces: a unit is one
    unit, however many pieces it has.
(n_in + 1) -> n_in OR 1]), n_parameters -> 1]), n_parameters - pieces[-1] * widths[-1] | Biases are missing:
    each piece of each unit has one, the outputs, too.
(n_in + 1) * n_out -> n_in * n_out + 1 | A layer has one bias here: each piece of each unit has one.
(n_in + 1) * n_out -> n_in * n_out + n_out | A unit has one bias here: each of its pieces has one.
+ 1) * n_out -> ) * (n_out + 1) OR , n_parameters -> , n_parameters + widths[0] | Inputs have no biases.
1) * n_out -> 1) * (n_out + 1) | A bias adds 1 to n_in alone.
k * (n_in -> (n_in | pieces is not used: a unit with k pieces has k rows of weights.
k * (n_in + 1) -> (n_in + k) | The weights are not taken k times: each piece has its own.
(n_in + 1) -> (k * n_in + 1) OR zip(widths, -> zip([w * k for w, k in zip(widths, [1, *pieces])], | The next
    layer takes one number from each unit, the greatest, not k.
k * (n_in -> k + (n_in | k is added: k pieces have k times the parameters.
zip(widths, widths[1:], -> zip(widths, widths[1:-1], | The output layer is not counted.
zip(widths, widths[1:], -> zip(widths, widths[1:2], | Only the first layer is counted: does a loop end early?
zip(widths, widths[1:], pieces) -> zip(widths[1:], widths[2:], pieces[1:]) | The first layer is not counted.
len(pieces), max(widths[1:-1]), n_parameters -> max(widths[1:-1]), len(pieces), n_parameters ~ they come in
    another order
""")
