"""The register of errors: what is wrong, the call, the error, and words that the message must hold.

One part per room of the library, each a dict WRONG; `EXCEPTIONS` names the errors that no row can raise.
"""

import errors_answers
import errors_core
import errors_data
import errors_doors
import errors_figures
import errors_graphs
import errors_interop
import errors_layers
import errors_losses
import errors_models
import errors_numbers
import errors_ops
import errors_optimizers
import errors_replay
import errors_training

from dlcourse.replay import fastest

PARTS = [
    errors_core, errors_ops, errors_layers, errors_losses, errors_optimizers, errors_data, errors_training,
    errors_models, errors_graphs, errors_figures, errors_replay, errors_doors, errors_interop, errors_numbers,
    errors_answers,
]  # fmt: skip
WRONG = {name: row for part in PARTS for name, row in part.WRONG.items()}
EXCEPTIONS: dict[str, str] = {  # "module: words of the statement" -> why no row raises it
    "tree_file.py: ValueError": "caught by read, which tells it as damage",
    "stacked.py: CannotStack": "caught by autodiff, which then goes row by row",
    "__init__.py: AttributeError": "what Python itself says of a name that a module does not have",
    "replay/traced.py: AttributeError": "what Python itself says of a special name that it asks for",
    "replay/traced_module.py: AttributeError": "what Python itself says of a special name that it asks for",
    **{
        f"replay/{name}.py: CannotReplay": "caught by compile_step, told in step.why"
        for name in (
            "memory",
            "program",
            "reach",
            "recording",
            "tape",
            "traced",
            "traced_module",
            "tracing",
            "visitors",
            "watch",
        )
    },
}
if fastest.machine_code is not None:
    EXCEPTIONS |= {
        **{
            f"replay/machine_code/{name}.py: CannotReplay": "caught by compile_step, told in step.why"
            for name in ("deferred_settings", "recorded_update", "segments", "update_tape")
        },
        "replay/machine_code/segments.py: RaisedFlag": "caught by compile_step, which lets numpy warn",
        "replay/machine_code/deferred.py: ASKED": "caught by compile_step, told in step.why",
    }
