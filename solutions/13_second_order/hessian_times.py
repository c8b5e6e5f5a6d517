"""Chapter 13, exercise 13.4: a Hessian times a vector, by differentiating twice."""

from dlcourse.checks import Right, edits
from dlcourse.checks.drawn_curvature import networks_and_vectors, product_of_network

READ, ROWS = "13b_without_a_matrix#products-with-the-hessian", "F068 F069"
HINT = (
    "With `create_graph=True`, g is a Tensor (p,). What is the gradient of the number g^T v, for a fixed v?"
)
REFUSED = (
    "dlcourse.autodiff.hvp",
    "dlcourse.autodiff.hessian",
    "dlcourse.autodiff.jvp",
    "dlcourse.autodiff.jacobian",
    "dlcourse.forward_mode",
    "dlcourse.gradcheck",
    "dlcourse.measured",
    "dlcourse.optimizers",
)
AT_MOST = {"dlcourse.autodiff.grad": 2}
SECONDS, SLOW = 10.0, "Two gradients are enough: one of J, one of g^T v."
VISIBLE, draw = networks_and_vectors()


def judge(theta, x, y, v):
    right = Right(Hv=product_of_network(theta, x, y, v)).apart_from("theta", "x", "y")
    return right.within(1e-12)  # a good difference of gradients has ten right digits


WRONG = edits(r"""
return grad((g * v).sum(), t) -> e = 1e-5\n    u = Tensor(theta + e * v)\n    return (grad(cost(u, x, y), u)
    - g.array) / e | Hv is a difference of two gradients, which is not exact: differentiate twice.
(g * v).sum(), t -> (g * v).sum(), Tensor(theta) OR (g * v).sum(), t -> (Tensor(g.array) * v).sum(), t | That
    is 0: g^T v was not computed from this t, or g left the graph as `.array`.
return grad((g * v).sum(), t) -> return g.array * (g.array @ v) | g g^T is a product of slopes: H is not.
(g * v).sum() -> g.sum() | That is H times ones: v is missing.
(g * v).sum() -> (g * g).sum() | That is 2 H g: the second factor is v.
(g * v).sum() -> (g * v).mean() | That is a mean: Hv is p times as large.
(g * v).sum() -> (t * v).sum() | That is v: the gradient is missing from g^T v.
(g * v).sum() -> (g * v).sum() / 2 OR (g * v).sum() -> 2 * (g * v).sum() | Hv is off by 2.
(g * v).sum() -> (g * v).sum() ** 2 | That is squared before it is differentiated.
(g * v).sum() -> (g * v).sum() + cost(t, x, y) | Hv has the gradient added.
grad((g * v).sum(), t) -> g.array * v | That is g times v: nothing is differentiated for the second time.
grad((g * v).sum(), t) -> g.array | That is the gradient.
grad((g * v).sum(), t) -> v * grad(g.sum(), t) | v multiplies the sums of rows: H v multiplies each entry
    first.
grad((g * v).sum(), t) -> float(grad((g * v).sum(), t) @ v) ~ Hv
create_graph=True -> create_graph=False ~ stopped with
Tensor(theta) -> Tensor(0 * theta) | H is that at theta = 0.
Tensor(theta) -> Tensor(v) ; * v) -> * theta) | theta and v have changed places.
return -> H = [grad((g * e).sum(), t) for e in np.eye(len(v))]\n    return H @ v\n    return ~ more than
return -> _ = print(g), ~ prints and returns None
return -> theta += 1.0\n    return ~ changed its input
return -> from dlcourse.autodiff import hvp\n    hvp(lambda t: cost(t, x, y), theta, v)\n    return ~ of the
    library
""")
RIGHT = edits("(g * v).sum() -> matmul(g.reshape(1, -1), v[:, None]).sum() | a product")
