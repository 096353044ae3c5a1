"""How a method of the API stands on this server: answered, refused or missing."""

from dataclasses import dataclass
from enum import Enum

from chappe import features
from chappe.cli.finding import place_of
from chappe.rpc import wrap
from chappe.rpc.method import REFUSALS, TABLE, Who, request_class
from chappe.rpc.open_methods import OPEN_TO_ANYONE
from chappe.tl.build import TLRequest

GUESTS = "anyone"
MEMBERS = {
    Who.ANYONE: GUESTS,
    Who.SIGNED_IN: "users and bots",
    Who.USER: "users",
    Who.BOT: "bots",
}


class Status(Enum):
    """What a caller meets."""

    ANSWERED = "answered"
    REFUSED = "refused"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Standing:
    """How one method stands.

    `place`: file and line that answer. `who`: who may call; before login all others hear
    AUTH_KEY_UNREGISTERED. `error`: what every caller gets who may call. `why`: of a refusal.
    """

    status: Status
    who: str
    place: str | None = None
    error: str | None = None
    why: str | None = None


def standing(name: str) -> Standing:
    """How a method of the newest layer stands; KeyError when there is none of that name."""
    features.load()
    request = request_class(name)
    if request in wrap.WRAPPERS:
        return Standing(Status.ANSWERED, "anyone, round another call", place_of(wrap.peel))
    row = TABLE.get(request)
    if row is not None:
        return Standing(Status.ANSWERED, _who(request), place_of(row.handler))
    refusal = REFUSALS.get(request)
    if refusal is not None:
        error = f"{refusal.code} {refusal.error}"
        return Standing(Status.REFUSED, _who(request), error=error, why=refusal.why)
    return Standing(Status.MISSING, _who(request), error="400 METHOD_INVALID")


def _who(request: type[TLRequest[object]]) -> str:
    row = TABLE.get(request)
    if row is None:
        return GUESTS if request.NAME in OPEN_TO_ANYONE else "users or bots"
    extra = [
        text
        for told, text in (
            (row.unbound, "a temporary key before it is bound"),
            (row.uninited, "a client before initConnection"),
        )
        if told
    ]
    return ", also ".join([MEMBERS[row.who], *extra])
