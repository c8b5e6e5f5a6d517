"""Chapter 20: machine code for the calls of a replay, where the library llvmlite is installed.

The recorded update of an optimizer stands here, too, since without machine code it saves no time.
"""

from dlcourse.replay.machine_code.calls import as_loop as as_loop
from dlcourse.replay.machine_code.calls import as_machine_code as as_machine_code
from dlcourse.replay.machine_code.environment import environment as environment
from dlcourse.replay.machine_code.recorded_update import RecordedUpdate as RecordedUpdate
