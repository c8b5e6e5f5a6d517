"""Chapter 20: machine code for the calls of a replay, where the library llvmlite is installed."""

from dlcourse.replay.machine_code.segments import RaisedFlag as RaisedFlag
from dlcourse.replay.machine_code.segments import as_machine_code as as_machine_code
