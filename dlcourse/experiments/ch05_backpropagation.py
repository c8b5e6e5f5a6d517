"""Chapter 5: backpropagation. One sigmoid neuron and one small network, every number by hand.

The chain rule in plain NumPy, one line per factor, for comparison with `autodiff.grad` and with finite
differences. The weighted sum is z; deck Mirabello calls it Sigma.
"""

from dataclasses import dataclass, replace

import numpy as np

from dlcourse.experiments.ch05_paths import Computation

# Deck Mirabello, "Practical example" to "4. Weight update". No bias; the step size 1 is implied there.
X, W, Y, LR = (0.50, 0.51), (0.35, 0.40), 0.10, 1.0
PRINTED = {  # what the slides show, to two digits, and under which heading
    "z": (0.38, "1. Forward pass"),
    "y_hat": (0.59, "1. Forward pass"),
    "J": (0.12, "2. Calculate Loss"),
    "dJ_dy_hat": (0.49, "3. Backpropagate the error: loss"),
    "dy_hat_dz": (0.24, "3. Backpropagate the error: activation"),
    "dJ_dw1": (0.06, "4. Weight update"),
    "w1_new": (0.29, "4. Weight update"),
    "dJ_dw2": (0.06, "4. Weight update, after the exercise"),
    "w2_new": (0.34, "4. Weight update, after the exercise"),
    "z_new": (0.32, "Exercise"),
    "y_hat_new": (0.58, "Exercise"),
}
PRINTED_J_NEW = 0.12  # "Exercise": every other number of the drawing is updated, the loss is not


def sigmoid(z):
    """1 / (1 + e^-z), also for complex z, unlike `ops.sigmoid`. Its e^-z can overflow."""
    return 1 / (1 + np.exp(-z))


@dataclass(frozen=True)
class Step:
    """One training step of a sigmoid neuron without bias; x, w and their gradients are arrays (n,)."""

    x: np.ndarray
    w: np.ndarray
    y: float
    lr: float
    z: float
    y_hat: float
    J: float
    dJ_dy_hat: float
    dy_hat_dz: float
    dJ_dz: float
    dJ_dw: np.ndarray
    dJ_dx: np.ndarray
    w_new: np.ndarray
    z_new: float
    y_hat_new: float
    J_new: float

    def numbers(self) -> dict[str, float]:
        """name -> number for every number; the entries of arrays are named dJ_dw1, dJ_dw2, w1_new, ..."""
        named = {}
        for name, value in vars(self).items():  # vars: every field, so a new one cannot be forgotten here
            if isinstance(value, np.ndarray):
                stem, new = name.removesuffix("_new"), "_new" if name.endswith("_new") else ""
                named.update({f"{stem}{i + 1}{new}": float(v) for i, v in enumerate(value)})
            else:
                named[name] = float(value)
        return named


def training_step(x=X, w=W, y: float = Y, lr: float = LR, digits: int | None = None) -> Step:
    """Forward, backward, update, forward again; with `digits`, every result is rounded before its next use.

    x, w (n,). J = (y_hat - y)^2 / 2 with y_hat = sigmoid(x w). Raises ValueError for unequal shapes.
    """
    x, w = np.array(x, dtype=float), np.array(w, dtype=float)
    if x.ndim != 1 or x.shape != w.shape:
        raise ValueError(
            f"training_step: expected x and w of one shape (n,), got {x.shape} and {w.shape}; pair them up"
        )

    def kept(value):  # as the slides calculate, with the two digits that they print
        return value if digits is None else np.round(value, digits)

    z, y_hat, J = _forward(x, w, y, kept)
    dJ_dy_hat = kept(y_hat - y)
    dy_hat_dz = kept(y_hat * (1 - y_hat))
    dJ_dw = kept(dJ_dy_hat * dy_hat_dz * x)  # the three factors of the slide, rounded once: not dJ_dz * x
    dJ_dx = kept(dJ_dy_hat * dy_hat_dz * w)
    w_new = kept(w - lr * dJ_dw)
    factors = dJ_dy_hat, dy_hat_dz, kept(dJ_dy_hat * dy_hat_dz)  # the last is dJ_dz
    return Step(x, w, y, lr, z, y_hat, J, *factors, dJ_dw, dJ_dx, w_new, *_forward(x, w_new, y, kept))


def _forward(x, w, y, kept):
    z = kept(x @ w)
    y_hat = kept(sigmoid(z))
    return z, y_hat, kept((y_hat - y) ** 2 / 2)


def neuron_graph(step: Step) -> Computation:
    """The forward pass of a step as a graph, with one edge per partial derivative."""
    nodes, edges = {}, []
    for i, (x, w) in enumerate(zip(step.x.tolist(), step.w.tolist(), strict=True), start=1):
        nodes |= {f"x{i}": x, f"w{i}": w}
        edges += [(f"x{i}", "z", w), (f"w{i}", "z", x)]
    nodes |= {"z": float(step.z), "y_hat": float(step.y_hat), "J": float(step.J)}
    edges += [("z", "y_hat", float(step.dy_hat_dz)), ("y_hat", "J", float(step.dJ_dy_hat))]  # y: a constant
    return Computation(nodes, edges)


@dataclass(frozen=True)
class Slip:
    """dJ/dw1 with its own input x1, and as printed with x2 (slip); and w1 after either update.

    rounded, rounded_slip: products of the factors as printed. decimals: the fewest at which the gradients
    differ. x1_from, x1_to: the range of inputs that lead to the two printed digits.
    """

    gradient: float
    gradient_slip: float
    w1_new: float
    w1_new_slip: float
    rounded: float
    rounded_slip: float
    decimals: int
    x1_from: float
    x1_to: float


def slip() -> Slip:
    """Deck Mirabello, "4. Weight update": x2 = 0.51 stands where the gradient of w1 needs x1 = 0.50."""
    step = training_step()
    gradient, wrong = (float(step.dJ_dz * x) for x in X)
    factors = PRINTED["dJ_dy_hat"][0] * PRINTED["dy_hat_dz"][0]  # 0.49 times 0.24
    shown, half = PRINTED["dJ_dw1"][0], 0.005  # two decimals are right to half a unit of the second
    return Slip(
        gradient=gradient,
        gradient_slip=wrong,
        w1_new=W[0] - LR * gradient,
        w1_new_slip=W[0] - LR * wrong,
        rounded=factors * X[0],
        rounded_slip=factors * X[1],
        decimals=next(d for d in range(17) if round(gradient, d) != round(wrong, d)),
        x1_from=float((shown - half) / step.dJ_dz),
        x1_to=float((shown + half) / step.dJ_dz),
    )


@dataclass(frozen=True)
class Descent:
    """Many steps. J: the loss before the first step and after each; w, y_hat: at the end."""

    J: list[float]
    w: np.ndarray
    y_hat: float


def train_neuron(n_steps: int, x=X, w=W, y: float = Y, lr: float = LR) -> Descent:
    """Repeat the update of the neuron n_steps times."""
    x, w = np.array(x, dtype=float), np.array(w, dtype=float)
    losses = []
    for _ in range(n_steps):
        y_hat = sigmoid(x @ w)
        losses.append(float((y_hat - y) ** 2 / 2))
        w = w - lr * (y_hat - y) * y_hat * (1 - y_hat) * x
    y_hat = float(sigmoid(x @ w))
    return Descent([*losses, (y_hat - y) ** 2 / 2], w, y_hat)


def chain_with_slips(x: float = X[0], w=W, y: float = Y) -> dict[str, float]:
    """dJ/dw1 of a chain of units, h_k = sigmoid(w_k h_{k-1}) with h_0 = x, right and with each of two slips.

    "middle": dz_k/dw_k = h_{k-1} in place of dz_k/dh_{k-1} = w_k; "end": dz_1/dx = w_1 in place of x.
    Source of the slips: deck Mirabello, "Gradient vanishing", first and second slide. The numbers are ours.
    """
    h = [x]
    for weight in w:
        h.append(sigmoid(weight * h[-1]))
    slopes = [unit * (1 - unit) for unit in h[1:]]
    shared = float((h[-1] - y) * np.prod(slopes))  # in all three: dJ/dh of the last unit and every dh_k/dz_k
    right, middle = float(np.prod(w[1:])), float(np.prod(h[1:-1]))  # of the units 2 to n
    return {"right": shared * right * x, "middle": shared * middle * x, "end": shared * right * float(w[0])}


@dataclass(frozen=True)
class TwoLayers:
    """A network with one hidden layer; all units are sigmoid, z = h W + b.   x (m, n), y (m, k)"""

    x: np.ndarray
    y: np.ndarray
    W1: np.ndarray
    b1: np.ndarray
    W2: np.ndarray
    b2: np.ndarray


@dataclass(frozen=True)
class Pass:
    """Values and gradients of a forward and a backward pass; dJ_dW1 has the shape of W1, and so on."""

    h: np.ndarray
    y_hat: np.ndarray
    J: float
    dJ_dz2: np.ndarray
    dJ_dW2: np.ndarray
    dJ_dh: np.ndarray
    dJ_dz1: np.ndarray
    dJ_dW1: np.ndarray


def worked_example() -> TwoLayers:
    """The 2-2-2 network of Mazur's step-by-step example; deck Mirabello, "Backpropagation", links to it.

    His w1 to w4 are W1 column by column: he numbers by the unit that an edge goes to. So are w5 to w8 in W2.
    """
    W1, W2 = np.array([[0.15, 0.25], [0.20, 0.30]]), np.array([[0.40, 0.50], [0.45, 0.55]])
    x, y = np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]])
    return TwoLayers(x, y, W1, np.array([0.35, 0.35]), W2, np.array([0.60, 0.60]))


def two_layer_pass(network: TwoLayers, W2_back=None) -> Pass:
    """J = half the squared error, and its gradients, the last layer first.

    W2_back: the weights of the backward pass: W2, unless the trap of using the updated W2 is to be shown.
    """
    h = sigmoid(network.x @ network.W1 + network.b1)
    y_hat = sigmoid(h @ network.W2 + network.b2)
    J = ((y_hat - network.y) ** 2).sum() / 2
    dJ_dz2 = (y_hat - network.y) * y_hat * (1 - y_hat)  # dJ/dy_hat times the slope of the sigmoid
    dJ_dh = dJ_dz2 @ (network.W2 if W2_back is None else W2_back).T
    dJ_dz1 = dJ_dh * h * (1 - h)
    return Pass(h, y_hat, J, dJ_dz2, h.T @ dJ_dz2, dJ_dh, dJ_dz1, network.x.T @ dJ_dz1)


def train_two_layers(network: TwoLayers, n_steps: int, lr: float = 0.5) -> tuple[TwoLayers, list[float]]:
    """The network after n_steps, and J before the first step and after each. The biases are not trained."""
    losses = []
    for _ in range(n_steps):
        now = two_layer_pass(network)
        losses.append(float(now.J))
        network = replace(network, W1=network.W1 - lr * now.dJ_dW1, W2=network.W2 - lr * now.dJ_dW2)
    return network, [*losses, float(two_layer_pass(network).J)]


def squared_norm_gradient(theta, x, y) -> tuple[np.ndarray, np.ndarray]:
    """d/dtheta ||theta^T x - y||^2 = 2 x (theta^T x - y)^T, and the expression that is printed instead.

    theta (n, n), x (n,), y (n,) -> (n, n) and (n,). Deck Srihari, section V, slide 8, prints
    theta^T theta x - theta^T y, which is half the gradient of ||theta x - y||^2 with respect to x.
    """
    return 2 * np.outer(x, theta.T @ x - y), theta.T @ theta @ x - theta.T @ y
