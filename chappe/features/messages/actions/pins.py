"""Pinned messages."""

from collections.abc import Collection, Sequence

from chappe.features.messages import store
from chappe.features.messages.actions.delivery import deliver
from chappe.features.messages.marking import mark_copies
from chappe.features.messages.model import Body, BodyMark, CopyMark, Message
from chappe.features.messages.payload import write_value
from chappe.ids import BoxId, MessageId, PeerId, UserId, user_peer
from chappe.tl import api
from chappe.updates.facts import PinnedMessages
from chappe.updates.log import Journal, Moment


async def set_pinned(
    journal: Journal,
    box: BoxId,
    bodies: Sequence[int],
    *,
    pinned: bool,
    alone: bool,
    also: Collection[BoxId] = (),
) -> dict[BoxId, Moment]:
    """Pin messages, or unpin them; `alone`: in this box only, else for all who have them. Where each
    box is since in which something has changed. `also`: boxes that are appended to afterwards."""
    holders = await store.find_holders(journal.tx, bodies)
    await journal.lock({*also, *([box] if alone else [each.box for each in holders])})
    changed: dict[tuple[BoxId, PeerId], list[MessageId]] = {}
    for holder in await store.find_holders(journal.tx, bodies):
        if (CopyMark.PINNED in holder.marks) != pinned and (holder.box == box or not alone):
            changed.setdefault((holder.box, holder.peer), []).append(holder.id)
    moments = {}
    for (each, peer), ids in changed.items():  # in the order of the boxes
        moments[each] = await journal.append(each, PinnedMessages(peer, tuple(ids), pinned))
    for (each, _), ids in changed.items():
        await mark_copies(journal.tx, each, ids, CopyMark.PINNED, on=pinned)
    return moments


async def tell_pinned(
    journal: Journal, author: UserId, message: Message, *, silent: bool
) -> None:
    """Say in the dialog that a message was pinned."""
    body = Body(
        from_id=user_peer(author),
        at=journal.at,
        text="",
        action=write_value(api.MessageActionPinMessage()),
        marks=BodyMark.SILENT if silent else BodyMark(0),
    )
    await deliver(journal, author, message.peer, body, reply_to=message)
