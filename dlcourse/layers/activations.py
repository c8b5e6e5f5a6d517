"""Chapter 3: units with a learned nonlinearity: PReLU, maxout, radial basis functions."""

import numpy as np

from dlcourse import expect
from dlcourse.initializers import constant, expect_generator, glorot_uniform, normal, zeros
from dlcourse.layers.linear import Linear, drawn
from dlcourse.layers.module import Module, shape_of
from dlcourse.ops import exp, leaky_relu, maxout, rbf
from dlcourse.tensor import Parameter


class PReLU(Module):
    """max(0, z) + alpha min(0, z) with alpha learned.   z (..., n_units) -> (..., n_units)

    n_units: the number of alphas; a single one serves all units. alpha starts at alpha_init; its gradient is
    the sum over all samples and units that it serves. At z = 0 the derivative with respect to z is alpha.
    Source: deck Srihari, section III, slide 14; He, Zhang, Ren and Sun 2015. Raises ValueError for a count
    below 1, and when it is called with a z of another width.
    """

    def __init__(self, n_units: int = 1, *, alpha_init=0.25):  # 0.25 as in He et al.
        expect.count("PReLU", n_units=n_units, advice="count the units")
        self.alpha = Parameter(constant(alpha_init)((n_units,)))

    def fprop(self, z):
        shape, n_units = shape_of(z), self.alpha.size
        if n_units > 1 and (not shape or shape[-1] != n_units):  # a single alpha broadcasts to every shape
            raise ValueError(
                f"PReLU: expected z of shape (..., {n_units}), got {shape}; "
                "give PReLU the width of z, or 1 for a single alpha"
            )
        return leaky_relu(z, self.alpha)  # alpha as an input of the op, so that it gets a gradient

    def __repr__(self) -> str:
        return f"PReLU({self.alpha.size})"


class Maxout(Module):
    """h_i = max_j z_ij, where z_ij = x W_ij + b_ij, for k pieces j per unit i.   x (m, n_in) -> h (m, n_out)

    A convex function of x with up to k linear pieces, learned; it has k times the parameters of a linear
    layer. `linear` holds them: its columns i k to i k + k - 1 belong to unit i. With k = 2 it can be relu,
    the absolute value, or a leaky relu. Source: deck Srihari, section III, slides 15 to 18; deck Leibe,
    "Commonly Used Nonlinearities (2)". Raises ValueError for a count below 1, without an rng, and when it is
    called with an x of another width.
    """

    def __init__(self, n_in: int, n_out: int, k: int = 2, *, rng, init=glorot_uniform, bias_init=zeros):
        expect.count("Maxout", n_in=n_in, n_out=n_out, advice="count the units")
        # One matrix product computes the pieces of all units.
        expect.count("Maxout", k=k, advice="count the pieces of a unit")
        self.k = k
        self.linear = Linear(n_in, n_out * k, rng=rng, init=init, bias_init=bias_init)

    @property
    def n_out(self) -> int:
        """The number of units: each has k pieces."""
        return self.linear.n_out // self.k

    def fprop(self, x):
        return maxout(self.linear(x), self.k)

    def __repr__(self) -> str:
        return f"Maxout({self.linear.n_in}, {self.n_out}, k={self.k})"


class RBF(Module):
    """h_i = exp(-||x - c_i||^2 / sigma_i^2) with centers and widths learned.   x (m, n_in) -> h (m, n_units)

    `centers` (n_units, n_in) are drawn by `init`, or are those given to `from_centers`. `log_sigma`
    (n_units,) holds the logarithms of the widths, so that no step makes one negative. Far from its
    center a unit is near 0, and so is its gradient: it learns nothing there. Source: DL book, section 6.3.3;
    deck Srihari, section III, slide 25. Raises ValueError for a count below 1, without an rng, for a sigma
    that is not positive, and when it is called with an x of another width.
    """

    def __init__(self, n_in: int, n_units: int, *, rng, sigma: float = 1.0, init=None):
        expect.count("RBF", n_in=n_in, n_units=n_units, advice="count the units")
        expect_generator("RBF", rng)
        draw = normal(1.0) if init is None else init  # centers lie where standardized data lie
        self._set(drawn("RBF", "centers", draw, (n_units, n_in), rng).array, sigma)

    @classmethod
    def from_centers(cls, centers, sigma=1.0):
        """Units at given centers (n_units, n_in), as from k-means; sigma: a number or one per unit."""
        layer = cls.__new__(cls)  # past __init__, which would draw other centers
        layer._set(centers, sigma)
        return layer

    def _set(self, centers, sigma):
        centers, sigma = np.asarray(centers, float), np.asarray(sigma, float)
        if centers.ndim != 2 or sigma.shape not in ((), centers.shape[:1]):
            raise ValueError(
                f"RBF: expected centers (n_units, n_in) and one sigma, or one per unit, got {centers.shape} "
                f"and {sigma.shape}; a single center is a row"
            )
        if not np.isfinite(centers).all():
            raise ValueError("RBF: expected finite centers, got NaN or infinity; drop those samples first")
        if not ((sigma > 0) & (sigma < np.inf)).all():
            raise ValueError(f"RBF: expected sigma > 0, got {sigma.min()}; it is the width of a unit")
        self.centers = Parameter(centers)
        self.log_sigma = Parameter(np.log(np.broadcast_to(sigma, centers.shape[:1])))

    def fprop(self, x):
        shape, n_in = shape_of(x), self.centers.shape[1]
        if len(shape) != 2 or shape[1] != n_in:
            raise ValueError(
                f"RBF: expected x of shape (m, {n_in}), got {shape}; samples are rows, as the centers are"
            )
        return rbf(x, self.centers, exp(self.log_sigma))  # exp: sigma > 0 whatever is learned

    def __repr__(self) -> str:
        n_units, n_in = self.centers.shape
        return f"RBF({n_in}, {n_units})"
