"""What later rooms add to all that is told of a group: links, pinned messages, the linked group …"""

from collections.abc import Awaitable, Callable

from chappe.db.database import Tx
from chappe.ids import PeerId
from chappe.tl import api
from chappe.updates.viewer import Viewer

Full = api.ChatFull | api.ChannelFull
Completes = Callable[[Tx, Viewer, PeerId, Full], Awaitable[None]]
_completers: list[Completes] = []


def completes_group(completer: Completes) -> Completes:
    """The decorated function adds to a chatFull or channelFull what its room knows."""
    if completer not in _completers:
        _completers.append(completer)
    return completer


async def complete(tx: Tx, viewer: Viewer, peer: PeerId, full: Full) -> None:
    """Add what later rooms know of a group."""
    for completer in _completers:
        await completer(tx, viewer, peer, full)
