"""Records: what came of every student, as one JSON file, written whole or not at all."""

import json
import os
from pathlib import Path


def write_records(path, summaries):
    """Write {student: {"status", "reasons", "cells", "sandbox"}} of an iterable of summaries.

    What stood there stays until all is written. One student is in memory at a time.
    """
    path = Path(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(beside, "w", encoding="ascii") as file:
            between = "{\n"
            for one in summaries:
                file.write(f"{between}{json.dumps(one.student)}: {json.dumps(one.record())}")
                between = ",\n"
            file.write("\n}\n" if between != "{\n" else "{}\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
