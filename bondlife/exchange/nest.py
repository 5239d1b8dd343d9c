"""The handle on the warm process that reads files: started at the first file, one for each process here.

The process is a fresh interpreter without site packages of its own start-up, not a fork of this one: forking
a server with threads is unsafe. It sees the packages as bare names, so that nothing they load at import slows
it. A fork of it costs a few milliseconds, a start of it a hundred.
"""

import atexit
import os
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Lock

import python_calamine

from bondlife.exchange.limits import Limits

_HERE = Path(__file__).resolve().parent
_PACKAGES = str(Path(python_calamine.__file__).resolve().parents[1])
_START = f"""
import sys
sys.path.append({_PACKAGES!r})
for name, place in (("bondlife", {str(_HERE.parent)!r}), ("bondlife.exchange", {str(_HERE)!r})):
    bare = sys.modules[name] = type(sys)(name)
    bare.__path__ = [place]
from bondlife.exchange.child.nest import live
live(int(sys.argv[1]))
"""


class Nest:
    """One warm process and the socket it takes orders from."""

    def __init__(self) -> None:
        self._orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, "-I", "-S", "-c", _START, str(theirs.fileno())]
            self.process = subprocess.Popen(  # noqa: S603 - fixed command, no shell, no user text in it
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                cwd="/",
                env={},
                start_new_session=True,
            )

    def order(self, file: int, limits: Limits) -> tuple[int, socket.socket]:
        """Have a file read; returns the pipe of the answer and the line on which the reader's end is told.

        Raises OSError if the warm process is gone.
        """
        answer, writing = os.pipe()
        line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        text = " ".join(f"{name}={value}" for name, value in limits.as_dict().items()).encode()
        try:
            socket.send_fds(self._orders, [text], [file, writing, theirs.fileno()])
        except OSError:
            os.close(answer)
            line.close()
            raise
        finally:
            os.close(writing)
            theirs.close()
        return answer, line

    def close(self) -> None:
        """Let the warm process go; its children are killed."""
        self._orders.close()
        self.process.wait()

    def disown(self) -> None:
        """Forget it in a fork of this process: it belongs to the parent."""
        self._orders.close()
        self.process.returncode = 0


class _Held:
    """The warm process of this process, if there is one."""

    nest: Nest | None = None
    lock = Lock()


def nest() -> Nest:
    """Return the warm process, started if there is none."""
    with _Held.lock:
        if _Held.nest is None:
            _Held.nest = Nest()
        return _Held.nest


def retire(warm: Nest) -> None:
    """Let a warm process go that does not answer; the next file has a new one."""
    with _Held.lock:
        if _Held.nest is warm:
            _Held.nest = None
            warm.close()


def hang_up(line: socket.socket) -> None:
    """Ask for the end of one reader."""
    with suppress(OSError):
        line.shutdown(socket.SHUT_WR)


@atexit.register
def _close() -> None:
    if _Held.nest is not None:
        _Held.nest.close()
        _Held.nest = None


def _after_fork() -> None:
    _Held.lock = Lock()
    if _Held.nest is not None:
        _Held.nest.disown()
        _Held.nest = None


os.register_at_fork(after_in_child=_after_fork)
