"""What is posted in a channel is said in its discussion group as well: there it is commented on.

https://core.telegram.org/api/discussion
"""

from collections.abc import Collection, Sequence

from chappe.db.database import Tx
from chappe.features.channels import store as channels
from chappe.features.channels.model import Channel
from chappe.features.messages.actions.delivery import put_all
from chappe.features.messages.echoes import echoes, follows, lies_beside
from chappe.features.messages.headers import forwarding_of
from chappe.features.messages.marking import mark_copies
from chappe.features.messages.media import UNREAD_KINDS
from chappe.features.messages.model import Body, BodyMark, CopyMark, Message, Outgoing
from chappe.features.messages.payload import write_value
from chappe.features.messages.store import Holder
from chappe.features.threads import store
from chappe.features.threads.model import Copied, Root, Thread
from chappe.ids import BoxId, MessageId, PeerId, UserId, channel_of, channel_peer
from chappe.updates.facts import PinnedMessages
from chappe.updates.log import Journal, Moment
from chappe.updates.peers import peer_on_wire
from chappe.updates.viewer import CROWD, Viewer

NOBODY = UserId(0)
"""No account says it: the channel does."""
KEPT = BodyMark.SILENT | BodyMark.NOFORWARDS | BodyMark.INVERT_MEDIA


@lies_beside
async def group_beside(tx: Tx, peer: PeerId) -> list[BoxId]:
    """The box of a channel's discussion group."""
    channel_id = channel_of(peer)
    group = None if channel_id is None else await channels.find_group(tx, channel_id)
    return [] if group is None else [BoxId(channel_peer(group))]


async def _find(tx: Tx, peer: PeerId) -> Channel | None:
    channel_id = channel_of(peer)
    if channel_id is None:
        return None
    return (await channels.find_many(tx, [channel_id])).get(channel_id)


@echoes
async def say_in_group(journal: Journal, peer: PeerId, posts: Sequence[Message]) -> None:
    """Say in the discussion group what was posted, and pin it there."""
    channel = await _find(journal.tx, peer)
    if channel is None or not channel.broadcast or channel.linked_box is None:
        return
    place = channel.linked_box
    bodies = await _bodies(journal, channel, posts)
    outgoing = [
        Outgoing(body=body, media_unread=body.media_kind in UNREAD_KINDS) for body in bodies
    ]
    delivered = await put_all(journal, NOBODY, PeerId(place), outgoing, asks=False)
    copies = _copied(posts, [each.message for each in delivered])
    await store.put_copies(journal.tx, copies)
    await _begin(
        journal, delivered[-1].moment, list(dict.fromkeys(each.head for each in copies))
    )


async def _bodies(journal: Journal, channel: Channel, posts: Sequence[Message]) -> list[Body]:
    found = await forwarding_of(journal.tx, Viewer(CROWD, b"", journal.now), posts)
    bodies = []
    for post, forwarding in zip(posts, found, strict=True):
        header = forwarding.header
        header.saved_from_peer = peer_on_wire(channel.peer)
        header.saved_from_msg_id = post.id
        said = post.body
        bodies.append(
            Body(
                from_id=channel.peer,
                at=journal.at,
                text=said.text,
                entities=said.entities,
                media=said.media,
                media_kind=said.media_kind,
                file_id=said.file_id,
                forward=write_value(header),
                via_bot=said.via_bot,
                grouped_id=said.grouped_id,
                marks=said.marks & KEPT,
            )
        )
    return bodies


def _copied(posts: Sequence[Message], copies: Sequence[Message]) -> list[Copied]:
    """Which copy belongs to which post; an album is commented on as one."""
    heads: dict[int, MessageId] = {}
    copied = []
    for post, copy in zip(posts, copies, strict=True):
        album = copy.body.grouped_id
        head = copy.id if album is None else heads.setdefault(album, copy.id)
        copied.append(Copied(post.box, post.id, copy.box, copy.id, head))
    return copied


async def _begin(journal: Journal, moment: Moment, heads: Sequence[MessageId]) -> None:
    """The copies head threads, and are pinned."""
    box = moment.box
    threads = [Thread(Root(box, head), pts=moment.pts) for head in heads]
    await store.put(journal.tx, threads)
    await journal.append(box, PinnedMessages(PeerId(box), tuple(heads), pinned=True))
    await mark_copies(journal.tx, box, heads, CopyMark.PINNED | CopyMark.HEADS, on=True)


@follows
async def find_copies(tx: Tx, copies: Collection[Holder]) -> list[Holder]:
    """The copies of posts in the discussion group, which are edited and deleted with them."""
    posts: dict[BoxId, list[MessageId]] = {}
    for each in copies:
        if channel_of(PeerId(each.box)) is not None:
            posts.setdefault(each.box, []).append(each.id)
    return [
        found
        for box, ids in posts.items()
        for found in await store.find_followers(tx, box, ids)
    ]
