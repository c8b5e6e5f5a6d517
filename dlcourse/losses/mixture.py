"""Chapter 4: mixture density networks, for targets with several likely values."""

from dlcourse.losses.expected import expect_arrays, expect_samples
from dlcourse.losses.gaussian import LOG_SQRT_2_PI, expect_spread
from dlcourse.ops import exp, log_softmax, logsumexp, negative, reshape, square, subtract


def mixture_nll(logits, mu, log_sigma, y):
    """Mean over samples of -ln sum_i p_i N(y; mu_i, sigma_i^2 I), with p = softmax(logits).

    logits (m, c) of any size, mu (m, c, k), log_sigma (m, c), y (m, k), for c components and k outputs.
    Computed in logarithms, joined by log-sum-exp, so that no density underflows: ln p_i - k ln sigma_i - k
    ln(2 pi) / 2 - ||y - mu_i||^2 / (2 sigma_i^2). With c = 1 it is gaussian_nll. Source: DL book, section
    6.2.2.4; Bishop 1994. Raises ValueError for other shapes, an empty batch, or a sigma so small that 1 /
    sigma^2 overflows.
    """
    expect_arrays("mixture_nll", logits=logits, mu=mu, log_sigma=log_sigma, y=y)
    _expect_shapes(logits, mu, log_sigma, y)
    expect_samples("mixture_nll", logits)
    expect_spread("mixture_nll", log_sigma, logits)
    m, c, k = mu.shape
    # (y - mu_i) / sigma_i for all components at once: the target (m, 1, k) meets the means (m, c, k).
    r = subtract(reshape(y, (m, 1, k)), mu) * reshape(exp(negative(log_sigma)), (m, c, 1))
    # With covariance sigma^2 I in k dimensions, the normalization has k times log sigma.
    log_density = square(r).sum(axis=2) * -0.5 - (log_sigma + LOG_SQRT_2_PI) * k
    # log sum_i p_i N_i = logsumexp(log p_i + log N_i), where no density is ever formed.
    return -logsumexp(log_softmax(logits) + log_density).sum() * (1 / m)


def split_mixture(z, n_components: int):
    """The outputs of a linear layer as logits (m, c), mu (m, c, k), log_sigma (m, c).   z (m, c (2 + k))

    Raises ValueError when the width of z is not n_components times at least 3.

    >>> [part.shape for part in split_mixture(np.zeros((7, 12)), n_components=3)]
    [(7, 3), (7, 3, 2), (7, 3)]
    """
    c = n_components
    expect_arrays("split_mixture", z=z)
    if not hasattr(c, "__index__") or isinstance(c, bool):
        raise TypeError(f"split_mixture: expected n_components to be an int, got {c!r}; count the components")
    if z.ndim != 2 or c < 1 or z.shape[1] % c or z.shape[1] < 3 * c:
        raise ValueError(
            f"split_mixture: expected z (m, {c} (2 + k)) for {c} components of k outputs, got {z.shape}; "
            "widen the last layer"
        )
    # The order in z: c logits, c log_sigma, then c blocks of k for mu.
    return z[:, :c], reshape(z[:, 2 * c :], (z.shape[0], c, z.shape[1] // c - 2)), z[:, c : 2 * c]


def _expect_shapes(logits, mu, log_sigma, y):
    shapes = [x.shape for x in (logits, mu, log_sigma, y)]
    if mu.ndim == 3:
        m, c, k = mu.shape
        if shapes == [(m, c), (m, c, k), (m, c), (m, k)]:
            return
    raise ValueError(
        "mixture_nll: expected logits (m, c), mu (m, c, k), log_sigma (m, c) and y (m, k), got "
        f"{', '.join(map(str, shapes))}; split_mixture makes the first three from one output"
    )
