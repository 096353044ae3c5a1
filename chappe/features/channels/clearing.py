"""What was said in a channel goes: for one member, for everybody, or all that one of them has said.

A call deletes a portion. The rest of what goes for everybody goes by a job, so that nobody waits.
"""

from chappe.features.channels import events, sight
from chappe.features.channels.access import Seat, check_may, take_seat
from chappe.features.channels.actions import ReadChannel
from chappe.features.channels.events import Event
from chappe.features.channels.model import ChannelMark
from chappe.features.channels.ruling import set_mark
from chappe.features.dialogs import marks
from chappe.features.dialogs import store as dialogs
from chappe.features.messages import leaving
from chappe.features.messages import store as messages
from chappe.features.messages.actions.deletions import delete
from chappe.features.messages.clearing import clear
from chappe.features.messages.leaving import Span
from chappe.features.messages.readers import count_unread_posts
from chappe.features.messages.view import render_kept
from chappe.ids import BoxId, ChannelId, MessageId, PeerId
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.difference import read_state
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Journal, Moment
from chappe.updates.viewer import Viewer

CLEARED_MEMBERS_MAX = 1000
"""The history of a bigger group is not deleted for everybody, as on the real service."""
PORTION = 100
"""Messages of a member that one call deletes: each is noted for the admins."""


@fact(Kind.CHANNEL_CLEARED)
class ChannelCleared(Fact, frozen=True):
    """The owner of the box sees a channel no more as far as `available_min_id`."""

    channel_id: ChannelId
    available_min_id: MessageId


async def hide_history(journal: Journal, seat: Seat, *, on: bool) -> None:
    """Do not show those who come from now on what was said before, or show it; to whom it is shown again sees it
    at once.

    Errors: CHAT_ADMIN_REQUIRED, CHAT_LINK_EXISTS (the group is public, or discusses a channel), FORUM_ENABLED,
            CHAT_NOT_MODIFIED
    """
    check_may(seat, "change_info")
    seat = await take_seat(journal, seat)
    if on and (seat.channel.public or seat.channel.linked_id is not None):
        raise RpcError(400, "CHAT_LINK_EXISTS")
    if on and seat.channel.forum:
        raise RpcError(400, "FORUM_ENABLED")
    await set_mark(journal, seat, ChannelMark.HIDDEN_HISTORY, on=on, right="change_info")


async def clear_own(journal: Journal, seat: Seat, max_id: int) -> None:
    """A member wants to see what was said up to a message (0: so far) no more."""
    me, channel, tx = seat.mine.user_id, seat.channel, journal.tx
    await journal.lock([channel.box])
    goal = _goal((await read_state(tx, channel.box)).top_id, max_id)
    await journal.lock([BoxId(me)])
    if not await sight.clear(tx, channel.id, me, goal):
        return
    await marks.forget_cleared(tx, me, channel.peer, goal)
    await journal.append(BoxId(me), ChannelCleared(channel.id, goal))
    dialog = await dialogs.find(tx, me, channel.peer)
    if dialog is not None and dialog.read_inbox < goal:
        left = await count_unread_posts(tx, channel.box, me, goal)
        await dialogs.read_inbox(tx, me, channel.peer, goal, 0)
        await journal.append(BoxId(me), ReadChannel(channel.id, goal, left))


async def clear_all(journal: Journal, seat: Seat, max_id: int) -> None:
    """What was said up to a message (0: so far) goes for everybody.

    Errors: CHAT_ADMIN_REQUIRED, CHANNEL_TOO_BIG
    """
    check_may(seat, "delete_messages")
    seat = await take_seat(journal, seat)
    if seat.channel.members > CLEARED_MEMBERS_MAX:
        raise RpcError(400, "CHANNEL_TOO_BIG")
    box = seat.channel.box
    goal = _goal((await read_state(journal.tx, box)).top_id, max_id)
    await clear(journal, Span(box, seat.channel.peer, goal))


def _goal(top_id: MessageId, max_id: int) -> MessageId:
    return MessageId(min(max_id, top_id) if max_id > 0 else top_id)


async def delete_of_member(
    journal: Journal, viewer: Viewer, seat: Seat, author: PeerId
) -> tuple[Moment | None, int, int]:
    """Delete the newest messages that somebody has said in a supergroup: where the channel's box is since (None:
    there were none), how many that were, and how many are left.

    Errors: CHAT_ADMIN_REQUIRED
    """
    check_may(seat, "delete_messages")
    seat = await take_seat(journal, seat)
    tx, channel = journal.tx, seat.channel
    found = await leaving.find_said(tx, channel.box, author, PORTION)
    if not found:
        return None, 0, 0
    ids = [each.id for each in found]
    there = await messages.find_many(tx, channel.box, ids)
    said = [there[id_] for id_ in ids]
    for message, shown in zip(said, await render_kept(tx, viewer, said), strict=True):
        action = api.ChannelAdminLogEventActionDeleteMessage(message=shown)
        words = message.body.text
        await events.note(journal, channel, viewer.user_id, Event.DELETE, action, words)
    moments = await delete(journal, found, revoke=False)
    left = 0
    if len(found) == PORTION:
        left = await leaving.count_said(tx, channel.box, author)
    return moments[channel.box], len(found), left
