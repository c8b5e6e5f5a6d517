"""Chapter 0: gradient checks. The wrong backward passes of the course's own exercises, ready to be checked.

An exercise's file lists wrong answers as edits of the model answer. Those of PASSES return derivatives, or
take a step from which one can be read; what each of them claims can be compared with difference quotients.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from dlcourse.answers import Edit, cells_of, edits

SOLUTIONS = Path(__file__).parents[2] / "solutions"
DIFFER = 1e-6  # relative: a claim that is closer to the model answer's is not wrong


@dataclass(frozen=True)
class Pass:
    """A backward pass that students write.

    exercise: "NN_topic/function".   sizes: distinct primes; least: the smallest that make sense.
    draw: (numbers, *sizes) -> inputs, where numbers(shape) gives an array, and numbers(()) a number.
    costs: what is differentiated, and with respect to which input, one pair for each claim.
    claims: (inputs, results) -> the derivatives, in this order.   given: inputs -> further values at which
    one differentiates, such as the output of a layer before.
    """

    exercise: str
    sizes: tuple[int, ...]
    least: tuple[int, ...]
    draw: Callable
    costs: tuple[tuple[Callable, str], ...]
    claims: Callable
    given: Callable = lambda inputs: {}

    @property
    def name(self) -> str:
        return self.exercise.split("/")[1]


def sigmoid(z):
    """1 / (1 + exp(-z))"""
    return 1 / (1 + np.exp(-z))


def line_cost(x, y, w, b):
    """Half the sum of the squared errors of a linear model."""
    return ((x @ w + b - y) ** 2).sum() / 2


def logistic_cost(Phi, y, w):
    """The mean of -log p of the right answer, 0 or 1, of logistic regression."""
    z = Phi @ w
    return (np.logaddexp(0, z) - y * z).mean()


def bells_cost(x, centers, sigma, G):
    """The sum of bells at each x, each times the slope in G that arrives at it."""
    return (G * np.exp(-((x[:, None] - centers) ** 2).sum(axis=2) / (2 * sigma**2))).sum()


def network_cost(x, y, W, c, w, b, G):
    """G times the mean squared error of a network with one hidden layer of ReLU units."""
    return G * ((np.maximum(0, x @ W + c) @ w + b - y) ** 2).mean()


def neuron_cost(x, w, y, **others):
    """Half the squared error of one neuron."""
    return (sigmoid(x @ w) - y) ** 2 / 2


def two_layers_cost(x, y, W1, b1, W2, b2, lr):
    """Half the squared error of a network of two layers of sigmoid units."""
    return ((sigmoid(sigmoid(x @ W1 + b1) @ W2 + b2) - y) ** 2).sum() / 2


def class_cost(x, y, W, lr, t):
    """The mean of -log p of the right class, of logits x W / sqrt(n)."""
    z = x @ W / x.shape[1] ** 0.5
    return (np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(x)), y]).mean()


def _line(numbers, m, n):
    return {"x": numbers((m, n)), "y": numbers((m,)), "w": numbers((n,)), "b": numbers(())}


def _logistic(numbers, m, k):
    return {"Phi": numbers((m, k)), "y": np.arange(m) % 2 * 1.0, "w": numbers((k,))}


def _bells(numbers, m, n, k):
    found = {"x": numbers((m, n)), "centers": numbers((k, n)), "G": numbers((m, k))}
    return found | {"sigma": 1 + abs(numbers((k,)))}


def _network(numbers, m, n_in, n):
    shapes = {"x": (m, n_in), "y": (m, 1), "W": (n_in, n), "c": (n,), "w": (n, 1), "b": (1,), "G": ()}
    return {name: numbers(shape) for name, shape in shapes.items()}


def _neuron(numbers, n):
    return {"x": numbers((n,)), "w": numbers((n,)), "y": numbers(())}


def _update(numbers, n):
    found = _neuron(numbers, n)
    y_hat = sigmoid(found["x"] @ found["w"])
    dw = (y_hat - found["y"]) * y_hat * (1 - y_hat) * found["x"]
    return found | {"dw": dw, "lr": numbers(())}


def _layer_before(numbers, k, n):
    return {"u": numbers((k,)), "V": numbers((k, n)), "w": numbers((n,)), "y": numbers(())}


def _two_layers(numbers, n_in, n, n_out):
    shapes = {"x": (n_in,), "y": (n_out,), "W1": (n_in, n), "b1": (n,), "W2": (n, n_out), "b2": (n_out,)}
    return {name: numbers(shape) for name, shape in shapes.items()} | {"lr": numbers(())}


def _classes(numbers, m, n, k):
    y = [i % k for i in range(m)]
    return {"x": numbers((m, n)), "y": y, "W": numbers((n, k)), "lr": numbers(()), "t": 3}


def _steps(inputs, before, after):
    return tuple((inputs[name] - new) / inputs["lr"] for name, new in zip(before, after, strict=True))


def _by(cost, *names):
    return tuple((cost, name) for name in names)


PASSES = (
    Pass("01_neurons_and_gates/delta_rule_grad", (7, 3), (1, 1), _line,
         _by(line_cost, "w", "b"), lambda inputs, results: results),
    Pass("01_neurons_and_gates/logistic", (7, 3), (1, 1), _logistic,
         _by(logistic_cost, "w"), lambda inputs, results: results[1:2]),
    Pass("01_neurons_and_gates/bells", (7, 3, 5), (1, 1, 1), _bells,
         _by(bells_cost, "centers", "sigma"), lambda inputs, results: results[1:]),
    Pass("02_xor/xor_gradients", (7, 3, 5), (1, 1, 1), _network,
         _by(network_cost, "W", "c", "w", "b"), lambda inputs, results: results),
    Pass("05_backpropagation/neuron_grads", (3,), (1,), _neuron,
         _by(neuron_cost, "w"), lambda inputs, results: (results,)),
    Pass("05_backpropagation/update", (3,), (1,), _update,
         _by(neuron_cost, "w"), lambda inputs, results: _steps(inputs, ("w",), results[:1])),
    Pass("05_backpropagation/layer_before", (5, 3), (1, 1), _layer_before,
         ((lambda x, w, y, **others: neuron_cost(x, w, y), "x"),
          (lambda u, V, w, y, **others: neuron_cost(sigmoid(u @ V), w, y), "V")),
         lambda inputs, results: results, lambda inputs: {"x": sigmoid(inputs["u"] @ inputs["V"])}),
    Pass("05_backpropagation/chain_rule", (), (),
         lambda numbers: {name: numbers(()) for name in ("x", "y", "w1", "w2", "w", "b")},
         _by(lambda x, w1, w2, **others: w2 * np.exp(w1 * x), "w1", "w2")
         + _by(lambda x, y, w, b, **others: (y - w * x - b) ** 2, "w", "x"),
         lambda inputs, results: results),
    Pass("05_backpropagation/train_step", (3, 5, 2), (1, 1, 1), _two_layers,
         _by(two_layers_cost, "W1", "W2", "W1", "W2"),
         lambda inputs, results: (*results[:2], *_steps(inputs, ("W1", "W2"), results[2:]))),
    Pass("20_backends_precision_and_speed/class_step", (7, 3, 5), (1, 1, 2), _classes,
         _by(class_cost, "W", "W"),
         lambda inputs, results: (results[2], *(s * inputs["t"] ** 0.5
                                               for s in _steps(inputs, ("W",), results[3:])))),
)  # fmt: skip


@dataclass(frozen=True)
class WrongAnswer:
    """A wrong answer: its pass, its name in the bank, the sentence that names the mistake, its code."""

    of: Pass
    name: str
    told: str
    source: str


@cache
def model_answer(one: Pass) -> str:
    """The model answer of an exercise, from its assignment's text."""
    folder = one.exercise.split("/")[0]
    return cells_of((SOLUTIONS / folder / f"{folder}.md").read_text(encoding="utf-8"))[one.name][1]


@cache
def bank(one: Pass) -> dict[str, Edit]:
    """All wrong answers of an exercise, as edits: the table that its file calls WRONG."""
    tree = ast.parse((SOLUTIONS / f"{one.exercise}.py").read_text(encoding="utf-8"))
    (table,) = [
        node.value.args[0].value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "WRONG"
    ]
    return edits(table)


@cache
def compiled(source: str):
    """The code of an answer: each is run at many points."""
    return compile(source, "<answer>", "exec")


def claimed(one: Pass, source: str, inputs: dict) -> list[np.ndarray]:
    """What an answer says that the derivatives are. Whatever goes wrong in it is raised."""
    names = {"np": np, "sigmoid": sigmoid}
    exec(compiled(source), names)
    fresh = {name: np.copy(v) if isinstance(v, np.ndarray) else v for name, v in inputs.items()}
    results = names[one.name](**fresh)  # copies: some wrong answers write into their inputs
    return [np.asarray(claim, float) for claim in one.claims(inputs, results)]


def is_wrong(one: Pass, source: str, n_draws: int = 20) -> bool:
    """Whether the claims of an answer differ from those of the model answer, at one of some normal draws."""
    rng = np.random.default_rng(0)
    for _ in range(n_draws):
        inputs = one.draw(lambda shape: rng.normal(size=shape), *one.sizes)
        right = claimed(one, model_answer(one), inputs)
        try:
            found = claimed(one, source, inputs)
        except Exception:  # of an answer that fits the shapes of other sizes only
            return True
        for a, b in zip(found, right, strict=True):
            if a.shape != b.shape or np.linalg.norm(a - b) > DIFFER * np.linalg.norm(b):
                return True
    return False


@cache
def wrong_answers() -> tuple[WrongAnswer, ...]:
    """All entries of the bank that count: they claim derivatives, and at random points not the right ones.

    So these do not count: an entry of which other results are wrong, one that is off by rounding alone, one
    that differs at the kink of a ReLU alone, where there is no derivative.
    """
    found = []
    for one in PASSES:
        for name, edit in bank(one).items():
            source = edit.of(model_answer(one))
            if is_wrong(one, source):
                found.append(WrongAnswer(one, name, edit.says or edit.cause, source))
    return tuple(found)
