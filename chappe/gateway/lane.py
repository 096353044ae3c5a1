"""The order of a session's calls.

Calls start in the order they came. One that only reads runs beside other readers; one that writes
waits for all before it, and all after it wait for it. So two sends of one client can not overtake each
other, while its downloads still run side by side. Where the database never waits (SQLite), every call
is over before the next begins, and no lane is made at all.
"""

from collections import deque
from collections.abc import Callable

Start = Callable[[Callable[[], None]], None]
"""Begins a call; it is handed what to call at its end."""


class Lane:
    """The calls of one session that have not ended. `idle`: there are none."""

    __slots__ = ("_readers", "_waiting", "_writing")

    def __init__(self) -> None:
        self._waiting: deque[tuple[Start, bool]] = deque()
        self._readers = 0
        self._writing = False

    @property
    def idle(self) -> bool:
        """Whether nothing runs and nothing waits."""
        return not (self._waiting or self._readers or self._writing)

    def submit(self, start: Start, *, writes: bool) -> None:
        """Begin a call in its turn."""
        self._waiting.append((start, writes))
        self._go_on()

    def _go_on(self) -> None:
        while self._waiting and not self._writing:
            start, writes = self._waiting[0]
            if writes and self._readers:
                return
            self._waiting.popleft()
            if writes:
                self._writing = True
                start(self._writer_ended)
            else:
                self._readers += 1
                start(self._reader_ended)

    def _writer_ended(self) -> None:
        self._writing = False
        self._go_on()

    def _reader_ended(self) -> None:
        self._readers -= 1
        self._go_on()
