"""Chapter 20: machine code for the calls of a replay, where the library llvmlite is installed."""

from dlcourse.replay.machine_code.calls import as_loop as as_loop
from dlcourse.replay.machine_code.calls import as_machine_code as as_machine_code
