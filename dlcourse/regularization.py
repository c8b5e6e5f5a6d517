"""Chapter 17: regularization. Penalties on the weights, the proximal step that sets weights to 0, max-norm.

A penalty is a function of a model, or of a list of Parameters, that returns one number to add to the loss:
`J = mean_squared_error(model(x), y) + L2(1e-3)(model)`. Parameters with fewer than two axes (biases, and
gamma and beta of batch norm) are not penalized, unless `biases` is True: a penalized bias underfits data
whose mean is not 0. Source: deck Fix, pages 52 to 54.
"""

from dlcourse import expect
from dlcourse.backend import xp_of
from dlcourse.ops import absolute, square
from dlcourse.ops.sums import total
from dlcourse.tensor import Parameter


class L2:
    """alpha / 2 times the sum of w^2, with the gradient alpha w.

    The form lambda sum w^2 of decks Srihari (section V, slide 6) and Leibe is L2(2 * lambda), gradient 2
    lambda w. Source: deck Fix, page 52; DL book, equation 7.1 with 7.2. Raises ValueError for alpha below 0.

    >>> float(L2(3.0)([Parameter([[1.0, 2.0]])]))
    7.5
    """

    def __init__(self, alpha: float, biases: bool = False):
        self.alpha, self.biases = _not_negative("L2", alpha), biases

    def __call__(self, model):
        # Summed first and scaled once: fewer ops to record than a product for each parameter.
        return sum(square(w).sum() for w in penalized("L2", model, self.biases)) * (self.alpha / 2)


class L1:
    """alpha times the sum of |w|, with the gradient alpha sign(w), entry by entry, 0 at 0.

    Deck Fix, page 54, prints alpha sum_k sign(w_k), one number for all entries, as the gradient. With the
    penalty added to the loss almost no weight becomes exactly 0, since steps jump over it; `proximal_step`
    after each step on the loss alone sets weights to 0. Raises ValueError for alpha below 0.
    """

    def __init__(self, alpha: float, biases: bool = False):
        self.alpha, self.biases = _not_negative("L1", alpha), biases

    def __call__(self, model):
        # |w| has no derivative at 0: `absolute` takes 0, one of its subgradients there.
        return sum(absolute(w).sum() for w in penalized("L1", model, self.biases)) * self.alpha

    def proximal_step(self, model, lr: float) -> None:
        """w <- sign(w) max(|w| - lr alpha, 0), in place: the step of size lr on the penalty, exact.

        Source: soft thresholding, the proximal operator of alpha |w|.
        """
        threshold = self.alpha * _not_negative("L1", lr, "lr")
        for w in penalized("L1", model, self.biases):
            w.array[...] = soft_threshold(w.array, threshold)
            w.note_change()  # so that `grad` refuses graphs that were recorded with the old numbers


def soft_threshold(w, threshold: float):
    """sign(w) max(|w| - threshold, 0): the v with the least (v - w)^2 / 2 + threshold |v|, entry by entry.

    Raises ValueError for a threshold below 0.

    >>> soft_threshold(np.array([-3.0, 0.5, 2.0]), 1.0).tolist()
    [-2.0, 0.0, 1.0]
    """
    expect.not_negative("soft_threshold", threshold=threshold, advice="0 changes nothing")
    xp = xp_of(w)
    return w - xp.clip(w, -threshold, threshold)  # w - w = 0 exactly where |w| <= threshold


def max_norm(model, limit: float) -> None:
    """Scale the incoming weights of each unit to the norm `limit` where theirs is larger, in place.

    To be called after a step. The weights of a unit are a column of W (n_in, n_out), or W[i] of a
    convolution's (n_out, n_in, kh, kw); biases stay. Source: Srivastava et al. 2014. Raises ValueError unless
    limit > 0.

    >>> W = Parameter([[3.0, 0.3], [4.0, 0.4]])
    >>> max_norm([W], 1.0)
    >>> W.array.round(6).tolist()
    [[0.6, 0.3], [0.8, 0.4]]
    """
    expect.positive("max_norm", limit=limit, advice="3 or 4 is common")
    for w in penalized("max_norm", model, biases=False):
        xp = xp_of(w.array)
        axis = 0 if w.ndim == 2 else tuple(range(1, w.ndim))  # over the inputs of a unit
        largest = xp.maximum(abs(w.array).max(axis=axis, keepdims=True), limit)
        scaled = w.array / largest  # of size at most 1, so that no square overflows
        norms = xp.sqrt(total(scaled * scaled, axis, keepdims=True))
        scaled_limit = limit / largest
        # limit / norm where that is below 1; a norm below the limit gives a factor of exactly 1
        w.array[...] = w.array * (scaled_limit / xp.maximum(norms, scaled_limit))
        w.note_change()


def penalized(who: str, model, biases: bool) -> list[Parameter]:
    """The parameters with two axes or more, or all of them when `biases`.   model: a Module or a list

    Raises TypeError for anything else in the list, ValueError when no parameter is left.
    """
    parameters = model.parameters() if hasattr(model, "parameters") else model
    parameters = list(parameters) if hasattr(parameters, "__iter__") else [parameters]
    for parameter in parameters:
        if not isinstance(parameter, Parameter):
            raise TypeError(
                f"{who}: expected a model or a list of Parameters, got {type(parameter).__name__} in it; "
                "pass the model itself"
            )
    found = [parameter for parameter in parameters if biases or parameter.ndim >= 2]
    if not found:  # a penalty of 0 would go unnoticed
        raise ValueError(
            f"{who}: expected at least one weight, got {len(parameters)} parameters and none with "
            "two axes; pass biases=True for the others"
        )
    return found


def _not_negative(who, value, name="alpha"):
    expect.not_negative(who, **{name: value}, advice="0 means no penalty")
    return value
