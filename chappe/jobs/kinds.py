"""The kinds of work: each a class of arguments, and the function that does it.

@job("polls.close")
class ClosePoll(Job, frozen=True):
    poll_id: int

@runs(ClosePoll)
async def close(work: Work, what: ClosePoll) -> None: ...

The name of a kind stands in the databases of those who run this: it is never given another meaning.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

import msgspec

from chappe.db.database import Tx
from chappe.rpc.call import World
from chappe.updates.log import Journal


class Job(msgspec.Struct, array_like=True, frozen=True):
    """What to do. Fields are kept in their order: new ones go last, with a default."""

    KIND: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Work:
    """A job in progress: as a call, it has one transaction, and may wait for slow things only before its
    first statement. What it did is kept together with the news that it is done, or not at all."""

    world: World
    journal: Journal

    @property
    def tx(self) -> Tx:
        """The transaction of this job."""
        return self.journal.tx

    @property
    def now(self) -> float:
        """Unix seconds."""
        return self.journal.now


Handler = Callable[[Work, Any], Awaitable[int | None]]
"""Does a job; when it returns a time (Unix seconds), the same is done again then."""

KINDS: dict[str, type[Job]] = {}
HANDLERS: dict[type[Job], Handler] = {}
PERIODS: dict[type[Job], int] = {}
"""What is done again and again, and after how many seconds."""
JobT = TypeVar("JobT", bound=Job)
HandlerT = TypeVar("HandlerT", bound=Callable[..., Awaitable[int | None]])


def job(kind: str) -> Callable[[type[JobT]], type[JobT]]:
    """Give a class of arguments its name in the database."""

    def enter(cls: type[JobT]) -> type[JobT]:
        assert kind not in KINDS, f"{kind} has two classes"
        cls.KIND = kind
        KINDS[kind] = cls
        return cls

    return enter


def runs(
    kind: type[Job], *, every_seconds: int | None = None
) -> Callable[[HandlerT], HandlerT]:
    """The decorated function does jobs of this kind. `every_seconds`: nobody asks for it, it is done again
    and again (by one node of all)."""

    def enter(handler: HandlerT) -> HandlerT:
        assert kind not in HANDLERS, f"{kind.KIND} has two handlers"
        HANDLERS[kind] = handler
        if every_seconds is not None:
            PERIODS[kind] = every_seconds
        return handler

    return enter


def write_args(what: Job) -> bytes:
    """The fields of a job as its row keeps them."""
    return msgspec.msgpack.encode(what)


def read_args(kind: type[Job], args: bytes) -> Job:
    """A job out of its row."""
    return msgspec.msgpack.decode(args, type=kind)
