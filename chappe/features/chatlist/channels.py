"""What the list of chats has to ask the channels for: how much is unread, the newest message, the pts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chappe.db.database import Tx
from chappe.features.dialogs import marks
from chappe.features.dialogs.model import Dialog
from chappe.features.messages import store
from chappe.features.messages.model import Message
from chappe.ids import BoxId, PeerId, UserId, channel_of
from chappe.updates.difference import read_pts


@dataclass(frozen=True, slots=True)
class Channels:
    """What is known of the channels in a list; by peer."""

    tops: dict[PeerId, Message]
    pts: dict[PeerId, int]
    unread: dict[PeerId, int]
    marked: dict[PeerId, marks.Unread]

    def filled(self, dialog: Dialog) -> Dialog:
        """A dialog with what is unread in it."""
        if dialog.peer not in self.pts:
            return dialog
        marked = self.marked.get(dialog.peer, marks.NOTHING_UNREAD)
        return replace(
            dialog,
            unread=self.unread.get(dialog.peer, 0),
            unread_mentions=marked.mentions,
            unread_reactions=marked.reactions,
        )


NONE = Channels({}, {}, {}, {})


async def find_channels(tx: Tx, owner: UserId, dialogs: Sequence[Dialog]) -> Channels:
    """What there is to know of the channels among some dialogs."""
    boxes = [BoxId(each.peer) for each in dialogs if channel_of(each.peer) is not None]
    if not boxes:
        return NONE
    tops = {PeerId(each.box): each for each in await store.find_tops(tx, boxes)}
    unread = await store.unread_posts(tx, owner, boxes)
    pts = await read_pts(tx, boxes)
    return Channels(
        tops,
        {PeerId(box): each for box, each in pts.items()},
        {PeerId(box): each for box, each in unread.items()},
        await marks.counts(tx, owner, [PeerId(box) for box in boxes]),
    )
