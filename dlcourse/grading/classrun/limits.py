"""Limits: how much a submission may use, as nbgrader's settings and `dlcourse grade --limit` say.

In nbgrader_config.py, with the default where none is named there:

    c.Judge.cell_seconds = 30      # for a cell, on the clock; else nbgrader's own c.Execute.timeout counts
    c.Judge.memory = "2 GiB"       # or a number of bytes
"""

import difflib
import re
from dataclasses import dataclass

from dlcourse.grading.plans import Limits
from dlcourse.grading.sandbox.ending import gigabytes

UNITS = {"": 1, "B": 1} | {
    f"{letter}{end}": base**power
    for power, letter in enumerate("KMGT", 1)
    for end, base in (("", 1024), ("B", 1000), ("iB", 1024))
}
SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*")
WEEK = 7 * 24 * 3600
PER_NOTEBOOK = 10  # a notebook has the time of so many cells at least


@dataclass(frozen=True)
class Known:
    """What a limit may be.   unit: "s", "bytes", "characters" or "".   low, high: both allowed"""

    unit: str
    low: float
    high: float

    def read(self, value):
        """The number that a value says; None for what is none, or out of bounds."""
        if isinstance(value, str):
            value = number_of(value, sizes=self.unit == "bytes")
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        if not self.low <= value <= self.high:  # NaN is not, either
            return None
        if self.unit == "s":
            return float(value)
        return int(value) if value == int(value) else None

    def __str__(self):
        if self.unit == "bytes":
            ends = f"from {gigabytes(self.low)} to {gigabytes(self.high)}"
            return f"a number of bytes, or a text such as '500 MB' or '2 GiB', {ends}"
        of = {"s": "seconds", "": "processes"}.get(self.unit, self.unit)
        return f"a number of {of} from {self.low:,} to {self.high:,}"


KNOWN = {
    "cell_seconds": Known("s", 0.1, WEEK),
    "test_seconds": Known("s", 0.1, WEEK),
    "seconds": Known("s", 1, WEEK),
    "cpu_seconds": Known("s", 1, 1000 * WEEK),
    "memory": Known("bytes", 16 << 20, 1 << 44),
    "processes": Known("", 1, 100_000),
    "disk": Known("bytes", 64 << 10, 1 << 40),
    "file_size": Known("bytes", 4 << 10, 1 << 40),
    "message": Known("bytes", 64 << 10, 2 << 30),
    "output": Known("characters", 100, 10_000_000),
    "all_output": Known("characters", 1000, 100_000_000),
}


def limits_of(config, options=()) -> Limits:
    """What a submission may use.

    config: nbgrader's settings.   options: "name=value", which count more than the settings.
    Raises ValueError for an unknown name and a value that cannot be.
    """
    own = config.get("Judge", {})
    said = {name: checked(name, own[name], "c.Judge.") for name in KNOWN if is_set(own, name)}
    for name in own:
        near = difflib.get_close_matches(name, KNOWN, 1, 0.8)
        if name not in KNOWN and near:
            raise ValueError(f"grade: expected a limit's name, got c.Judge.{name}; is it {near[0]!r}?")
    for option in options:
        name, _, value = option.partition("=")
        if name not in KNOWN:
            raise ValueError(f"--limit: expected NAME=VALUE with a NAME of {[*KNOWN]}, got {option!r}")
        said[name] = checked(name, value, "--limit ")
    timeout = nbgraders_timeout(config)
    if "cell_seconds" not in said and timeout is not None:
        # 0 or less is nbgrader's word for as long as it takes: as long as the whole notebook may
        said["cell_seconds"] = timeout if timeout > 0 else said.get("seconds", Limits.seconds)
    if "seconds" not in said and "cell_seconds" in said:
        most = said["cell_seconds"] * (PER_NOTEBOOK if timeout is None or timeout > 0 else 1)
        said["seconds"] = max(most, Limits.seconds)
    return Limits(**said)


def is_set(section, name) -> bool:
    """Whether a section of the settings gives a name a value; to look at one is not to set it."""
    return name in section and type(section[name]).__name__ not in ("LazyConfigValue", "Config")


def checked(name: str, value, where: str):
    """The limit that a value says. Raises ValueError in words."""
    found = KNOWN[name].read(value)
    if found is None:
        raise ValueError(f"{where}{name}: expected {KNOWN[name]}, got {value!r}; correct it there")
    return found


def number_of(text: str, sizes: bool):
    """The number that a text says, with a unit of bytes where sizes are meant; None for another text."""
    found = SIZE.fullmatch(text)
    if not found or (found[2] and not sizes):
        return None
    unit = {name.lower(): factor for name, factor in UNITS.items()}.get(found[2].lower())
    return None if unit is None else float(found[1]) * unit


def nbgraders_timeout(config):
    """The seconds a cell has in nbgrader's own settings, -1 for no end; None where they say nothing."""
    for section in ("Execute", "ExecutePreprocessor", "NotebookClient"):
        own = config.get(section, {})
        if not is_set(own, "timeout"):
            continue
        value = own["timeout"]
        if value is None or str(value).strip() in ("None", "0", "-1"):
            return -1.0
        return checked("cell_seconds", value, f"c.{section}.timeout, the limit ")
    return None
