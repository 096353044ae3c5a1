"""The table of methods: each wire name once, beside the function that answers it."""

import enum
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from chappe.rpc.call import Call
from chappe.tl import catalogue
from chappe.tl.build import TLRequest

Request = TypeVar("Request", bound=TLRequest[object])
Handler = Callable[[Call, Any], Awaitable[object]]


class Who(enum.Enum):
    """Who may call a method."""

    ANYONE = "anyone"
    """Even a key that nobody has signed in with."""
    SIGNED_IN = "users and bots"
    USER = "users"
    BOT = "bots"


@dataclass(frozen=True, slots=True)
class Method:
    """One row of the table.

    `rows`: it reads or writes the database, so a transaction is opened. `unbound`: a temporary key
    that is not bound yet may call it. `uninited`: also before initConnection. `aside`: it may wait for long
    (for a bot, say), so that nothing waits for it, and its order among others means nothing.
    """

    name: str
    request: type[TLRequest[object]]
    handler: Handler
    who: Who
    writes: bool
    rows: bool
    unbound: bool
    uninited: bool
    aside: bool = False


def request_class(name: str) -> type[TLRequest[object]]:
    """The class of a method's requests; KeyError when no such method is in the schema."""
    cls = catalogue.class_for(catalogue.newest().methods[name])
    assert issubclass(cls, TLRequest)
    return cls


TABLE: dict[type[TLRequest[object]], Method] = {}


def method(
    name: str,
    *,
    who: Who = Who.USER,
    writes: bool = False,
    rows: bool = True,
    unbound: bool = False,
    uninited: bool = False,
    aside: bool = False,
) -> Callable[[Callable[[Call, Request], Awaitable[object]]], Handler]:
    """Put the decorated function into the table as the answer to `name` (spelled as on the wire)."""

    def enter(handler: Callable[[Call, Request], Awaitable[object]]) -> Handler:
        request = request_class(name)
        assert request not in TABLE, f"{name} has two handlers"
        assert not (aside and rows), f"{name} would wait with a transaction open"
        TABLE[request] = Method(
            name, request, handler, who, writes, rows, unbound, uninited, aside
        )
        return handler

    return enter


@dataclass(frozen=True, slots=True)
class Refusal:
    """A method that is answered with an error on purpose; `why` goes into docs/methods.md."""

    name: str
    code: int
    error: str
    why: str


REFUSALS: dict[type[TLRequest[object]], Refusal] = {}


def refuse(name: str, code: int, error: str, why: str) -> None:
    """Declare that `name` is refused with this error, for a reason that holds for good."""
    request = request_class(name)
    assert request not in TABLE, f"{name} is answered"
    REFUSALS[request] = Refusal(name, code, error, why)
