"""A PostgreSQL of the tests' own: a cluster in a folder of its own, reached through a socket there."""

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

OWNER = "postgres"  # its server refuses to run as root


def programs():
    """The folder with initdb and postgres, None where PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: path.parts[-3].zfill(3))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


@contextmanager
def cluster():
    """The address of the database of a running cluster; skips where it cannot be had."""
    pytest.importorskip("psycopg2", reason="psycopg2 is not installed")
    where = programs()
    if where is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    as_owner = []
    if os.geteuid() == 0:
        if not shutil.which("runuser") or OWNER not in {one.pw_name for one in pwd.getpwall()}:
            pytest.skip(f"PostgreSQL does not run as root, and there is no runuser or no user {OWNER}")
        as_owner = ["runuser", "-u", OWNER, "--"]
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: a socket's path has at most 107 characters
    if as_owner:
        shutil.chown(folder, OWNER, OWNER)

    def run(program, *arguments):
        silent = {
            "stdout": subprocess.DEVNULL,
            "stderr": subprocess.DEVNULL,
        }  # no pipe: the server would keep it
        return subprocess.run([*as_owner, str(where / program), *arguments], cwd=folder, **silent).returncode

    data = str(folder / "data")
    try:
        made = run("initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
        assert made == run("pg_ctl", "-D", data, "-l", f"{folder}/log", "-o", options, "-w", "start") == 0
        yield f"postgresql+psycopg2://{OWNER}@/postgres?host={folder}"
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
