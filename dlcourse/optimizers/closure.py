"""Chapter 13: the base of optimizers that compute the cost more than once per step."""

import numpy as np

from dlcourse.autodiff import grad, hessian
from dlcourse.backend import xp_of
from dlcourse.op import recording
from dlcourse.optimizers.optimizer import Optimizer
from dlcourse.tensor import Tensor


class ClosureOptimizer(Optimizer):
    """The base of optimizers with `step(closure)`, where closure() computes the cost, as often as needed.

    A subclass defines `move(closure)`, which changes `self.theta` and `self.state`. The batch must be
    the same within a step, and large: curvature is measured as a difference of gradients, which amplifies
    their noise. When anything fails, parameters and state are as they were before the step. Raises TypeError
    for gradients in place of a closure, FloatingPointError for a cost or a gradient that is not finite.
    """

    def step(self, closure) -> float:
        """The cost before the step that is taken. closure: () -> scalar Tensor, made from the parameters."""
        if not callable(closure):
            raise TypeError(
                f"{type(self).__name__}: expected a function that computes the cost, "
                f"got {type(closure).__name__}; pass lambda: loss(model(x), y)"
            )
        self._expect_same_device()
        self.adopt()
        # Line searches move theta; an error on the way must not leave it there.
        before = self.theta.copy(), {name: array.copy() for name, array in self.state.items()}
        try:
            with recording(True):  # also within no_grad: the methods take gradients here
                J = self.move(closure)
            if not xp_of(self.theta).isfinite(self.theta).all():
                raise FloatingPointError(
                    f"{type(self).__name__}: expected a finite step, got NaN or infinity; "
                    "raise the damping, or lower lr"
                )
        except BaseException:  # also KeyboardInterrupt: no step may stay half done
            self.theta[...] = before[0]
            for name, array in before[1].items():
                self.state[name][...] = array
            raise
        finally:
            self.note_change()  # theta may have moved and come back: samples of it are void either way
        self.n_steps += 1
        return J

    def move(self, closure) -> float:
        raise NotImplementedError(
            f"{type(self).__name__}: expected a method move(closure), got none; define it in the subclass"
        )

    def cost(self, closure):
        """The cost, as a Tensor with its graph."""
        J = closure()
        who = type(self).__name__
        if not isinstance(J, Tensor) or J.size != 1:
            got = f"shape {J.shape}" if isinstance(J, Tensor) else type(J).__name__
            raise TypeError(
                f"{who}: expected the closure to return a Tensor with one number, got {got}; "
                "return loss(model(x), y) itself"
            )
        if not xp_of(J.array).isfinite(J.array).all():
            raise FloatingPointError(
                f"{who}: expected a finite cost, got {J.item()}; start elsewhere, or look at the data"
            )
        return J

    def cost_and_gradient(self, closure):
        """The cost as a number, and its gradient as one vector (n,)."""
        J = self.cost(closure)
        # The next call of _flatten overwrites it.
        return J.item(), self._flatten(grad(J, self.parameters)).copy()

    def cost_gradient_and_hessian(self, closure):
        """The cost, the gradient (n,) and the Hessian (n, n), symmetric to the last bit."""
        J = self.cost(closure)
        g = self._flatten(grad(J, self.parameters)).copy()
        H = hessian(J, self.parameters)  # (n, n), in the order of theta
        return J.item(), g, (H + H.T) / 2  # symmetric in exact arithmetic; eigh reads one triangle only

    def cost_gradient_and_product(self, closure):
        """The cost, the gradient (n,), and the function v -> H v, the gradient of <g, v>: no H is formed."""
        J = self.cost(closure)
        # H v = d<g, v>/dtheta: the graph of g is recorded once, and each product is a sweep through it.
        gradients = grad(J, self.parameters, create_graph=True)
        g = self._flatten([gradient.array for gradient in gradients]).copy()

        def product(v):
            slope, start = 0.0, 0
            for gradient in gradients:
                part = v[start : start + gradient.size].reshape(gradient.shape)
                slope = slope + (gradient * part).sum()  # <g, v>, parameter by parameter
                start += gradient.size
            return self._joined(grad(slope, self.parameters))

        return J.item(), g, product

    def noise(self, J: float) -> float:
        """An estimate of the rounding error of a cost of about J."""
        return 4 * float(np.finfo(self.theta.dtype).eps) * abs(J)

    def along(self, closure, direction):
        """The function a -> (cost, slope) at theta + a direction, for a line search; it restores theta."""
        start = self.theta.copy()

        def phi(a):
            self.theta[...] = start + a * direction
            try:
                # No checks here: a search takes an infinite or NaN cost for one that is too high.
                J = closure()
                g = self._joined(grad(J, self.parameters))
                return J.item(), float(g @ direction)
            finally:
                self.theta[...] = start  # also when the closure raises

        return phi

    def _joined(self, gradients):
        """The gradients as a new vector, not checked, unlike that of `_flatten`."""
        return xp_of(self.theta).concatenate([g.reshape(-1) for g in gradients])
