"""Chapter 18: checkpoints. A training in a file, written as a whole or not at all, resumed bit for bit."""

import contextlib
from dataclasses import asdict, fields
from typing import get_args, get_origin

import numpy as np

from dlcourse.backend import xp_of
from dlcourse.training import History
from dlcourse.tree_file import FORMAT, read, write


def save(path, model, optimizer, rng=None, history=None, callbacks=()) -> None:
    """Write a training to `path`, an .npz file; after `load`, `fit` continues as if it had never stopped.

    The file holds parameters and buffers of the model, the optimizer's state, the states of rng and of every
    Generator in the model's modules (dropout draws from one), the history, and the states of the callbacks.
    It is written under another name beside `path` and then renamed, so a file at `path` is always complete.
    Raises TypeError for arguments of other classes and for a state that no file can hold, OSError when the
    file cannot be written.
    """
    _check("save", model, optimizer, rng)
    tree = _collect(model, optimizer, rng, callbacks)
    tree["history"] = asdict(History() if history is None else history)
    write(path, tree)


def load(path, model, optimizer, rng=None, callbacks=()) -> History:
    """The history of the training in `path`; model, optimizer, rng and callbacks get its state.

    Build all of these as for the first run, load, and continue with `fit(..., history=history)`;
    len(history.loss) epochs are done. Raises FileNotFoundError; or ValueError, with nothing changed, for a
    file that is damaged or belongs to another model, optimizer or list of callbacks.
    """
    _check("load", model, optimizer, rng)
    tree = read(path)
    if set(tree) != {"format", "model", "generators", "optimizer", "rng", "callbacks", "history"}:
        raise ValueError(f"load: expected a training in {path}, got entries {sorted(tree)}; see save")
    history = _history(tree["history"])
    before = _collect(model, optimizer, rng, callbacks)  # copies, to restore when anything fails
    try:
        _restore(tree, model, optimizer, rng, callbacks)
    except BaseException as error:
        with contextlib.suppress(Exception):  # callbacks come last: if one fails, the rest is restored
            _restore(before, model, optimizer, rng, callbacks)
        if isinstance(error, ValueError) or not isinstance(error, Exception):
            raise  # a ValueError says already what is wrong; Ctrl-C stays Ctrl-C
        raise ValueError(
            f"load: expected the state that save wrote, got {error!r}; build everything as it was then"
        ) from error
    return history


def _history(saved) -> History:
    """The History that was saved. Raises ValueError for an entry that History lacks, or of another type."""
    kinds = {entry.name: entry.type for entry in fields(History)}  # the annotations, such as list[float]
    for name, value in saved.items() if isinstance(saved, dict) else [("history", saved)]:
        if name not in kinds or not _fits(value, kinds[name]):
            raise ValueError(
                f"load: expected a history of {', '.join(kinds)}, got {name} = {value!r:.50}; "
                "if a later version wrote the file, read it with that version"
            )
    return History(**saved)


def _fits(value, kind) -> bool:
    """Whether a value has a type of History's fields: a count (int), float, or a list or dict of these."""
    outer, inner = get_origin(kind), get_args(kind)
    if outer is None:  # not list[...] or dict[...]
        return type(value) is int and value >= 0 if kind is int else type(value) in (int, float)
    parts = value.values() if type(value) is dict else value
    return type(value) is outer and all(_fits(part, inner[-1]) for part in parts)  # dict[str, float]: float


def _check(who, model, optimizer, rng):
    for name, each in (("model", model), ("optimizer", optimizer)):
        if not (hasattr(each, "state_dict") and hasattr(each, "load_state_dict")):
            raise TypeError(
                f"{who}: expected a Module and an Optimizer, got {type(each).__name__} as {name}; "
                "compare the order of the arguments"
            )
    if rng is not None and not hasattr(rng, "bit_generator"):
        raise TypeError(
            f"{who}: expected rng to be a Generator or None, got {rng!r}; pass the one that fit gets"
        )


def _collect(model, optimizer, rng, callbacks):
    """All that a training changes, as a tree for a file. Classes are saved by name, only to be compared."""
    return {
        "format": FORMAT,
        "model": model.state_dict(),
        "generators": {name: g.bit_generator.state for name, g in _generators(model).items()},
        "optimizer": {"class": type(optimizer).__name__, "state": optimizer.state_dict()},
        "rng": None if rng is None else rng.bit_generator.state,
        "callbacks": [{"class": type(c).__name__, "state": c.state_dict()} for c in callbacks],
    }


def _restore(tree, model, optimizer, rng, callbacks):
    # Everything that can be compared is compared before anything is set.
    _same("optimizer", type(optimizer).__name__, tree["optimizer"]["class"])
    _same("callbacks", [type(c).__name__ for c in callbacks], [c["class"] for c in tree["callbacks"]])
    own, generators = model.state_dict(), _generators(model)
    kinds = {name: _kind(g.bit_generator.state) for name, g in generators.items()}
    # The state of one bit generator, such as PCG64, does not fit another one.
    _same("rng", _kind(rng and rng.bit_generator.state), _kind(tree["rng"]))
    _same("generators in the model", kinds, {name: _kind(s) for name, s in tree["generators"].items()})
    # A float64 model would take float32 weights without an error, and go on with other bits. Names that only
    # one of the two has are refused by load_state_dict.
    for name in own.keys() & tree["model"].keys():
        _same(f"the dtype of {name}", str(own[name].dtype), str(tree["model"][name].dtype))
    xp = xp_of(optimizer.theta)  # a file holds numpy arrays, the model may be on a GPU
    model.load_state_dict({name: xp.asarray(array) for name, array in tree["model"].items()})
    optimizer.load_state_dict(tree["optimizer"]["state"])
    for name, generator in generators.items():
        generator.bit_generator.state = tree["generators"][name]
    if rng is not None:
        rng.bit_generator.state = tree["rng"]
    for callback, saved in zip(callbacks, tree["callbacks"], strict=True):
        callback.load_state_dict(saved["state"])


def _same(what, own, saved):
    if own != saved:
        raise ValueError(
            f"load: expected {what} as saved, {saved}, got {own}; build everything as it was then"
        )


def _kind(state):
    """The name of a bit generator, as its state tells it."""
    return None if state is None else state["bit_generator"]


def _generators(model):
    """The random Generators of the model's modules, named by the module's number and the attribute."""
    return {
        f"{i}.{name}": value
        for i, module in enumerate(model.modules())
        for name, value in vars(module).items()
        if isinstance(value, np.random.Generator)
    }
