"""The refusal to run students' code where no sandbox can be had."""


class NoSandbox(Exception):
    """No sandbox can be had. The message says why, and what to install or to allow."""
