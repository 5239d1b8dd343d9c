"""The warm process: it loads every reader once, holds no file, and forks a fresh child for each file.

An order is one message on a socket: the bounds as text, with three open files: the file to read, the pipe for
the answer, and a line on which the child's end is told. Who hangs up on that line has the child killed. The
process leaves when its own socket is closed.
"""

import gc
import os
import selectors
import signal
import socket
from typing import Any, NoReturn

from bondlife.exchange.child import csv_text, html_tables, workbook
from bondlife.exchange.child.main import main

READERS = (csv_text, html_tables, workbook)
"""Loaded once, here."""
_LONGEST_ORDER = 4096
_MOST_FILES = 65_536


def live(handle: int) -> None:
    """Serve orders from the socket with this number until it is closed."""
    gc.freeze()
    with socket.socket(fileno=handle) as orders:
        Nest(orders).live()


class Nest:
    """The children alive, each with the line on which its end is told."""

    def __init__(self, orders: socket.socket) -> None:
        self._orders = orders
        self._lines: dict[int, socket.socket] = {}
        self._selector = selectors.DefaultSelector()
        self._bell, end = os.pipe()
        for handle in (self._bell, end):
            os.set_blocking(handle, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(end, warn_on_full_buffer=False)
        self._selector.register(orders, selectors.EVENT_READ)
        self._selector.register(self._bell, selectors.EVENT_READ)

    def live(self) -> None:
        """Fork, kill and bury until nobody can give orders any more."""
        while True:
            for key, _events in self._selector.select():
                if key.fileobj is self._orders:
                    if not self._take_order():
                        self._end()
                        return
                elif key.data is None:
                    os.read(self._bell, _LONGEST_ORDER)
                else:
                    self._kill(key.data)
            self._bury()

    def _take_order(self) -> bool:
        text, files, _flags, _address = socket.recv_fds(self._orders, _LONGEST_ORDER, 3)
        if not text:
            return False
        source, answer, line = files
        pid = os.fork()
        if pid == 0:
            _read_one(source, answer, text.decode().split())
        os.close(source)
        os.close(answer)
        self._lines[pid] = socket.socket(fileno=line)
        self._selector.register(line, selectors.EVENT_READ, pid)
        return True

    def _kill(self, pid: int) -> None:
        """Kill a child that nobody waits for; it is not buried yet, so the number is its own."""
        if pid in self._lines:
            self._selector.unregister(self._lines[pid].fileno())
            os.kill(pid, signal.SIGKILL)

    def _bury(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            self._tell(self._lines.pop(pid), os.waitstatus_to_exitcode(status))

    def _tell(self, line: socket.socket, code: int) -> None:
        with line:
            if line.fileno() in self._selector.get_map():
                self._selector.unregister(line.fileno())
            try:
                line.send(b"%d" % code)
            except OSError:
                return

    def _end(self) -> None:
        for pid in self._lines:
            os.kill(pid, signal.SIGKILL)


def _read_one(source: int, answer: int, bounds: list[str]) -> NoReturn:
    """Be the child: keep the file and the pipe, let go of all else, read, answer, end."""
    code: Any = 1
    try:
        signal.set_wakeup_fd(-1)
        os.dup2(source, 0)
        os.dup2(answer, 1)
        os.closerange(3, _MOST_FILES)
        main(bounds)
        code = 0
    finally:
        os._exit(code)
