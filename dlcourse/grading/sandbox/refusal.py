"""The refusal to run students' code where no sandbox can be had, in words that say what to do."""

from pathlib import Path

# Ubuntu 24.04 and later: a program needs a profile of AppArmor's to make user namespaces.
UBUNTU = Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
DEBIAN = Path("/proc/sys/kernel/unprivileged_userns_clone")  # of older Debian kernels
MOST = Path("/proc/sys/user/max_user_namespaces")
PROFILE = (
    "Ubuntu's AppArmor rule keeps programs without a profile from making user namespaces; the profile "
    "bwrap-userns-restrict allows it to bubblewrap: apt-get install apparmor-profiles; cp "
    "/usr/share/apparmor/extra-profiles/bwrap-userns-restrict /etc/apparmor.d/; apparmor_parser -r "
    "/etc/apparmor.d/bwrap-userns-restrict"
)


class NoSandbox(Exception):
    """No sandbox can be had. The message says why, and what to install or to allow."""


def advice(said: str) -> str:
    """What to do about what bubblewrap said when it could not start."""
    if says(UBUNTU, "1"):
        return PROFILE
    if says(DEBIAN, "0"):
        return (
            "user namespaces are for root alone here; sysctl kernel.unprivileged_userns_clone=1 allows them"
        )
    if says(MOST, "0"):
        return "user namespaces are switched off here; sysctl user.max_user_namespaces=10000 allows them"
    if Path("/.dockerenv").exists() or "namespace" in said or "Operation not permitted" in said:
        return (
            "this machine, or the container that this runs in, allows no new namespaces; one of Docker's "
            "needs --security-opt seccomp=unconfined, apparmor=unconfined alike, and --cap-add SYS_ADMIN"
        )
    return "see bwrap(1)"


def says(setting: Path, value: str) -> bool:
    """Whether a setting of the kernel is there and has a value."""
    try:
        return setting.read_text().strip() == value
    except OSError:
        return False
