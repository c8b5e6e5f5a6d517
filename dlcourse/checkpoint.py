"""Chapter 18: checkpoints. A training in a file, written whole or not at all, resumed to the same bits."""

import contextlib
import json
import os
import tempfile
import zipfile
from dataclasses import asdict
from pathlib import Path

import numpy as np

from dlcourse.backend import is_array, to_numpy, xp_of
from dlcourse.training import History

FORMAT = 1  # the number changes when older files can no longer be read


def save(path, model, optimizer, rng=None, history=None, callbacks=()) -> None:
    """Write a training to `path`, an .npz file, so that `load` and `fit` go on as if it had never stopped.

    Parameters and buffers of the model, the optimizer's state, the states of rng and of every Generator in
    the model's modules (dropout draws from one), the history, the states of the callbacks. The file is
    complete or is not there: it is written under another name beside `path` and then renamed over it.
    """
    _check("save", model, optimizer, rng)
    tree = _collect(model, optimizer, rng, callbacks)
    tree["history"] = asdict(History() if history is None else history)
    write(path, tree)


def load(path, model, optimizer, rng=None, callbacks=()) -> History:
    """Put the training of `save` back into model, optimizer, rng and callbacks; returns its history.

    All are built as they were for the first run. Continue with `fit(..., history=history)`; len(history.loss)
    epochs are done. Raises FileNotFoundError, or ValueError, with nothing changed, for a file that is damaged
    or belongs to another model, optimizer or set of callbacks.
    """
    _check("load", model, optimizer, rng)
    tree = read(path)
    if set(tree) != {"format", "model", "generators", "optimizer", "rng", "callbacks", "history"}:
        raise ValueError(f"load: expected a training in {path}, got entries {sorted(tree)}; see save")
    before = _collect(model, optimizer, rng, callbacks)
    try:
        _restore(tree, model, optimizer, rng, callbacks)
    except Exception as error:
        with contextlib.suppress(Exception):  # a callback that fails comes last, when all else is back
            _restore(before, model, optimizer, rng, callbacks)
        if isinstance(error, ValueError):
            raise
        raise ValueError(
            f"load: expected the state that save wrote, got {error!r}; build everything as it was then"
        ) from error
    return History(**tree["history"])


def write(path, tree) -> None:
    """Write nested dicts and lists of arrays and JSON values to an .npz file, complete or not at all."""
    path, arrays = Path(path), {}
    try:
        arrays["tree"] = np.array(json.dumps(_plain(tree, "", arrays)))
    except TypeError as error:
        raise TypeError(
            f"checkpoint: expected arrays, numbers, words, lists and dicts, got others ({error}); "
            "let state_dict give these only"
        ) from error
    if not path.parent.is_dir():
        raise FileNotFoundError(
            f"checkpoint: expected the folder {path.parent}, got none; make it with Path.mkdir(parents=True)"
        )
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".tmp")
    try:
        with os.fdopen(descriptor, "wb") as file:
            np.savez(file, **arrays)
            file.flush()
            os.fsync(file.fileno())  # else the rename may reach the disk before the contents
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
        raise
    if os.name == "posix":  # the rename itself is on the disk when the folder is
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def read(path):
    """What `write` wrote. Nothing in the file is executed. Raises ValueError for a damaged file."""
    try:
        with open(path, "rb") as file, np.load(file, allow_pickle=False) as npz:
            arrays = {name: npz[name] for name in npz.files}
        tree = _whole(json.loads(arrays["tree"].item()), arrays)
        if tree["format"] != FORMAT:
            raise ValueError(f"format {tree['format']}")
    except FileNotFoundError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise ValueError(
            f"checkpoint: expected a file that save wrote in {path}, got {error}; take an older checkpoint"
        ) from error
    return tree


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
    return {
        "format": FORMAT,
        "model": model.state_dict(),
        "generators": {name: g.bit_generator.state for name, g in _generators(model).items()},
        "optimizer": {"class": type(optimizer).__name__, "state": optimizer.state_dict()},
        "rng": None if rng is None else rng.bit_generator.state,
        "callbacks": [{"class": type(c).__name__, "state": c.state_dict()} for c in callbacks],
    }


def _restore(tree, model, optimizer, rng, callbacks):
    _same("optimizer", type(optimizer).__name__, tree["optimizer"]["class"])
    _same("callbacks", [type(c).__name__ for c in callbacks], [c["class"] for c in tree["callbacks"]])
    own, generators = model.state_dict(), _generators(model)
    kinds = {name: _kind(g.bit_generator.state) for name, g in generators.items()}
    _same("rng", _kind(rng and rng.bit_generator.state), _kind(tree["rng"]))
    _same("generators in the model", kinds, {name: _kind(s) for name, s in tree["generators"].items()})
    for name in own.keys() & tree["model"].keys():
        _same(f"the dtype of {name}", str(own[name].dtype), str(tree["model"][name].dtype))
    xp = xp_of(optimizer.theta)
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
    return None if state is None else state["bit_generator"]


def _generators(model):
    """The random streams that the model's modules hold, by place."""
    return {
        f"{i}.{name}": value
        for i, module in enumerate(model.modules())
        for name, value in vars(module).items()
        if isinstance(value, np.random.Generator)
    }


def _plain(tree, name, arrays):
    """The tree for JSON: each array is put in `arrays` and stands as {"array": its name there}."""
    if isinstance(tree, dict):
        return {"dict": {key: _plain(part, f"{name}/{key}", arrays) for key, part in tree.items()}}
    if isinstance(tree, list | tuple):
        return [_plain(part, f"{name}/{i}", arrays) for i, part in enumerate(tree)]
    if is_array(tree):
        arrays[name] = to_numpy(tree)
        return {"array": name}
    return tree


def _whole(tree, arrays):
    if isinstance(tree, list):
        return [_whole(part, arrays) for part in tree]
    if not isinstance(tree, dict):
        return tree
    if "array" in tree:
        return arrays[tree["array"]]
    return {key: _whole(part, arrays) for key, part in tree["dict"].items()}
