"""A supergroup becomes a forum, or is none any more; and how somebody looks at it."""

from dataclasses import replace

from chappe.features.channels import events
from chappe.features.channels import store as channels
from chappe.features.channels.access import Seat, take_seat
from chappe.features.channels.actions import on_made
from chappe.features.channels.events import Event
from chappe.features.channels.model import Channel, ChannelMark
from chappe.features.chats.model import Standing
from chappe.features.forums import store
from chappe.features.forums.model import GENERAL_TITLE, Topic, TopicMark
from chappe.features.messages.threads import GENERAL
from chappe.ids import BoxId, ChannelId, user_peer
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.difference import read_state
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Journal

BOTH = ChannelMark.FORUM | ChannelMark.FORUM_TABS


@fact(Kind.FORUM)
class ForumToggled(Fact, frozen=True):
    """A channel is a forum now, or is not any more, or shows it otherwise."""


@fact(Kind.VIEW_FORUM_AS_MESSAGES)
class ViewChanged(Fact, frozen=True):
    """The owner of the box looks otherwise at a forum."""

    channel_id: ChannelId


async def toggle_forum(journal: Journal, seat: Seat, *, on: bool, tabs: bool) -> None:
    """Let the messages of a supergroup lie in topics, or not; `tabs`: clients show the topics as tabs. The
    topics are kept, for when it is a forum again. In a forum nobody's history begins late.

    Errors: CHAT_ADMIN_REQUIRED (the caller is not the creator), CHAT_ID_INVALID (no supergroup),
            CHAT_DISCUSSION_UNALLOWED (it discusses a channel), CHAT_NOT_MODIFIED
    """
    seat = await take_seat(journal, seat)
    channel = seat.channel
    if seat.mine.standing is not Standing.CREATOR:
        raise RpcError(400, "CHAT_ADMIN_REQUIRED")
    if channel.broadcast:
        raise RpcError(400, "CHAT_ID_INVALID")
    if on and channel.linked_id is not None:
        raise RpcError(400, "CHAT_DISCUSSION_UNALLOWED")
    marks = channel.marks & ~BOTH
    if on:
        marks = (marks | ChannelMark.FORUM) & ~ChannelMark.HIDDEN_HISTORY
        marks |= ChannelMark.FORUM_TABS if tabs else ChannelMark(0)
    if marks == channel.marks:
        raise RpcError(400, "CHAT_NOT_MODIFIED")
    await channels.set_marks(journal.tx, channel.id, marks)
    if on != channel.forum:
        await wake(journal, channel, on=on)
        action = api.ChannelAdminLogEventActionToggleForum(new_value=on)
        await events.note(journal, channel, seat.mine.user_id, Event.FORUMS, action)
    await journal.append(channel.box, ForumToggled())


@on_made
async def begin(journal: Journal, channel: Channel) -> None:
    """A channel may be a forum from the beginning."""
    if channel.forum:
        await wake(journal, channel, on=True)


async def wake(journal: Journal, channel: Channel, *, on: bool) -> None:
    """General is there from now on, or sleeps. Whatever was said until now and is in no other topic is its
    own."""
    since = (await read_state(journal.tx, channel.box)).top_id
    general = (await store.find_many(journal.tx, channel.id, [GENERAL])).get(GENERAL)
    if general is not None:
        marks = general.marks & ~TopicMark.ASLEEP if on else general.marks | TopicMark.ASLEEP
        await store.update(journal.tx, replace(general, marks=marks, since=since))
    elif on:
        creator = channel.creator_id
        made_by = (user_peer(creator), creator)
        general = Topic(
            channel.id, GENERAL, *made_by, channel.made_at, GENERAL_TITLE, since=since
        )
        await store.insert(journal.tx, general)


async def set_view(journal: Journal, seat: Seat, *, as_messages: bool) -> None:
    """Look at a forum as at a group without topics, or as at a forum, on all devices of the caller."""
    me, channel_id = seat.mine.user_id, seat.channel.id
    await journal.lock([BoxId(me)])
    before = channel_id in await store.find_views(journal.tx, me, [channel_id])
    if before != as_messages:
        await store.set_view(journal.tx, me, channel_id, as_messages=as_messages)
        await journal.append(BoxId(me), ViewChanged(channel_id))
