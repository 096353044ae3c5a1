"""What the list of chats has to ask the channels for: how much is unread, the newest message, the pts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from chappe.db.database import Tx
from chappe.features.dialogs import marks
from chappe.features.dialogs.model import Dialog
from chappe.features.messages import store
from chappe.features.messages.model import Message
from chappe.features.messages.readers import unread_posts
from chappe.ids import BoxId, MessageId, PeerId, UserId, channel_of
from chappe.updates.difference import read_pts
from chappe.updates.horizon import horizons


@dataclass(frozen=True, slots=True)
class Channels:
    """What is known of the channels in a list; by peer. `tops`: those that the owner sees."""

    tops: dict[PeerId, Message]
    pts: dict[PeerId, int]
    unread: dict[PeerId, int]
    marked: dict[PeerId, marks.Unread]

    def filled(self, dialog: Dialog) -> Dialog:
        """A dialog with what is unread in it, and with no newest message when the owner does not see that."""
        if dialog.peer not in self.pts:
            return dialog
        marked = self.marked.get(dialog.peer, marks.NOTHING_UNREAD)
        return replace(
            dialog,
            top_id=dialog.top_id if dialog.peer in self.tops else MessageId(0),
            unread=self.unread.get(dialog.peer, 0),
            unread_mentions=marked.mentions,
            unread_reactions=marked.reactions,
        )


NONE = Channels({}, {}, {}, {})


async def find_tops(tx: Tx, owner: UserId, boxes: Collection[BoxId]) -> list[Message]:
    """The newest messages of some channels, where the owner sees them."""
    least = await horizons(tx, owner, boxes)
    return [
        each for each in await store.find_tops(tx, boxes) if each.id > least.get(each.box, 0)
    ]


async def find_channels(tx: Tx, owner: UserId, dialogs: Sequence[Dialog]) -> Channels:
    """What there is to know of the channels among some dialogs."""
    boxes = [BoxId(each.peer) for each in dialogs if channel_of(each.peer) is not None]
    if not boxes:
        return NONE
    tops = {PeerId(each.box): each for each in await find_tops(tx, owner, boxes)}
    unread = await unread_posts(tx, owner, boxes)
    pts = await read_pts(tx, boxes)
    return Channels(
        tops,
        {PeerId(box): each for box, each in pts.items()},
        {PeerId(box): each for box, each in unread.items()},
        await marks.counts(tx, owner, [PeerId(box) for box in boxes]),
    )
