"""JAX: the whole step compiled, parameters and optimizer state as lists of arrays, their memory donated.

On the CPU the call is synchronous: faster for small networks, and on one thread as the others.
"""

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.peers import Task, Unsupported
from benchmarks.workloads import ADAM, BATCH_NORM

VERSION = jax.__version__
NOTE = "jit of the whole step, donated buffers, synchronous dispatch on the CPU; arrays in lists"
LACKS = {"chain": "compiles functions; a graph of single numbers is for engines that record"}
ACTIVATIONS = {"relu": jax.nn.relu, "tanh": jnp.tanh, "sigmoid": jax.nn.sigmoid}

jax.config.update("jax_enable_x64", True)  # for the workloads in float64; arrays of float32 stay so
jax.config.update("jax_cpu_enable_async_dispatch", False)


def training(workload, device="cpu", flat=False):
    """`flat`: all parameters and each slot in one vector, so that a call handles fewer arrays."""
    if device == "cuda" and jax.default_backend() != "gpu":
        raise Unsupported("this JAX computes on the CPU: install jax[cuda12]")
    step, split, state, x, y = one_step(workload, flat)
    compiled = jax.jit(step, donate_argnums=0)

    def run():
        nonlocal state
        state, J = compiled(state, x, y)
        return J

    def weights():
        return [np.asarray(a) for a in (split(state[0][0]) if flat else state[0])]

    return Task(run, weights, lambda: jax.block_until_ready(state))


def one_step(workload, flat):
    """step(state, x, y) -> (state, J), not compiled; split: a vector -> its parameters; the start; x, y."""
    parameters, x, y = workload.start()
    shapes, dtype = [p.shape for p in parameters], np.float32
    x, y = jnp.asarray(x), jnp.asarray(y.astype(np.int32) if workload.loss == "classes" else y)

    def split(theta):
        stops = np.cumsum([int(np.prod(s)) for s in shapes])[:-1]
        return [part.reshape(s) for part, s in zip(jnp.split(theta, stops), shapes, strict=True)]

    def step(state, x, y):
        theta, s, r, buffers, t = state
        t = t + np.float32(1)
        (J, statistics), g = jax.value_and_grad(cost, has_aux=True)(
            split(theta[0]) if flat else theta, x, y, workload
        )
        keep = dtype(BATCH_NORM["momentum"])
        buffers = [keep * a + (1 - keep) * b for a, b in zip(buffers, statistics, strict=True)]
        g = [jnp.concatenate([a.ravel() for a in g])] if flat else g
        updated = [update(workload, *parts, t) for parts in zip(theta, g, s, r, strict=True)]
        return ([parts[0] for parts in updated], [parts[1] for parts in updated],
                [parts[2] for parts in updated], buffers, t), J  # fmt: skip

    theta = [jnp.concatenate([p.ravel() for p in parameters])] if flat else [jnp.array(p) for p in parameters]
    zeros = [[jnp.zeros_like(a) for a in theta] for _ in range(2)]
    norms = [norm for _, _, *norm in workload.layers(parameters) if norm]
    buffers = [jnp.array(a) for norm in norms for a in (norm[1], norm[0])]  # they start at 0 and 1
    return step, split, (theta, *zeros, buffers, jnp.zeros((), dtype)), x, y


def gradient(workload):
    def rosenbrock(x):
        head, tail = x[:-1], x[1:]
        return (100 * (tail - head**2) ** 2 + (1 - head) ** 2).sum()

    return _of_constant(jax.grad(rosenbrock), workload.start())


def hessian(workload):
    parameters, x, y = workload.start()
    shapes, stops = [p.shape for p in parameters], np.cumsum([p.size for p in parameters])[:-1]

    def loss(theta):
        W, b, w, c = (part.reshape(s) for part, s in zip(jnp.split(theta, stops), shapes, strict=True))
        return ((jnp.tanh(x @ W + b) @ w + c - y) ** 2).mean()

    return _of_constant(jax.hessian(loss), np.concatenate([p.ravel() for p in parameters]))


def inference(workload):
    parameters, x = workload.start()
    parameters = [jnp.asarray(p) for p in parameters]

    def logits(x, parameters):
        for i in range(0, len(parameters), 2):
            x = (jax.nn.relu(x) if i else x) @ parameters[i] + parameters[i + 1]
        return x

    return _of_constant(logits, x, parameters)


def cost(parameters, x, y, workload):
    """The loss, and for batch norm the mean and the unbiased variance of each layer."""
    h, statistics, layers = x, [], workload.layers(parameters)
    for i, (W, b, *norm) in enumerate(layers):
        h = h @ W + b
        if norm:
            mean, variance = h.mean(axis=0), h.var(axis=0)
            h = (h - mean) * jax.lax.rsqrt(variance + np.float32(BATCH_NORM["eps"])) * norm[0] + norm[1]
            statistics += [mean, variance * np.float32(len(x) / (len(x) - 1))]
        if i < len(layers) - 1:
            h = ACTIVATIONS[workload.activation](h)
    if workload.loss == "squares":
        return ((h - y) ** 2).sum() / len(x), statistics
    right = jnp.take_along_axis(h, y[:, None], axis=1)[:, 0]
    return (jax.nn.logsumexp(h, axis=1) - right).mean(), statistics


def update(workload, theta, g, s, r, t):
    lr, beta1, beta2 = (np.float32(v) for v in (workload.lr, ADAM["beta1"], ADAM["beta2"]))
    if workload.optimizer == "adam":
        s, r = beta1 * s + (1 - beta1) * g, beta2 * r + (1 - beta2) * g * g
        root = jnp.sqrt(r / (1 - beta2**t)) + np.float32(ADAM["eps"])
        return theta - lr / (1 - beta1**t) * s / root, s, r
    s = np.float32(workload.momentum) * s - lr * g
    return theta + s, s, r


def _of_constant(f, *arguments):
    compiled, arguments = jax.jit(f), jax.device_put(arguments)
    last = None

    def run():
        nonlocal last
        last = compiled(*arguments)
        return [last]

    return Task(run, sync=lambda: jax.block_until_ready(last))
