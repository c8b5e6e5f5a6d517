"""Chapter 5: backpropagation. The hidden tests: other numbers, other shapes, known slips."""

import numpy as np

from dlcourse.checks import check_function, check_variants, rng_for, slopes


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def cost(x, w, y):
    return (sigmoid(x @ w) - y) ** 2 / 2


def neuron(rng, n):
    return {"x": rng.normal(size=n), "w": rng.normal(size=n), "y": float(rng.uniform(0.1, 0.9))}


def check_neuron_grads(neuron_grads):
    """The slide's neuron and neurons with 1, 3, 5 and 7 inputs."""

    def judge(x, w, y):
        y_hat = sigmoid(x @ w)
        context = {"y_hat - y": y_hat - y, "y_hat (1 - y_hat)": y_hat * (1 - y_hat)}
        rounded = np.round(y_hat - y, 2) * np.round(y_hat * (1 - y_hat), 2) * x
        twice = (y_hat - y) * sigmoid(y_hat) * sigmoid(-y_hat) * x
        slips = [
            (rounded, "dw has rounded numbers on its way. Keep full precision to the end."),
            (twice, "dw has the sigmoid applied twice: y_hat is already sigmoid(z)."),
        ]
        expected = slopes(cost, {"x": x, "w": w, "y": y}, "w")
        return {"expected": expected, "context": context, "slips": {"dw": slips}}

    rng = rng_for("neuron_grads")
    for n in (2, 1, 3, 5, 7):
        check_variants(neuron_grads, neuron(rng, n), judge, reread="One neuron, backward, in chapter 5")


def check_update(update):
    """Random step sizes and gradients, random neurons."""

    def judge(x, w, y, dw, lr):
        new = w - lr * dw
        return {
            "expected": {"w_new": new, "J_new": cost(x, new, y)},
            "slips": {
                "w_new": [
                    (w + lr * dw, "w_new is a step uphill: the step goes against the gradient."),
                    (w - dw, "w_new is what a step of size 1 gives: lr is not used."),
                    (w, "w_new is still w: no step was taken."),
                ],
                "J_new": [
                    (cost(x, w, y), "J_new is still the cost of the old weights: predict again, with w_new."),
                    (2 * cost(x, new, y), "J_new is twice too large: J has a half in front of the square."),
                    (
                        (sigmoid(x @ new) - y) / 2,
                        "J_new is half the error without its square: J = (y_hat - y)^2 / 2.",
                    ),
                ],
            },
        }

    rng = rng_for("update")
    for n in (2, 3, 5):
        inputs = neuron(rng, n) | {"dw": rng.normal(size=n), "lr": float(rng.uniform(1.3, 3.0))}
        check_variants(update, inputs, judge, reread="One step downhill, in chapter 5")


def check_layer_before(layer_before):
    """Layers of other sizes, each with its own number of inputs and units."""

    def judge(u, V, w, y):
        x = sigmoid(u @ V)
        dx = slopes(cost, {"x": x, "w": w, "y": y}, "x")
        dV = slopes(lambda V: cost(sigmoid(u @ V), w, y), {"V": V}, "V")
        y_hat = sigmoid(x @ w)
        context = {
            "x": x,
            "x (1 - x)": x * (1 - x),
            "y_hat - y": y_hat - y,
            "y_hat (1 - y_hat)": y_hat * (1 - y_hat),
        }
        through_x = np.outer(u, dx["dx"] / w * x * x * (1 - x))
        told = "dV went through the neuron with x where w belongs: a sum's slope by its input is the weight."
        x_for_u = np.outer(x, dx["dx"] * x * (1 - x))
        in_place = "dV has x in the place of u: the slope of u V by V is u, the input of that layer."
        slips = {"dV": [(through_x, told), (x_for_u, in_place)]}
        return {"expected": dx | dV, "context": context, "slips": slips}

    rng = rng_for("layer_before")
    for k, n in ((3, 2), (2, 3), (5, 7), (3, 3)):
        inputs = neuron(rng, n)
        inputs = {"u": rng.normal(size=k), "V": rng.normal(size=(k, n)), "w": inputs["w"], "y": inputs["y"]}
        check_variants(layer_before, inputs, judge, reread="One more layer, in chapter 5")


def check_chain_rule(chain_rule):
    """Random points and the slides' own."""
    rng = rng_for("chain_rule")
    points = [
        dict(zip(("x", "y", "w1", "w2", "w", "b"), rng.uniform(0.3, 1.9, 6).tolist(), strict=True))
        for _ in range(5)
    ]
    points += [
        {"x": 1.0, "y": 4.0, "w1": 0.5, "w2": 2.0, "w": 3.0, "b": 1.0},
        {"x": 2.0, "y": 4.0, "w1": -1.0, "w2": 3.0, "w": 3.0, "b": 1.0},
        {"x": 1.0, "y": 4.0, "w1": 1.0, "w2": 1.0, "w": 3.0, "b": 1.0},
    ]
    for at in points:

        def f(w1, w2, x=at["x"]):
            return w2 * np.exp(w1 * x)

        def g(x, w, b=at["b"], y=at["y"]):
            return (y - w * x - b) ** 2

        by_f = slopes(f, {"w1": at["w1"], "w2": at["w2"]}, "w1 w2")
        by_g = slopes(g, {"x": at["x"], "w": at["w"]}, "w x")
        expected = {f"df_{name}": v for name, v in by_f.items()} | {
            f"dg_{name}": v for name, v in by_g.items()
        }
        check_function(chain_rule, at, expected, reread="The chain rule, in chapter 5", quiet=True)


def network_cost(x, y, W1, b1, W2, b2):
    return ((sigmoid(sigmoid(x @ W1 + b1) @ W2 + b2) - y) ** 2).sum() / 2


def wrong_steps(network, gradient, lr):
    """Slips of W1_new and W2_new: uphill, or a size other than lr."""
    slips = {}
    for name in ("W1", "W2"):
        weights, slope = network[name], gradient[f"d{name}"]
        slips[f"{name}_new"] = [
            (weights + lr * slope, f"{name}_new is a step uphill: the step goes against the gradient."),
            (weights - slope, f"{name}_new is what a step of size 1 gives: lr is not used."),
            (weights - 0.5 * slope, f"{name}_new is a step of size 0.5, whatever lr is: use lr."),
        ]
    return slips


def forgotten_biases(network):
    """Slips of dW1 and dW2: a bias left out on the way forward."""
    slips = {"dW1": [], "dW2": []}
    for bias in ("b1", "b2"):
        without = slopes(network_cost, network | {bias: 0 * network[bias]}, "W1 W2")
        for name in slips:
            told = f"{name} is what comes out when {bias} is forgotten on the way forward."
            slips[name].append((without[name], told))
    return slips


def check_train_step(train_step):
    """The linked example's sizes with asymmetric weights, and networks of other sizes."""

    def judge(lr, **network):
        x, W1, b1, W2, b2 = (network[name] for name in ("x", "W1", "b1", "W2", "b2"))
        gradient = slopes(network_cost, network, "W1 W2")
        do = slopes(network_cost, network, "b2")["db2"]
        new = {f"{name}_new": network[name] - lr * gradient[f"d{name}"] for name in ("W1", "W2")}
        h = sigmoid(x @ W1 + b1)
        o = sigmoid(h @ W2 + b2)
        early = np.outer(x, new["W2_new"] @ do * h * (1 - h))
        told = "dW1 has gone back through the new W2: W2 may be updated only after the whole backward pass."
        slips = wrong_steps(network, gradient, lr) | forgotten_biases(network)
        slips["dW1"].append((early, told))
        if W2.shape == W2.T.shape:
            turned = np.outer(x, W2.T @ do * h * (1 - h))
            told = "dW1 has gone back through W2 transposed: unit i of h feeds o by row i of W2."
            slips["dW1"].append((turned, told))
        return {
            "expected": gradient | new,
            "context": {
                "h": h,
                "h (1 - h)": h * (1 - h),
                "o (1 - o)": o * (1 - o),
                "the number of outputs": len(b2),
            },
            "slips": slips,
        }

    rng = rng_for("train_step")
    for n_in, n_hidden, n_out in ((2, 2, 2), (3, 5, 2), (2, 3, 7)):
        inputs = {
            "x": rng.normal(size=n_in),
            "y": rng.uniform(0.05, 0.95, n_out),
            "W1": rng.normal(size=(n_in, n_hidden)),
            "b1": rng.normal(size=n_hidden),
            "W2": rng.normal(size=(n_hidden, n_out)),
            "b2": rng.normal(size=n_out),
            "lr": float(rng.uniform(0.3, 2.0)),
        }
        check_variants(train_step, inputs, judge, reread="A network with two layers, in chapter 5")


def ladder(n_rungs):
    """n diamonds in a row: 2^n paths over 4n edges (DL book slides: deck Srihari, V-33)."""
    graph = {f"top{i}": [f"left{i}", f"right{i}"] for i in range(n_rungs)}
    graph |= {f"{side}{i}": [f"top{i + 1}"] for side in ("left", "right") for i in range(n_rungs)}
    return graph | {f"top{n_rungs}": []}, "top0", f"top{n_rungs}"


def random_graph(rng, n):
    """Edges from lower to higher nodes, some of them double; the last node but one is a dead end."""
    graph = {i: [] for i in range(n)}
    for i in range(n):
        for j in range(i + 1, n):
            if i != n - 2 and rng.uniform() < 0.5:
                graph[i] += [j] * int(rng.integers(1, 3))
    return {i: rng.permutation(following).tolist() for i, following in graph.items()} | {n - 1: []}, 0, n - 1


def truth(graph, start, end):
    """Paths from start to every node, and from every node to end: an edge counts when both ends have some."""

    def to_end(node, known):
        if node not in known:
            known[node] = sum(to_end(following, known) for following in graph[node])
        return known[node]

    reached, waiting = {start}, [start]
    while waiting:
        for following in graph[waiting.pop()]:
            if following not in reached:
                reached.add(following)
                waiting.append(following)
    known = {end: 1}
    n_edges = sum(to_end(v, known) > 0 for node in reached - {end} for v in graph[node])
    return to_end(start, known), n_edges


def check_count_paths(count_paths):
    """Random graphs with double edges and dead ends; then ladders, where walking every path takes years."""
    rng = rng_for("count_paths")
    asked = [random_graph(rng, n) for n in (5, 7, 11)] + [ladder(n) for n in (3, 50)]
    for graph, start, end in asked:
        n_paths, n_edges = truth(graph, start, end)
        once = {node: sorted(set(following), key=str) for node, following in graph.items()}
        single_paths, single_edges = truth(once, start, end)
        double = "{} is what comes out when a double edge counts once: it makes two paths."
        everything = sum(map(len, graph.values()))
        check_function(
            count_paths,
            {"graph": graph, "start": start, "end": end},
            {"n_paths": n_paths, "n_edges": n_edges},
            slips={
                "n_paths": [
                    (single_paths, double.format("n_paths")),
                    (n_edges, "n_paths and n_edges are interchanged."),
                ],
                "n_edges": [
                    (single_edges, double.format("n_edges")),
                    (
                        everything,
                        "n_edges counts every edge: leave out those that no path from start to end uses.",
                    ),
                ],
            },
            hint="It may walk every path: keep the count of each node, as derivatives are kept."
            if n_edges == 200
            else "",
            reread="Many paths, in chapter 5",
            time_limit=2.0,
            quiet=True,
        )
