"""The `dlcourse` command."""

from dlcourse.cli import ahead  # noqa: F401  first: it begins what typer would hold up
from dlcourse.cli.commands import app

__all__ = ["app"]
