"""System calls that a student's process is refused, by reason, with their numbers.

The first number is that of x86_64, the second that of aarch64, "-" where it has no such call. Source: the
kernel's tables, arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
"""

# The last call of Linux 5.17. Newer ones do not exist for students: no program is built to need them.
LAST = 450

REFUSED = """
# other processes: their memory, registers, descriptors
ptrace 101 117, process_vm_readv 310 270, process_vm_writev 311 271, kcmp 312 272, pidfd_getfd 438 438
process_madvise 440 440, process_mrelease 448 448, migrate_pages 256 238, move_pages 279 239
# namespaces, mounts and roots
unshare 272 97, setns 308 268, mount 165 40, umount2 166 39, pivot_root 155 41, chroot 161 51
open_tree 428 428, move_mount 429 429, fsopen 430 430, fsconfig 431 431, fsmount 432 432, fspick 433 433
mount_setattr 442 442, quotactl 179 60, quotactl_fd 443 443
# files by handle, past the tree that is mounted
open_by_handle_at 304 265, name_to_handle_at 303 264
# file locks, and news of what happens to a file: on files that all can read, a channel between two sandboxes
flock 73 32, inotify_init 253 -, inotify_init1 294 26, inotify_add_watch 254 27, fanotify_init 300 262
fanotify_mark 301 263, mincore 27 232
# memory that no limit of the process counts
memfd_create 319 279, memfd_secret 447 447, shmget 29 194, shmat 30 196, msgget 68 186, semget 64 190
mq_open 240 180, landlock_create_ruleset 444 444, landlock_add_rule 445 445
# parts of the kernel where its faults were found
bpf 321 280, perf_event_open 298 241, userfaultfd 323 282, io_uring_setup 425 425, io_uring_enter 426 426
io_uring_register 427 427, io_setup 206 0, io_submit 209 2, keyctl 250 219, add_key 248 217
request_key 249 218, vmsplice 278 75, seccomp 317 277, modify_ldt 154 -, uselib 134 -
remap_file_pages 216 234, lookup_dcookie 212 18
# the machine: modules, clocks, ports, accounting, swap, its disks
init_module 175 105, finit_module 313 273, delete_module 176 106, kexec_load 246 104, kexec_file_load 320 294
reboot 169 142, swapon 167 224, swapoff 168 225, acct 163 89, syslog 103 116, iopl 172 -, ioperm 173 -
settimeofday 164 170, clock_settime 227 112, adjtimex 159 171, clock_adjtime 305 266, sethostname 170 161
setdomainname 171 162, vhangup 153 58, nfsservctl 180 42, ustat 136 -, sysfs 139 -, _sysctl 156 -
sync 162 81, syncfs 306 267
"""

# Absent rather than forbidden: programs then take another way.
ABSENT = "clone3 435 435"

# Does nothing, and says that it has: the kernel shares a processor out among sessions, and with one for each
# of its processes a student would have most of it.
IDLE = "setsid 112 157"

# Calls that are refused for some arguments only.
CHECKED = """
socket 41 198, socketpair 53 199, clone 56 220, fcntl 72 25, ioctl 16 29, personality 135 92
setsockopt 54 208, sendto 44 206, sendmsg 46 211, sendmmsg 307 269
"""

MACHINES = ("x86_64", "aarch64")
AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # the kernel's names for them, linux/audit.h


def numbers(table: str, machine: str) -> dict[str, int]:
    """{call: number} of a table above on a machine, without the calls that it has not."""
    column = 1 + MACHINES.index(machine)
    lines = [line for line in table.splitlines() if not line.startswith("#")]
    entries = [entry.split() for line in lines for entry in line.split(",") if entry.strip()]
    return {entry[0]: int(entry[column]) for entry in entries if entry[column] != "-"}
