"""What later rooms add to all that is told of a group: links, the linked group, what is pinned …"""

from collections.abc import Awaitable, Callable

from chappe.db.database import Tx
from chappe.features.messages.access import box_of
from chappe.features.messages.store import newest_pinned
from chappe.ids import PeerId
from chappe.rpc.call import Call
from chappe.tl import api
from chappe.updates.horizon import horizon
from chappe.updates.viewer import Viewer

Full = api.ChatFull | api.ChannelFull
Completes = Callable[[Tx, Viewer, PeerId, Full], Awaitable[None]]
CompletesCall = Callable[[Call, PeerId, Full], Awaitable[None]]
_completers: list[Completes] = []
_call_completers: list[CompletesCall] = []


def completes_group(completer: Completes) -> Completes:
    """The decorated function adds to a chatFull or channelFull what its room knows."""
    if completer not in _completers:
        _completers.append(completer)
    return completer


def completes_group_of_call(completer: CompletesCall) -> CompletesCall:
    """The same, for what hangs on the server as well as on its rows: addresses, limits."""
    if completer not in _call_completers:
        _call_completers.append(completer)
    return completer


async def complete(call: Call, peer: PeerId, full: Full) -> None:
    """Add what later rooms know of a group."""
    box = box_of(call.viewer, peer)
    pinned = await newest_pinned(call.tx, box, peer)
    if pinned is not None and pinned > await horizon(call.tx, call.user_id, box):
        full.pinned_msg_id = pinned
    for completer in _completers:
        await completer(call.tx, call.viewer, peer, full)
    for call_completer in _call_completers:
        await call_completer(call, peer, full)
