"""Chapter 18: depth on the digits: the same number of parameters in one, two, three or four hidden layers.

Deck Srihari, section IV, slide 30, shows a test accuracy that grows with depth, and hardly with the number of
parameters alone, for house numbers in photographs. On the 1797 small images of the digits depth does not
help.
"""

from dlcourse.experiments.ch02_intervals import mean_interval
from dlcourse.experiments.ch18_digits_trials import N_EPOCHS, SEEDS, Trials, digits_trials
from dlcourse.initializers import he_normal
from dlcourse.layers import MLP
from dlcourse.numbers import Number, kept
from dlcourse.ops import relu

N_PARAMETERS = 3010  # 64-40-10
DEPTHS = (1, 2, 3, 4)
FRESH = range(1000, 1008)  # seeds of further runs


def network(n_hidden_layers: int, width: int, rng) -> MLP:
    """An MLP from 64 pixels through equal hidden layers of ReLU units to 10 logits."""
    return MLP((64, *[width] * n_hidden_layers, 10), activation=relu, rng=rng, init=he_normal)


def count_parameters(n_hidden_layers: int, width: int) -> int:
    """The number of parameters: 64 w + w, then w^2 + w per further hidden layer, then 10 w + 10.

    >>> count_parameters(1, 40)
    3010
    """
    return 65 * width + (n_hidden_layers - 1) * (width + 1) * width + 10 * (width + 1)


def width_for(n_hidden_layers: int, n_parameters: int = N_PARAMETERS) -> int:
    """The largest width with at most n_parameters. Raises ValueError when a width of 1 has more.

    >>> [width_for(n) for n in (1, 2, 3, 4)]
    [40, 28, 24, 21]
    """
    if count_parameters(n_hidden_layers, 1) > n_parameters:
        raise ValueError(
            f"width_for: expected at least {count_parameters(n_hidden_layers, 1)} parameters, got "
            f"{n_parameters}; {n_hidden_layers} layers of one unit have as many"
        )
    width = 1  # counted up: widths are small, and the root of the quadratic could round across an integer
    while count_parameters(n_hidden_layers, width + 1) <= n_parameters:
        width += 1
    return width


def depth_sweep(depths=DEPTHS, seeds=SEEDS, n_epochs: int = N_EPOCHS) -> list[Trials]:
    """Trials for each number of hidden layers, all with about N_PARAMETERS."""
    return [_trials(n, width_for(n), seeds, n_epochs) for n in depths]


def width_sweep(widths=(20, 40, 80, 160), seeds=SEEDS, n_epochs: int = N_EPOCHS) -> list[Trials]:
    """Trials for one hidden layer of each width."""
    return [_trials(1, width, seeds, n_epochs) for width in widths]


def _trials(n_hidden_layers, width, seeds, n_epochs):
    # named by its widths, as 64-40-10
    name = "-".join(map(str, (64, *[width] * n_hidden_layers, 10)))
    return digits_trials(name, lambda rng: network(n_hidden_layers, width, rng), seeds, n_epochs)


@kept
def of_depth(n_hidden_layers: int, seeds: range = SEEDS) -> Trials:
    """The trials of networks with about N_PARAMETERS: what the page shows and the tests look at."""
    (trials,) = depth_sweep((n_hidden_layers,), seeds)
    return trials


def numbers() -> dict[str, Number]:
    """Mean accuracies by depth, over two sets of seeds."""
    found = {"n_parameters": Number(N_PARAMETERS, ",", ("S115",), "counted by hand")}
    for n in DEPTHS:
        for end, seeds in (("", SEEDS), ("_again", FRESH)):
            values, shown = of_depth(n, seeds).test, f"{seeds.start}\N{EN DASH}{seeds.stop - 1}"
            found[f"accuracy_{n}{end}"] = Number(
                float(values.mean()), ".1%", ("S115",), "the inventory's means", 0.005,
                mean_interval(values), len(values), shown,
            )  # fmt: skip
    return found
