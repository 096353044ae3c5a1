"""Who looks on when a message is edited or pinned: the recent actions of channels, in a later room."""

from collections.abc import Awaitable, Callable

from chappe.features.messages.model import Message
from chappe.updates.log import Journal
from chappe.updates.viewer import Viewer

Edited = Callable[[Journal, Viewer, Message, Message], Awaitable[None]]
"""The message as it was, and as it is since."""
Pinned = Callable[[Journal, Viewer, Message, bool], Awaitable[None]]
"""The message, and whether it is pinned now."""
_of_edits: list[Edited] = []
_of_pins: list[Pinned] = []


def witnesses_edits(witness: Edited) -> Edited:
    """The decorated function is called after somebody has edited a message."""
    _of_edits.append(witness)
    return witness


def witnesses_pins(witness: Pinned) -> Pinned:
    """The decorated function is called after somebody has pinned a message, or unpinned it."""
    _of_pins.append(witness)
    return witness


async def edited(journal: Journal, viewer: Viewer, before: Message, after: Message) -> None:
    """Somebody has edited a message."""
    for witness in _of_edits:
        await witness(journal, viewer, before, after)


async def pinned(journal: Journal, viewer: Viewer, message: Message, *, now: bool) -> None:
    """Somebody has pinned a message; not `now`: has unpinned it."""
    for witness in _of_pins:
        await witness(journal, viewer, message, now)
