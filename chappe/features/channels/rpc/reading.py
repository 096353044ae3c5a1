"""What is in a channel."""

from functools import partial
from typing import TYPE_CHECKING

from chappe.features.channels import store
from chappe.features.channels.access import (
    Seat,
    access_seat,
    access_view,
    named_channel_ids,
)
from chappe.features.channels.missed import render_missed
from chappe.features.channels.reading import read
from chappe.features.channels.view import render_channels
from chappe.features.chats.full import complete
from chappe.features.chats.model import Standing
from chappe.features.dialogs import store as dialogs
from chappe.features.files.view import fill
from chappe.features.messages import store as messages
from chappe.features.messages.access import find_seen
from chappe.features.messages.actions.noticing import notice
from chappe.features.messages.actions.reading import see
from chappe.features.messages.readers import unread_posts
from chappe.features.messages.view import render_messages, render_topics
from chappe.features.notify.actions import find_settings
from chappe.ids import MessageId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.difference import read_pts, read_state
from chappe.updates.render import render_peers_of

if TYPE_CHECKING:
    from collections.abc import Sequence

CHANNELS_MAX = 100
DIFFERENCE_MAX = 100


@method("channels.getChannels", who=Who.SIGNED_IN)
async def get_channels(call: Call, q: api.channels.GetChannels) -> api.messages.Chats:
    """Return channels as the caller sees them.

    Wire:   https://core.telegram.org/method/channels.getChannels
    Errors: CHANNEL_INVALID
    """
    ids = set(named_channel_ids(call.viewer, q.id[:CHANNELS_MAX]))
    return api.messages.Chats(chats=await render_channels(call.tx, call.viewer, ids))


@method("channels.getFullChannel", who=Who.SIGNED_IN)
async def get_full_channel(call: Call, q: api.channels.GetFullChannel) -> api.messages.ChatFull:
    """Return all about a channel.

    Wire:   https://core.telegram.org/method/channels.getFullChannel
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_view)
    """
    seat = await access_view(call.tx, call.viewer, q.channel)
    channel = seat.channel
    dialog = await dialogs.find(call.tx, call.user_id, channel.peer)
    unread = await unread_posts(call.tx, call.user_id, [channel.box])
    pts = await read_pts(call.tx, [channel.box])
    sees_members = not channel.broadcast or seat.mine.standing.leads
    notify = await find_settings(call.tx, call.user_id, [channel.peer])
    full = api.ChannelFull(
        id=channel.id,
        about=channel.about,
        participants_count=channel.members if sees_members else None,
        admins_count=await store.count_admins(call.tx, channel.id) if sees_members else None,
        can_view_participants=sees_members,
        can_set_username=seat.mine.standing is Standing.CREATOR,
        can_delete_channel=seat.may("add_admins") and seat.mine.user_id == channel.creator_id,
        read_inbox_max_id=dialog.read_inbox if dialog else 0,
        read_outbox_max_id=dialog.read_outbox if dialog else 0,
        unread_count=unread.get(channel.box, 0),
        chat_photo=api.PhotoEmpty(id=channel.photo_id or 0),
        notify_settings=notify[channel.peer],
        bot_info=[],
        pts=pts[channel.box],
        folder_id=dialog.folder_id or None if dialog else None,
    )
    await complete(call, channel.peer, full)
    await fill(call.tx, call.viewer, [full])
    shown_users, chats_ = await render_peers_of(call.tx, call.viewer, [full], channel.peer)
    return api.messages.ChatFull(full_chat=full, chats=chats_, users=shown_users)


@method("channels.getMessages", who=Who.SIGNED_IN)
async def get_channel_messages(
    call: Call, q: api.channels.GetMessages
) -> api.messages.ChannelMessages:
    """Return messages of a channel; those that are not there come as messageEmpty.

    Wire:   https://core.telegram.org/method/channels.getMessages
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_view)
    """
    seat = await access_view(call.tx, call.viewer, q.channel)
    ids = await _numbers(call, seat, q.id[:CHANNELS_MAX])
    found = await find_seen(call.tx, call.viewer, seat.channel.peer, ids)
    there = [found[each] for each in ids if each in found]
    shown = dict(
        zip(
            (each.id for each in there),
            await render_messages(call.tx, call.viewer, there),
            strict=True,
        )
    )
    listed = [shown.get(each) or api.MessageEmpty(id=each) for each in ids]
    topics = await render_topics(call.tx, call.viewer, there)
    named = [*listed, *topics]
    people, chats_ = await render_peers_of(call.tx, call.viewer, named, seat.channel.peer)
    pts = await read_pts(call.tx, [seat.channel.box])
    return api.messages.ChannelMessages(
        pts=pts[seat.channel.box],
        count=len(listed),
        messages=listed,
        topics=topics,
        chats=chats_,
        users=people,
    )


async def _numbers(
    call: Call, seat: Seat, named: "Sequence[api.TypeInputMessage]"
) -> list[MessageId]:
    """Which messages are meant: by their number, as what one of them answers, or as the newest pinned one; 0:
    there is none."""
    tx, peer, box = call.tx, seat.channel.peer, seat.channel.box
    answers = {each.id for each in named if isinstance(each, api.InputMessageReplyTo)}
    found = await find_seen(tx, call.viewer, peer, answers)
    ids: list[MessageId] = []
    for each in named:
        match each:
            case api.InputMessageID():
                ids.append(MessageId(each.id))
            case api.InputMessageReplyTo():
                answer = found.get(MessageId(each.id))
                ids.append((answer.reply_to if answer else None) or MessageId(0))
            case api.InputMessagePinned():
                ids.append(await messages.newest_pinned(tx, box, peer) or MessageId(0))
            case _:  # the one under a bot's button is not kept by its number
                ids.append(MessageId(0))
    return ids


@method("channels.readHistory", who=Who.USER, writes=True)
async def read_channel(call: Call, q: api.channels.ReadHistory) -> bool:
    """Mark a channel as read, up to a message.

    Wire:   https://core.telegram.org/method/channels.readHistory
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    return await read(call.journal, seat, MessageId(q.max_id))


@method("channels.readMessageContents", who=Who.USER, writes=True)
async def read_message_contents(call: Call, q: api.channels.ReadMessageContents) -> bool:
    """Say that voice messages of a supergroup were heard, mentions noticed, reactions seen.

    Wire:   https://core.telegram.org/method/channels.readMessageContents
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_seat)
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    box = seat.channel.box
    await call.journal.lock([box])
    ids = {MessageId(each) for each in q.id[:CHANNELS_MAX]}
    found = list((await messages.find_many(call.tx, box, ids)).values())
    await notice(call.journal, call.user_id, seat.channel.peer, found)
    await see(call.journal, call.user_id, found)
    return True


@method("updates.getChannelDifference", who=Who.SIGNED_IN)
async def get_channel_difference(
    call: Call, q: api.updates.GetChannelDifference
) -> "api.updates.TypeChannelDifference":
    """Return what happened in a channel since the client's state. Who is not in it is told for a while what
    happens from now on.

    Wire:   https://core.telegram.org/method/updates.getChannelDifference
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (access_view), PERSISTENT_TIMESTAMP_EMPTY,
            PERSISTENT_TIMESTAMP_INVALID
    """
    seat = await access_view(call.tx, call.viewer, q.channel)
    if q.pts == 0:
        raise RpcError(400, "PERSISTENT_TIMESTAMP_EMPTY")
    if q.pts < 0:
        raise RpcError(400, "PERSISTENT_TIMESTAMP_INVALID")
    limit = max(1, min(q.limit, DIFFERENCE_MAX))
    state = await read_state(call.tx, seat.channel.box)
    if not seat.mine.standing.inside:
        visit = partial(call.world.visit, call.user_id, state.box, state.n)
        call.journal.after_commit(visit)
    return await render_missed(call.tx, call.viewer, seat, state, q.pts, limit, call.layer)
