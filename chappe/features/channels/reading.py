"""Reading a channel: how far each has come, and who learns of it.

Everybody's place stands in the own line of the list of chats. Whoever is the first to read what others have written
makes them learn that it was read; so each message is told of once. In small supergroups it is also kept when somebody
has come where, for a week. The cost does not grow with the members: who has read before need not be looked at.
"""

from chappe.db.database import Tx
from chappe.features.channels import store
from chappe.features.channels.access import Seat
from chappe.features.channels.actions import ReadChannel
from chappe.features.channels.model import Channel
from chappe.features.channels.voices import is_anonymous
from chappe.features.dialogs import store as dialogs
from chappe.features.messages import readers
from chappe.features.messages import store as messages
from chappe.features.messages.actions.reading import READ_DATE_SECONDS
from chappe.features.messages.readers import count_unread_posts
from chappe.ids import BoxId, ChannelId, MessageId, PeerId, UserId, channel_of
from chappe.rpc.errors import RpcError
from chappe.updates.difference import read_state
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Journal

SMALL_MAX = 100
"""Members, as clients are told by `chat_read_mark_size_threshold`."""


@fact(Kind.READ_CHANNEL_OUTBOX)
class ReadChannelOutbox(Fact, frozen=True):
    """Somebody read what the owner of the box has written in a supergroup, as far as `max_id`."""

    channel_id: ChannelId
    max_id: MessageId


async def read(journal: Journal, seat: Seat, max_id: MessageId) -> bool:
    """The caller has seen a channel as far as `max_id` (0: all of it); whether that is news."""
    tx, me, channel = journal.tx, seat.mine.user_id, seat.channel
    dialog = await dialogs.find(tx, me, channel.peer)
    if dialog is None:
        return False
    top_id = (await read_state(tx, channel.box)).top_id
    goal = min(max_id or top_id, top_id)
    if goal <= dialog.read_inbox and not dialog.unread_mark:
        return False
    authors: list[UserId] = []
    if not channel.broadcast and goal > dialog.read_inbox:
        authors = await readers.authors_behind(tx, channel.box, me, dialog.read_inbox, goal)
    await journal.lock(map(BoxId, {me, *authors}))
    dialog = await dialogs.find(tx, me, channel.peer)  # nobody else moves it now
    if dialog is None:
        return False
    goal = max(goal, dialog.read_inbox)
    left = await count_unread_posts(tx, channel.box, me, goal)
    await dialogs.read_inbox(tx, me, channel.peer, goal, 0)
    behind = await dialogs.read_outbox_of(tx, authors, channel.peer, goal) if authors else []
    facts: dict[UserId, Fact] = dict.fromkeys(behind, ReadChannelOutbox(channel.id, goal))
    facts[me] = ReadChannel(channel.id, goal, left)
    for user_id in sorted(facts):
        await journal.append(BoxId(user_id), facts[user_id])
    await _note(journal, channel, me, goal)
    return True


async def _note(journal: Journal, channel: Channel, reader: UserId, goal: MessageId) -> None:
    """Keep when it was, where a message can be asked for who has read it."""
    if not channel.broadcast and channel.members <= SMALL_MAX:
        forget_before = journal.at - READ_DATE_SECONDS
        await messages.note_read(
            journal.tx, BoxId(reader), channel.peer, goal, journal.at, forget_before
        )


@readers.knows_few
async def find_few(tx: Tx, peer: PeerId) -> list[UserId]:
    """Who is in a small supergroup, but for those whom nobody is to know.

    Errors: PEER_ID_INVALID (not a supergroup), CHAT_TOO_BIG
    """
    channel_id = channel_of(peer)
    assert channel_id is not None
    channel = (await store.find_many(tx, [channel_id]))[channel_id]
    if channel.broadcast:
        raise RpcError(400, "PEER_ID_INVALID")
    if channel.members > SMALL_MAX:
        raise RpcError(400, "CHAT_TOO_BIG")
    recent = await store.find_recent(tx, channel_id, 0, SMALL_MAX)
    return [each.user_id for each in recent if not is_anonymous(channel, each)]
