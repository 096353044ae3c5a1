"""The archive as a line of the main list."""

from collections.abc import Collection, Sequence

from chappe.db.database import Tx
from chappe.features.dialogs import store
from chappe.features.dialogs.model import ARCHIVE
from chappe.features.dialogs.store import Waiting
from chappe.features.messages import store as messages
from chappe.features.messages.model import Message
from chappe.features.messages.readers import unread_posts
from chappe.ids import BoxId, MessageId, PeerId, UserId, channel_of
from chappe.tl import api
from chappe.updates.horizon import horizon
from chappe.updates.peers import peer_on_wire

TITLE = "Archived Chats"


async def find_archive(tx: Tx, owner: UserId) -> list[Waiting]:
    """The newest dialog of the archive, and below it the others in which something is unread."""
    found = await store.folder_state(tx, owner, ARCHIVE)
    channels = [BoxId(each.peer) for each in found if channel_of(each.peer) is not None]
    if not channels:
        return found
    posts = await unread_posts(tx, owner, channels)
    least = await horizon(tx, owner, found[0].peer)
    if found[0].top_id <= least:
        found[0] = found[0]._replace(top_id=MessageId(0))
    counted = [
        each
        if channel_of(each.peer) is None
        else _counted(each, posts.get(BoxId(each.peer), 0))
        for each in found
    ]
    return counted[:1] + [each for each in counted[1:] if each.unread or each.unread_mark]


def _counted(waiting: Waiting, unread: int) -> Waiting:
    return waiting._replace(unread=unread)


async def find_newest(tx: Tx, archive: Sequence[Waiting]) -> list[Message]:
    """The newest message in the archive, when it is a channel's; others come with those of the list."""
    if not archive or not archive[0].top_id or channel_of(archive[0].peer) is None:
        return []
    return await messages.find_tops(tx, [BoxId(archive[0].peer)])


def render_archive(state: Sequence[Waiting], muted: Collection[PeerId]) -> api.DialogFolder:
    """The line; `state`: of the archive, which is not empty. `muted`: of which nothing is to be heard.

    Clients show it above all others, so it is always pinned.
    """
    waiting = [each for each in state if each.unread or each.unread_mark]
    quiet = [each for each in waiting if each.peer in muted]
    loud = [each for each in waiting if each.peer not in muted]
    return api.DialogFolder(
        pinned=True,
        folder=api.Folder(id=ARCHIVE, title=TITLE),
        peer=peer_on_wire(state[0].peer),
        top_message=state[0].top_id,
        unread_muted_peers_count=len(quiet),
        unread_unmuted_peers_count=len(loud),
        unread_muted_messages_count=sum(each.unread for each in quiet),
        unread_unmuted_messages_count=sum(each.unread for each in loud),
    )
