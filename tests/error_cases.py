"""The register of errors: what is wrong, the call, the error, and words that the message must hold.

One part per room of the library, each a dict WRONG; `EXCEPTIONS` names the errors that no row can raise.
"""

import errors_core
import errors_data
import errors_figures
import errors_graphs
import errors_layers
import errors_losses
import errors_models
import errors_ops
import errors_optimizers
import errors_training

PARTS = [
    errors_core, errors_ops, errors_layers, errors_losses, errors_optimizers, errors_data, errors_training,
    errors_models, errors_graphs, errors_figures,
]  # fmt: skip
WRONG = {name: row for part in PARTS for name, row in part.WRONG.items()}
EXCEPTIONS: dict[str, str] = {  # "module: words of the statement" -> why no row raises it
}
