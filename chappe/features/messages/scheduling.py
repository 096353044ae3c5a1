"""Messages for later: the room that keeps them registers itself here."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from chappe.features.messages.model import Outgoing
from chappe.ids import PeerId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError

if TYPE_CHECKING:
    from chappe.tl import api

SOON_SECONDS = 10
"""What is to be sent so soon is sent at once, as clients expect."""
Scheduler = Callable[[Call, PeerId, Sequence[Outgoing], int], Awaitable["api.TypeUpdates"]]
"""Keeps messages until a date (Unix seconds, or WHEN_ONLINE); the answer of the call."""
SCHEDULERS: list[Scheduler] = []


def schedules(scheduler: Scheduler) -> Scheduler:
    """The decorated function keeps messages for later."""
    assert not SCHEDULERS, "messages are kept for later in two places"
    SCHEDULERS.append(scheduler)
    return scheduler


def is_later(call: Call, at: int | None) -> bool:
    """Whether a message is to wait."""
    return at is not None and at > call.now + SOON_SECONDS


async def schedule(
    call: Call, peer: PeerId, outgoing: Sequence[Outgoing], at: int
) -> "api.TypeUpdates":
    """Keep messages until a date.

    Errors: those of the scheduler; METHOD_INVALID, when this server has none
    """
    if not SCHEDULERS:
        raise RpcError(400, "METHOD_INVALID")
    return await SCHEDULERS[0](call, peer, outgoing, at)


ScheduledEditor = Callable[[Call, "api.messages.EditMessage"], Awaitable["api.TypeUpdates"]]
SCHEDULED_EDITORS: list[ScheduledEditor] = []


def edits_scheduled(editor: ScheduledEditor) -> ScheduledEditor:
    """The decorated function edits messages that are kept for later."""
    assert not SCHEDULED_EDITORS, "messages are kept for later in two places"
    SCHEDULED_EDITORS.append(editor)
    return editor


async def edit_scheduled(call: Call, q: "api.messages.EditMessage") -> "api.TypeUpdates":
    """Edit a message that is kept for later.

    Errors: those of the editor; MESSAGE_ID_INVALID, when this server keeps none
    """
    if not SCHEDULED_EDITORS:
        raise RpcError(400, "MESSAGE_ID_INVALID")
    return await SCHEDULED_EDITORS[0](call, q)
