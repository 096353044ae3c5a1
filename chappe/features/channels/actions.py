"""What is done with supergroups and channels.

Every verb takes the channel's box before it writes a row of the channel: so two of them never wait for
each other.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import TYPE_CHECKING

from chappe.db.database import Tx
from chappe.features.channels import events, roster, sight, store, succession
from chappe.features.channels.access import Seat, access_channel, check_member_may, take_seat
from chappe.features.channels.events import Event
from chappe.features.channels.limits import Limits, find_full
from chappe.features.channels.model import Channel, ChannelMark, standing_now
from chappe.features.channels.roster import Listed
from chappe.features.chats.actions import ABOUT_LENGTH_MAX, clean_title
from chappe.features.chats.model import Standing
from chappe.features.dialogs import store as dialogs
from chappe.features.messages import store as messages
from chappe.features.messages.access import find_seen
from chappe.features.messages.actions import Delivered, deliver
from chappe.features.messages.actions.deletions import delete
from chappe.features.messages.model import Body
from chappe.features.messages.payload import write_value
from chappe.features.messages.threads import GENERAL, find_heads
from chappe.features.messages.view import render_kept
from chappe.features.users import store as users
from chappe.ids import BoxId, ChannelId, MessageId, UserId, channel_peer, is_bot, user_peer
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Journal
from chappe.updates.viewer import Viewer

if TYPE_CHECKING:
    from chappe.tl.build import TLObject

DELETED_MEMBERS_MAX = 1000
"""Bigger channels are not deleted by their creator alone, as on the real service."""
BOTS_MAX = 20
INVITED_MAX = 200
"""At once; clients show a list to pick from."""


@fact(Kind.CHANNEL)
class ChannelChanged(Fact, frozen=True):
    """Somebody is in a channel now, or is not any more, or is something else there."""

    MOVES = True

    channel_id: ChannelId
    since: int = 0

    @property
    def box(self) -> BoxId:
        """The channel's box; `since`: how far it had come before."""
        return BoxId(channel_peer(self.channel_id))


@fact(Kind.READ_CHANNEL_INBOX)
class ReadChannel(Fact, frozen=True):
    """The owner of the box read a channel as far as `max_id`."""

    channel_id: ChannelId
    max_id: MessageId
    still_unread: int


def clean_about(about: str) -> str:
    """A description as it is kept.

    Errors: CHAT_ABOUT_TOO_LONG
    """
    cleaned = about.replace("\0", "").strip()
    if len(cleaned) > ABOUT_LENGTH_MAX:
        raise RpcError(400, "CHAT_ABOUT_TOO_LONG")
    return cleaned


async def say(
    journal: Journal, actor: UserId, channel_id: ChannelId, action: "TLObject"
) -> Delivered:
    """Say in a channel what somebody did."""
    body = Body(from_id=user_peer(actor), at=journal.at, text="", action=write_value(action))
    return await deliver(journal, actor, channel_peer(channel_id), body)


async def tell(
    journal: Journal, channel_id: ChannelId, users: Collection[UserId], since: int
) -> None:
    """Log in the boxes of some that they are something else in a channel now. `since`: how far the
    channel's box had come before."""
    await journal.lock(BoxId(each) for each in users)
    for user_id in users:
        await journal.append(BoxId(user_id), ChannelChanged(channel_id, since))


Made = Callable[[Journal, Channel], Awaitable[None]]
_made: list[Made] = []


def on_made(then: Made) -> Made:
    """The decorated function has something to do when there is a new channel; its box is taken."""
    if then not in _made:
        _made.append(then)
    return then


async def make_channel(
    journal: Journal, creator: UserId, title: str, about: str, marks: ChannelMark
) -> tuple[Seat, Delivered]:
    """A new supergroup or channel.

    Errors: CHAT_TITLE_EMPTY, CHAT_ABOUT_TOO_LONG
    """
    title, about = clean_title(title), clean_about(about)
    channel_id = await store.insert(journal.tx, title, about, creator, journal.at, marks)
    await journal.open_box(BoxId(channel_peer(channel_id)))
    await store.join(journal.tx, channel_id, [creator], creator, journal.at, Standing.CREATOR)
    said = await say(journal, creator, channel_id, api.MessageActionChannelCreate(title=title))
    await dialogs.open_line(journal.tx, creator, channel_peer(channel_id), said.message.id)
    seat = await access_channel(journal.tx, creator, channel_id)
    for then in _made:
        await then(journal, seat.channel)
    await tell(journal, channel_id, [creator], 0)
    return seat, said


def is_full(channel: Channel, coming: int, limits: Limits) -> bool:
    """Whether some more are too many; a gigagroup is never full."""
    giga = ChannelMark.GIGAGROUP in channel.marks
    return not giga and channel.members + coming > limits.members


async def invite(
    journal: Journal, seat: Seat, users: Collection[UserId], limits: Limits
) -> list[UserId]:
    """Let others in; those who are inside already stay as they are. Who does not come in because it is in too
    many channels already.

    Errors: CHAT_ADMIN_REQUIRED, USERS_TOO_MUCH, USER_KICKED (who was put out is let in by admins only),
            USER_CHANNELS_TOO_MUCH (403: all of them are in too many), BOTS_TOO_MUCH
    """
    check_member_may(seat, "invite_users", journal.now)
    seat = await take_seat(journal, seat)
    channel = seat.channel
    if is_full(channel, len(users), limits) or len(users) > INVITED_MAX:
        raise RpcError(400, "USERS_TOO_MUCH")
    known = await store.find_members(journal.tx, channel.id, users)
    out = [standing_now(each, journal.now) is Standing.KICKED for each in known.values()]
    if any(out) and not seat.may("ban_users"):
        raise RpcError(400, "USER_KICKED")
    outside = [each for each in users if each not in known or not known[each].standing.inside]
    await _check_bots(journal.tx, channel, outside)
    full = await find_full(journal.tx, outside, limits)
    new = [each for each in outside if each not in full]
    if full and not new:
        raise RpcError(403, "USER_CHANNELS_TOO_MUCH")
    if new:
        inviter = seat.mine.user_id
        for user_id in new:
            who = api.ChannelParticipant(user_id=user_id, date=journal.at)
            noted = api.ChannelAdminLogEventActionParticipantInvite(participant=who)
            await events.note(journal, channel, inviter, Event.INVITE, noted)
        action = api.MessageActionChatAddUser(users=[*new])
        await let_in(journal, channel, new, inviter, [(inviter, action)])
    return sorted(full)


async def _check_bots(tx: Tx, channel: Channel, coming: Collection[UserId]) -> None:
    bots = sum(map(is_bot, coming))
    if not bots:
        return
    if bots + await roster.count_all(tx, channel, Listed(roster.BOTS, "")) > BOTS_MAX:
        raise RpcError(400, "BOTS_TOO_MUCH")


async def let_in(
    journal: Journal,
    channel: Channel,
    users: Collection[UserId],
    inviter: UserId,
    words: "Sequence[tuple[UserId, TLObject]]",
    *,
    also: Collection[UserId] = (),
) -> None:
    """Some come in who were not inside; the channel's box is taken. `words`: what is said of it in a
    supergroup, and by whom. `also`: whose boxes are appended to afterwards."""
    owner = [each for each in users if each == channel.creator_id]
    others = [each for each in users if each != channel.creator_id]
    await store.join(journal.tx, channel.id, others, inviter, journal.at, Standing.MEMBER)
    if owner:
        await store.join(journal.tx, channel.id, owner, inviter, journal.at, Standing.CREATOR)
    state = await journal.take(channel.box, facts=0)
    await sight.begin(journal.tx, channel.id, users, state.top_id)
    own: dict[UserId, MessageId] = {}
    if not channel.broadcast:
        for actor, action in words:
            own[actor] = (await say(journal, actor, channel.id, action)).message.id
    await journal.lock(BoxId(each) for each in {*users, *also})
    for user_id in users:
        read_id = own.get(user_id, state.top_id)
        await dialogs.open_line(journal.tx, user_id, channel.peer, read_id)
    await tell(journal, channel.id, users, state.n)
    if owner:
        await succession.call_off(journal, channel)


async def leave(journal: Journal, seat: Seat, prefix: str) -> None:
    """Leave a channel; when its owner does, it is an admin's after a while. `prefix`: of links.

    Errors: CHANNEL_PRIVATE (406: the caller is not in it any more)
    """
    seat = await take_seat(journal, seat)
    channel, me = seat.channel, seat.mine.user_id
    if not seat.mine.standing.inside:
        raise RpcError(406, "CHANNEL_PRIVATE")
    owned = seat.mine.standing is Standing.CREATOR
    heir = await succession.find_heir(journal.tx, channel.id) if owned else None
    if not channel.broadcast:
        await say(journal, me, channel.id, api.MessageActionChatDeleteUser(user_id=me))
        if heir is not None:
            pending = api.MessageActionNewCreatorPending(new_creator_id=heir)
            await say(journal, me, channel.id, pending)
    await store.leave(journal.tx, channel.id, me, Standing.LEFT, me)
    noted = api.ChannelAdminLogEventActionParticipantLeave()
    await events.note(journal, channel, me, Event.LEAVE, noted)
    await journal.lock([BoxId(me)])
    await dialogs.close_line(journal.tx, me, channel.peer)
    await tell(journal, channel.id, [me], 0)
    if heir is not None:
        await succession.tell_owner(journal, channel, me, heir, prefix)
        await succession.begin(journal, channel, heir)


async def set_title(journal: Journal, seat: Seat, title: str) -> None:
    """Give a channel another title.

    Errors: CHAT_ADMIN_REQUIRED, CHAT_TITLE_EMPTY, CHAT_NOT_MODIFIED
    """
    check_member_may(seat, "change_info", journal.now)
    title = clean_title(title)
    if title == seat.channel.title:
        raise RpcError(400, "CHAT_NOT_MODIFIED")
    await journal.lock([seat.channel.box])
    await store.set_title(journal.tx, seat.channel.id, title)
    noted = api.ChannelAdminLogEventActionChangeTitle(
        prev_value=seat.channel.title, new_value=title
    )
    await events.note(journal, seat.channel, seat.mine.user_id, Event.INFO, noted, title)
    action = api.MessageActionChatEditTitle(title=title)
    await say(journal, seat.mine.user_id, seat.channel.id, action)


async def set_about(journal: Journal, seat: Seat, about: str) -> None:
    """Say something else about a channel.

    Errors: CHAT_ADMIN_REQUIRED, CHAT_ABOUT_TOO_LONG, CHAT_ABOUT_NOT_MODIFIED
    """
    check_member_may(seat, "change_info", journal.now)
    channel, me = seat.channel, seat.mine.user_id
    about = clean_about(about)
    if about == channel.about:
        raise RpcError(400, "CHAT_ABOUT_NOT_MODIFIED")
    await journal.lock([channel.box])
    await store.set_about(journal.tx, channel.id, about)
    noted = api.ChannelAdminLogEventActionChangeAbout(prev_value=channel.about, new_value=about)
    await events.note(journal, channel, me, Event.INFO, noted, about)
    await tell(journal, channel.id, [me], 0)


async def delete_posts(
    journal: Journal, viewer: Viewer, seat: Seat, ids: Sequence[MessageId]
) -> tuple[int, int]:
    """Delete messages for everybody; the channel's pts, and by how much it has moved.

    Errors: MESSAGE_DELETE_FORBIDDEN (403: somebody else's, and the caller may not; what heads a topic)
    """
    channel = seat.channel
    await journal.lock(channel.boxes)
    state = await journal.take(channel.box, facts=0)
    seen = await find_seen(journal.tx, viewer, channel.peer, ids)
    found = {each: seen[each] for each in ids if each in seen}
    if not found:
        return state.pts, 0
    foreign = [each for each in found.values() if not each.written_by(viewer.user_id)]
    if foreign and not seat.may("delete_messages"):
        raise RpcError(403, "MESSAGE_DELETE_FORBIDDEN")
    if await find_heads(journal.tx, channel.peer, found) - {GENERAL}:
        raise RpcError(403, "MESSAGE_DELETE_FORBIDDEN")
    for message, shown in zip(
        foreign, await render_kept(journal.tx, viewer, foreign), strict=True
    ):
        action = api.ChannelAdminLogEventActionDeleteMessage(message=shown)
        words = message.body.text
        await events.note(journal, channel, viewer.user_id, Event.DELETE, action, words)
    holders = await messages.find_holders(journal.tx, {each.body_id for each in found.values()})
    here = [each for each in holders if each.box == channel.box]
    moments = await delete(journal, here, revoke=False)
    return moments[channel.box].pts, len(here)


async def delete_channel(journal: Journal, seat: Seat) -> None:
    """End a channel; whoever is in it hears of it.

    Errors: CHAT_ADMIN_REQUIRED (the caller is not the creator), CHANNEL_TOO_LARGE
    """
    channel = seat.channel
    if seat.mine.standing is not Standing.CREATOR:
        raise RpcError(400, "CHAT_ADMIN_REQUIRED")
    if channel.members > DELETED_MEMBERS_MAX:
        raise RpcError(406, "CHANNEL_TOO_LARGE")
    await journal.lock(
        [channel.box] if (box := channel.linked_box) is None else [channel.box, box]
    )
    if channel.linked_id is not None:
        await store.set_linked(journal.tx, channel.linked_id, None)
        await store.set_linked(journal.tx, channel.id, None)
    marks = channel.marks | ChannelMark.DELETED
    await store.set_marks(journal.tx, channel.id, marks)
    for each in channel.usernames:
        await users.delete_username(journal.tx, each.name, channel.peer)
    await store.set_usernames(journal.tx, channel.id, ())
    everybody = await store.find_recent(journal.tx, channel.id, 0, DELETED_MEMBERS_MAX)
    people = sorted(each.user_id for each in everybody)
    await journal.lock(BoxId(each) for each in people)
    for user_id in people:
        await dialogs.close_line(journal.tx, user_id, channel.peer)
    await tell(journal, channel.id, people, 0)
