"""The `dlcourse` command."""

from dlcourse.cli.commands import app

__all__ = ["app"]
