"""Wrong answers to the assignment of chapter 5: backpropagation."""

from wrong_answers import WrongAnswer
from wrong_answers.helpers import both, words

GRADS, UPDATE, BEFORE = both("neuron_grads", 2, 4), both("update", 2, 2), both("layer_before", 2, 3)
CHAIN, STEP, PATHS = both("chain_rule", 1, 2), both("train_step", 2, 3), both("count_paths", 1, 1)

NEURON = """\
def neuron_grads(x, w, y):
    y_hat = sigmoid(x @ w)
    return {}
"""
UPDATED = """\
def update(x, w, y, dw, lr):
    {}
    return w_new, (sigmoid(x @ {}) - y) ** 2 / 2
"""
LAYERED = """\
def layer_before(u, V, w, y):
    x = sigmoid(u @ V)
    y_hat = sigmoid(x @ w)
    slope = (y_hat - y) * y_hat * (1 - y_hat)
    dx = {}
    return dx, {}
"""
LINKS = """\
def chain_rule(x, y, w1, w2, w, b):
    e = np.exp(w1 * x)
    off = y - w * x - b
    return {}
"""
NETWORK = """\
def train_step(x, y, W1, b1, W2, b2, lr):
    h = sigmoid(x @ W1 + b1)
    o = sigmoid(h @ W2 + b2)
    {}
    return dW1, dW2, {}
"""
ORDERLY = """do = (o - y) * o * (1 - o)
    dh = W2 @ do * h * (1 - h)
    dW1, dW2 = np.outer(x, dh), np.outer(h, do)"""
PATHS_CODE = """\
def count_paths(graph, start, end):
    paths = {{end: 1}}

    def count(node):
        if node not in paths:
            paths[node] = sum(count(following) for following in {})
        return paths[node]

    n_paths = count(start)
    return n_paths, {}
"""
STEPPED = "W1 - lr * dW1, W2 - lr * dW2"

WRONG_ANSWERS = [
    # 5.1
    WrongAnswer(
        "x2 in the gradient of w1, the slip of the slide",
        "neuron_grads",
        NEURON.format("(y_hat - y) * y_hat * (1 - y_hat) * np.append(x[1:], x[-1:])"),
        GRADS,
        words("dw[0] is what comes out with x[1] where x[0] belongs"),
    ),
    WrongAnswer(
        "sign of y_hat - y",
        "neuron_grads",
        NEURON.format("(y - y_hat) * y_hat * (1 - y_hat) * x"),
        GRADS,
        words("dw has the wrong sign"),
    ),
    WrongAnswer(
        "2 (y_hat - y), the half forgotten",
        "neuron_grads",
        NEURON.format("2 * (y_hat - y) * y_hat * (1 - y_hat) * x"),
        GRADS,
        words("dw is 2 times too large. Is there a half in front of the square"),
    ),
    WrongAnswer(
        "intermediate values rounded as on the slides",
        "neuron_grads",
        NEURON.format("np.round(y_hat - y, 2) * np.round(y_hat * (1 - y_hat), 2) * x"),
        GRADS,
        words("Keep full precision to the end"),
    ),
    WrongAnswer(
        "the slope of the sigmoid missing",
        "neuron_grads",
        NEURON.format("(y_hat - y) * x"),
        GRADS,
        words("dw times y_hat (1 - y_hat) would be right: that factor is missing"),
    ),
    WrongAnswer(
        "two inputs only",
        "neuron_grads",
        NEURON.format("(y_hat - y) * y_hat * (1 - y_hat) * np.array([x[0], x[1]])"),
        {"neuron_grads_hidden": 4},
        words("neuron_grads stopped with IndexError"),
    ),
    # 5.2
    WrongAnswer(
        "new error from the old weights",
        "update",
        UPDATED.format("w_new = w - lr * dw", "w"),
        UPDATE,
        words("J_new is still the cost of the old weights"),
    ),
    WrongAnswer(
        "step size ignored",
        "update",
        UPDATED.format("w_new = w - dw", "w_new"),
        UPDATE,
        words("lr is not used"),
    ),
    WrongAnswer(
        "weights updated in place",
        "update",
        UPDATED.format("w -= lr * dw\n    w_new = w", "w_new"),
        UPDATE,
        words("update changed its input: w[0] was", "w_new is the input w itself"),
    ),
    # 5.3
    WrongAnswer(
        "slope by the weight where the slope by the input is needed",
        "layer_before",
        LAYERED.format("slope * x", "np.outer(u, dx * x * (1 - x))"),
        BEFORE,
        words("dx is what comes out with x in the place where w belongs"),
    ),
    WrongAnswer(
        "dV transposed",
        "layer_before",
        LAYERED.format("slope * w", "np.outer(dx * x * (1 - x), u)"),
        BEFORE,
        words("The numbers are right but transposed", "dV is transposed"),
    ),
    # 5.4
    WrongAnswer(
        "factor x missing in df_dw1",
        "chain_rule",
        LINKS.format("w2 * e, e, -2 * off * x, -2 * off * w"),
        CHAIN,
        words("df_dw1 times x would be right: that factor is missing"),
    ),
    # 5.5
    WrongAnswer(
        "W2 updated before its use in the backward pass",
        "train_step",
        NETWORK.format(
            """do = (o - y) * o * (1 - o)
    dW2 = np.outer(h, do)
    W2 = W2 - lr * dW2
    dW1 = np.outer(x, W2 @ do * h * (1 - h))""",
            "W1 - lr * dW1, W2",
        ),
        STEP,
        words("dW1 has gone back through the new W2"),
    ),
    WrongAnswer(
        "dW2 transposed",
        "train_step",
        NETWORK.format(ORDERLY.replace("np.outer(h, do)", "np.outer(do, h)"), STEPPED),
        STEP,
        # with two hidden units and two outputs the shape is no help
        words("dW2 is transposed"),
    ),
    # 5.6
    WrongAnswer(
        "every path walked",
        "count_paths",
        """\
def count_paths(graph, start, end):
    def walk(node):
        if node == end:
            return [[]]
        return [[(node, i), *path] for i, following in enumerate(graph[node]) for path in walk(following)]

    paths = walk(start)
    return len(paths), len({edge for path in paths for edge in path})
""",
        {"count_paths_hidden": 1},
        words("count_paths was not done after 2 seconds and was stopped"),
    ),
    WrongAnswer(
        "double edges taken once",
        "count_paths",
        PATHS_CODE.format(
            "set(graph[node])", "sum(paths.get(v, 0) > 0 for u in paths if u != end for v in set(graph[u]))"
        ),
        PATHS,
        words("Here are three edges from x to y", "n_paths is what comes out when a double edge counts once"),
    ),
    WrongAnswer(
        "dead ends counted among the edges",
        "count_paths",
        PATHS_CODE.format("graph[node]", "sum(map(len, graph.values()))"),
        PATHS,
        words("Here c is a dead end", "n_edges counts every edge"),
    ),
]
