"""A process of ours under ptrace: every call that changes a file is seen, and may be its last.

Needs nothing installed: Linux, ctypes, a kernel since 5.3. The traced process is forked from one
that has imported the program already, so a run costs milliseconds and not a start of Python.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.seen import Change, Run, TracingForbidden

TRACEME, SETOPTIONS, SYSCALL, SYSCALL_INFO = 0, 0x4200, 24, 0x420E
POKEUSER, GET_REGISTERS, SET_REGISTERS = 6, 0x4204, 0x4205
GOOD, FORK, VFORK, CLONE, EXITKILL = 1, 2, 4, 8, 0x100000
WALL = 0x40000000
ENTRY = 1
TRAP = signal.SIGTRAP | 0x80
CREATES, TRUNCATES = os.O_CREAT, os.O_TRUNC
HERE = 2**32 - 100  # AT_FDCWD, as the lower half of an argument
REMOVE_FOLDER = 0x200  # AT_REMOVEDIR
PAGE = 4096
FREE = 24  # where struct statfs tells the free blocks, and those for us
SAID = "\0said"  # in the place of a path: a word
X86, ARM = "x86_64", "aarch64"
CALLS = {
    X86: {
        1: "write", 2: "open", 18: "pwrite64", 20: "writev", 40: "sendfile", 74: "fsync",
        75: "fdatasync", 76: "truncate", 77: "ftruncate", 82: "rename", 83: "mkdir", 84: "rmdir",
        85: "creat", 86: "link", 87: "unlink", 257: "openat", 258: "mkdirat", 263: "unlinkat",
        264: "renameat", 265: "linkat", 285: "fallocate", 296: "pwritev", 316: "renameat2",
        137: "statfs", 326: "copy_file_range", 328: "pwritev2",
    },
    ARM: {
        43: "statfs", 34: "mkdirat", 35: "unlinkat", 37: "linkat", 38: "renameat", 45: "truncate",
        46: "ftruncate", 47: "fallocate", 56: "openat", 64: "write", 66: "writev",
        68: "pwrite64", 70: "pwritev", 71: "sendfile", 82: "fsync", 83: "fdatasync",
        276: "renameat2", 285: "copy_file_range", 287: "pwritev2",
    },
}  # fmt: skip
BY_PATH = {  # where the folder's handle (or None) and the name stand among the arguments
    "open": [(None, 0)], "creat": [(None, 0)], "openat": [(0, 1)], "mkdir": [(None, 0)],
    "mkdirat": [(0, 1)], "rmdir": [(None, 0)], "unlink": [(None, 0)], "unlinkat": [(0, 1)],
    "truncate": [(None, 0)], "rename": [(None, 0), (None, 1)], "renameat": [(0, 1), (2, 3)],
    "renameat2": [(0, 1), (2, 3)], "link": [(None, 0), (None, 1)], "linkat": [(0, 1), (2, 3)],
}  # fmt: skip
AT_OFFSET = frozenset({"pwrite64", "pwritev", "pwritev2"})
WRITES = frozenset({"write", "writev", "sendfile", "copy_file_range", *AT_OFFSET})
OPENS = frozenset({"open", "openat", "creat"})
ROOMY = WRITES | {"mkdir", "mkdirat", "fallocate"}
KINDS = {
    "mkdir": "mkdir", "mkdirat": "mkdir", "fsync": "sync", "fdatasync": "sync", "rename": "rename",
    "renameat": "rename", "renameat2": "rename", "link": "link", "linkat": "link",
    "unlink": "unlink", "unlinkat": "unlink", "rmdir": "rmdir",
}  # fmt: skip


class _Entered(ctypes.Structure):
    _fields_ = (
        ("op", ctypes.c_uint8),
        ("pad", ctypes.c_uint8 * 3),
        ("arch", ctypes.c_uint32),
        ("ip", ctypes.c_uint64),
        ("sp", ctypes.c_uint64),
        ("nr", ctypes.c_int64),
        ("args", ctypes.c_uint64 * 6),
    )  # fmt: skip — struct ptrace_syscall_info; `nr` is the result where a call returns


_libc = ctypes.CDLL(None, use_errno=True)
_libc.ptrace.restype = ctypes.c_long
_libc.ptrace.argtypes = (ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p)


def _ptrace(request: int, task: int, first: int = 0, second: int = 0) -> int:
    found: int = _libc.ptrace(request, task, first, second)
    if found == -1:
        raise OSError(ctypes.get_errno(), f"ptrace {request}")
    return found


NOTHING = ctypes.c_uint64(2**64 - 1)  # the number of no call
REGISTERS, CALL = 1, 0x404  # NT_PRSTATUS, NT_ARM_SYSTEM_CALL
USER_NUMBER, USER_RESULT = 8 * 15, 8 * 10  # orig_rax and rax among x86-64's registers


class _Part(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("size", ctypes.c_size_t))


def refuse(task: int) -> None:
    """Let the call that is being entered not happen."""
    if platform.machine() == X86:
        _ptrace(POKEUSER, task, USER_NUMBER, NOTHING.value)
    else:
        part = _Part(ctypes.addressof(NOTHING), 4)
        _ptrace(SET_REGISTERS, task, CALL, ctypes.addressof(part))


def answer(task: int, result: int) -> None:
    """Give a refused call, as it returns, a result of ours."""
    if platform.machine() == X86:
        _ptrace(POKEUSER, task, USER_RESULT, result % 2**64)
        return
    registers = (ctypes.c_uint64 * 34)()
    part = _Part(ctypes.addressof(registers), ctypes.sizeof(registers))
    _ptrace(GET_REGISTERS, task, REGISTERS, ctypes.addressof(part))
    registers[0] = result % 2**64
    _ptrace(SET_REGISTERS, task, REGISTERS, ctypes.addressof(part))


REFUSED = "refused"
Say = Callable[[str], None]


@dataclass
class Tracer:
    """Runs one deed in a child and watches it; kills it at its `kill_at`-th change, if any.

    Changes are counted from the first word that begins with `after`, when it is given. From its
    `full_at`-th change on the disk has no room: whatever needs some fails with ENOSPC.
    """

    root: Path
    kill_at: int = 0
    full_at: int = 0
    record: bool = False
    after: str = ""
    heard: Say = lambda _word: None
    run: Run = field(default_factory=Run)

    def follow(self, deed: Callable[[Say], None]) -> Run:
        """The deed's whole run, or what there was of it."""
        if platform.machine() not in CALLS:
            raise TracingForbidden(f"the calls of {platform.machine()} are not known")
        self._calls = CALLS[platform.machine()]
        self._names = f"{self.root.resolve()}/"
        self._counting = not self.after
        self._inside: dict[int, tuple[str, tuple[int, ...], list[str]] | None] = {}
        told, self._telling = os.pipe()
        said = os.open(os.devnull, os.O_WRONLY)
        self._said = said
        self.child = os.fork()
        if not self.child:
            self._be_traced(deed, said)
        os.close(self._telling)
        os.close(said)
        try:
            self._begin()
            self._watch()
        finally:
            self._end()
        with os.fdopen(told, "rb") as errors:
            self.run.error = errors.read().decode()
        return self.run

    def _be_traced(self, deed: Callable[[Say], None], said: int) -> None:
        """The child's whole life."""
        try:
            _ptrace(TRACEME, 0)
            os.kill(os.getpid(), signal.SIGSTOP)
            deed(lambda word: os.write(said, word.encode()) and None)
        except BaseException:  # noqa: BLE001 — told to whoever asked
            os.write(self._telling, traceback.format_exc().encode())
        finally:
            os._exit(0)

    def _begin(self) -> None:
        _task, status = os.waitpid(self.child, WALL)
        if not os.WIFSTOPPED(status):
            raise TracingForbidden("ptrace(PTRACE_TRACEME)")
        _ptrace(SETOPTIONS, self.child, 0, GOOD | FORK | VFORK | CLONE | EXITKILL)
        self._memory = os.open(f"/proc/{self.child}/mem", os.O_RDWR)
        self._known = {self.child}
        _ptrace(SYSCALL, self.child)

    def _watch(self) -> None:
        info = _Entered()
        size, where = ctypes.sizeof(info), ctypes.addressof(info)
        while True:
            task, status = os.waitpid(-1, WALL)
            if not os.WIFSTOPPED(status):
                if task == self.child:
                    return
                continue
            stop, pass_on = os.WSTOPSIG(status), 0
            try:
                if stop == TRAP:
                    if not self._stopped(task, info, size, where):
                        os.kill(self.child, signal.SIGKILL)
                        self.run.killed = True
                        return
                elif stop == signal.SIGSTOP and task not in self._known:
                    self._known.add(task)  # a new thread begins with a stop
                elif stop != signal.SIGTRAP:
                    pass_on = stop
                _ptrace(SYSCALL, task, 0, pass_on)
            except OSError as error:  # a thread that is gone
                if error.errno != errno.ESRCH:
                    raise

    def _stopped(self, task: int, info: _Entered, size: int, where: int) -> bool:
        """Look at a call as it begins or ends. False when it must not happen any more."""
        if task in self._inside:
            begun = self._inside.pop(task)
            if begun is not None:
                _ptrace(SYSCALL_INFO, task, size, where)
                self._ends(task, *begun, info.nr)
            return True
        self._inside[task] = None
        _ptrace(SYSCALL_INFO, task, size, where)
        name = self._calls.get(info.nr) if info.op == ENTRY else None
        return name is None or self._begins(task, name, tuple(info.args))

    def _begins(self, task: int, name: str, args: tuple[int, ...]) -> bool:
        paths = [] if name == "statfs" else self._paths(name, args)
        if not paths and name != "statfs":
            return True
        if paths and not self._may_happen(paths):
            return False
        if paths and self._needs_room(name, paths):
            name = REFUSED
            refuse(task)
        self._inside[task] = (name, args, paths)
        return True

    def _ends(
        self, task: int, name: str, args: tuple[int, ...], paths: list[str], result: int
    ) -> None:
        if name == REFUSED:
            answer(task, -errno.ENOSPC)
        elif name == "statfs":
            if self._is_full():
                os.pwrite(self._memory, bytes(16), args[1] + FREE)
        elif result >= 0 and (self.record or paths == [SAID]):
            self._happened(name, args, paths, result)

    def _may_happen(self, paths: list[str]) -> bool:
        if paths == [SAID] or not self._counting:
            return True
        self.run.changes += 1
        return self.run.changes != self.kill_at

    def _is_full(self) -> bool:
        return 0 < self.full_at <= self.run.changes

    def _needs_room(self, name: str, paths: list[str]) -> bool:
        """Whether a call needs room on a disk that has none left."""
        if not self._is_full() or paths == [SAID] or paths[0].endswith("-shm"):
            return False
        return name in ROOMY or (name in OPENS and not (Path(self._names) / paths[0]).exists())

    # — what a call is about ———————————————————————————————————————————————————————————————

    def _paths(self, name: str, args: tuple[int, ...]) -> list[str]:
        """The paths below the root that a call would change; none for any other."""
        if name in BY_PATH:
            flags = {"open": args[1], "openat": args[2]}.get(name, CREATES)
            if not flags & (CREATES | TRUNCATES):
                return []
            found = [self._named(args, *place) for place in BY_PATH[name]]
        else:
            handle = args[2] if name == "copy_file_range" else args[0]
            if handle == self._said and name == "write":
                return [SAID]
            found = [self._open(handle)]
        inside = [p for p in found if p.startswith(self._names) or p + "/" == self._names]
        return [os.path.relpath(p, self._names) for p in inside] if inside == found else []

    def _named(self, args: tuple[int, ...], folder: int | None, name: int) -> str:
        text = os.fsdecode(self._text(args[name]))
        if not text.startswith("/"):
            number = HERE if folder is None else args[folder] & 0xFFFFFFFF
            link = "cwd" if number == HERE else f"fd/{number}"
            text = f"{Path(f'/proc/{self.child}/{link}').readlink()}/{text}"
        return os.path.normpath(text)

    def _open(self, handle: int) -> str:
        try:
            return str(Path(f"/proc/{self.child}/fd/{handle}").readlink())
        except OSError:
            return ""

    def _text(self, address: int) -> bytes:
        found = b""
        while b"\0" not in found:
            part = os.pread(self._memory, PAGE - address % PAGE, address)
            if not part:
                return b""
            found += part
            address += len(part)
        return found[: found.index(b"\0")]

    # — what it did ————————————————————————————————————————————————————————————————————————

    def _happened(self, name: str, args: tuple[int, ...], paths: list[str], result: int) -> None:
        if paths == [SAID]:
            word = os.pread(self._memory, args[2], args[1]).decode()
            self.run.said.append(word)
            self._counting = self._counting or word.startswith(self.after)
            self.heard(word)
            change = Change("say", word)
        elif name in WRITES:
            change = self._written(name, args, paths[0], result)
        else:
            change = _changed(name, args, paths)
        if self.record:
            self.run.recorded.append(change)

    def _written(self, name: str, args: tuple[int, ...], path: str, count: int) -> Change:
        """What a write left in the file, read back from it."""
        handle = args[2] if name == "copy_file_range" else args[0]
        if name in AT_OFFSET:
            start = args[3]
        else:
            about = Path(f"/proc/{self.child}/fdinfo/{handle}").read_text()
            start = int(about.split("\n", 1)[0].split()[1]) - count
        with open(f"/proc/{self.child}/fd/{handle}", "rb") as file:  # noqa: PTH123 — a link
            return Change(
                "write", path, offset=start, content=os.pread(file.fileno(), count, start)
            )

    def _end(self) -> None:
        with_children = True
        os.kill(self.child, signal.SIGKILL) if not self.run.killed and self._alive() else None
        while with_children:
            try:
                os.waitpid(-1, WALL)
            except ChildProcessError:
                with_children = False
        if hasattr(self, "_memory"):
            os.close(self._memory)

    def _alive(self) -> bool:
        try:
            os.kill(self.child, 0)
        except ProcessLookupError:
            return False
        return True


def _changed(name: str, args: tuple[int, ...], paths: list[str]) -> Change:
    """A call that is no write, by what it does."""
    if name in OPENS:
        flags = {"open": args[1], "openat": args[2]}.get(name, TRUNCATES)
        return Change("create", paths[0], offset=int(bool(flags & TRUNCATES)))
    if name in {"truncate", "ftruncate"}:
        return Change("truncate", paths[0], offset=args[1])
    if name == "fallocate":
        return Change("allocate", paths[0], offset=args[2] + args[3])
    if name == "unlinkat" and args[2] & REMOVE_FOLDER:
        return Change("rmdir", paths[0])
    return Change(KINDS[name], *paths)
