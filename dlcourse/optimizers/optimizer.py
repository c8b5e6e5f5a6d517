"""Chapter 11: the base of all optimizers. All parameters lie in one vector, so an update is a few whole-array
lines."""

from dlcourse.backend import is_array, xp_of
from dlcourse.tensor import Parameter


class Optimizer:
    """Changes parameters in place, from gradients that it is handed.

    The arrays of the parameters become views of one contiguous vector; a subclass names its `slots`, vectors
    of zeros kept between steps, and defines `update(theta, g, *slots)`, which works in place. State belongs
    to a parameter's place in the list. Raises ValueError for no parameters, one given twice, or mixed dtypes,
    and for lr not above 0; TypeError for what is no Parameter.
    """

    slots: tuple[str, ...] = ()

    def __init__(self, parameters, lr: float):
        if not hasattr(parameters, "__iter__"):
            raise TypeError(
                f"{type(self).__name__}: expected Parameters, got {type(parameters).__name__}; "
                "pass model.parameters()"
            )
        self.parameters = list(parameters)
        self.lr = lr
        self._check()
        self._gather()
        self.n_steps = 0
        self.state = {slot: xp_of(self.theta).zeros_like(self.theta) for slot in self.slots}

    def update(self, theta, g, *slots):
        raise NotImplementedError(
            f"{type(self).__name__}: expected a method update(theta, g, ...), got none; define it"
        )

    def step(self, gradients) -> None:
        """One update. gradients: one array per parameter, in their order and shapes, as `grad` gives them.

        Nothing changes when the gradients do not fit (ValueError).
        """
        g = self._flatten(gradients)
        self._adopt()
        self.update(self.theta, g, *self.state.values())
        self.n_steps += 1

    def _check(self):
        who = type(self).__name__
        if not self.parameters:
            raise ValueError(f"{who}: expected at least one parameter, got none; pass model.parameters()")
        for parameter in self.parameters:
            if not isinstance(parameter, Parameter):
                raise TypeError(
                    f"{who}: expected Parameters, got {type(parameter).__name__}; pass model.parameters()"
                )
        if len(set(self.parameters)) < len(self.parameters):
            raise ValueError(
                f"{who}: expected each parameter once, got one twice; it would be updated twice a step"
            )
        dtypes = sorted({str(parameter.dtype) for parameter in self.parameters})
        if len(dtypes) > 1:
            raise ValueError(
                f"{who}: expected parameters of one dtype, got {dtypes}; build the model under use_dtype"
            )
        check_positive(who, lr=self.lr)

    def _gather(self):
        """Move all parameters into one vector and leave views of it in their place."""
        arrays = [parameter.array for parameter in self.parameters]
        self.theta = xp_of(arrays[0]).concatenate([array.reshape(-1) for array in arrays])
        self._g = xp_of(self.theta).zeros_like(self.theta)
        self._views, self._g_views, start = [], [], 0
        for parameter in self.parameters:
            stop = start + parameter.size
            self._views.append(self.theta[start:stop].reshape(parameter.shape))
            self._g_views.append(self._g[start:stop].reshape(parameter.shape))
            parameter.array = self._views[-1]
            start = stop

    def _adopt(self):
        """Take over values that somebody put in a parameter since the last step, say another optimizer."""
        for parameter, view in zip(self.parameters, self._views, strict=True):
            if parameter.array is not view:
                view[...] = parameter.array
                parameter.array = view

    def _flatten(self, gradients):
        gradients = list(gradients)
        for g in gradients:
            if not is_array(g):
                raise TypeError(
                    f"{type(self).__name__}: expected gradients as arrays, got {type(g).__name__}; "
                    "pass grad(J, parameters)"
                )
        shapes, expected = [g.shape for g in gradients], [p.shape for p in self.parameters]
        if shapes != expected:
            raise ValueError(
                f"{type(self).__name__}: expected gradients of shapes {expected}, got {shapes}; "
                "pass grad(J, model.parameters()), in that order"
            )
        for view, gradient in zip(self._g_views, gradients, strict=True):
            view[...] = gradient
        if not xp_of(self._g).isfinite(self._g).all():
            raise FloatingPointError(
                f"{type(self).__name__}: expected finite gradients, got NaN or infinity; "
                "lower lr, or look at the data"
            )
        return self._g


def check_positive(who: str, **values: float) -> None:
    """Raise ValueError for a hyperparameter that is not above 0."""
    for name, value in values.items():
        if isinstance(value, str) or not 0 < value < float("inf"):
            raise ValueError(
                f"{who}: expected {name} > 0, got {value}; "
                "take a finite number, common values lie from 0.001 to 0.1"
            )
