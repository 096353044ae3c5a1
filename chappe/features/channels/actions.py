"""What is done with supergroups and channels."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from chappe.features.channels import store
from chappe.features.channels.access import Seat, access_channel, check_may
from chappe.features.channels.model import ChannelMark
from chappe.features.chats.actions import ABOUT_LENGTH_MAX, clean_title
from chappe.features.chats.model import Standing
from chappe.features.dialogs import store as dialogs
from chappe.features.messages import store as messages
from chappe.features.messages.actions import Delivered, deliver
from chappe.features.messages.model import Body
from chappe.features.messages.payload import write_value
from chappe.ids import BoxId, ChannelId, MessageId, UserId, channel_peer, user_peer
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.difference import read_state
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Journal

if TYPE_CHECKING:
    from chappe.tl.build import TLObject

MEMBERS_MAX = 200_000
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
    await tell(journal, channel_id, [creator], 0)
    return await access_channel(journal.tx, creator, channel_id), said


async def invite(journal: Journal, seat: Seat, users: Collection[UserId]) -> None:
    """Let others in; those who are inside already stay as they are.

    Errors: CHAT_ADMIN_REQUIRED, USERS_TOO_MUCH
    """
    check_may(seat, "invite_users", "invite_users")
    channel = seat.channel
    if channel.members + len(users) > MEMBERS_MAX or len(users) > INVITED_MAX:
        raise RpcError(400, "USERS_TOO_MUCH")
    known = await store.find_members(journal.tx, channel.id, users)
    new = [each for each in users if each not in known or not known[each].standing.inside]
    if not new:
        return
    inviter = seat.mine.user_id
    await store.join(journal.tx, channel.id, new, inviter, journal.at, Standing.MEMBER)
    state = await journal.take(channel.box, facts=0)
    top_id = state.top_id
    if not channel.broadcast:
        said = await say(
            journal, inviter, channel.id, api.MessageActionChatAddUser(users=[*new])
        )
        top_id = MessageId(said.message.id - 1)
    await journal.lock(BoxId(each) for each in new)
    for user_id in new:
        await dialogs.open_line(journal.tx, user_id, channel.peer, top_id)
    await tell(journal, channel.id, new, state.n)


async def leave(journal: Journal, seat: Seat) -> None:
    """Leave a channel.

    Errors: USER_CREATOR
    """
    channel, me = seat.channel, seat.mine.user_id
    if seat.mine.standing is Standing.CREATOR:
        raise RpcError(400, "USER_CREATOR")
    if not channel.broadcast:
        await say(journal, me, channel.id, api.MessageActionChatDeleteUser(user_id=me))
    await store.leave(journal.tx, channel.id, me, Standing.LEFT, me)
    await journal.lock([BoxId(me)])
    await dialogs.close_line(journal.tx, me, channel.peer)
    await tell(journal, channel.id, [me], 0)


async def set_title(journal: Journal, seat: Seat, title: str) -> None:
    """Give a channel another title.

    Errors: CHAT_ADMIN_REQUIRED, CHAT_TITLE_EMPTY, CHAT_NOT_MODIFIED
    """
    check_may(seat, "change_info", "change_info")
    title = clean_title(title)
    if title == seat.channel.title:
        raise RpcError(400, "CHAT_NOT_MODIFIED")
    await store.set_title(journal.tx, seat.channel.id, title)
    action = api.MessageActionChatEditTitle(title=title)
    await say(journal, seat.mine.user_id, seat.channel.id, action)


async def read(journal: Journal, seat: Seat, max_id: MessageId) -> bool:
    """The caller has seen a channel as far as `max_id`; whether that is news."""
    me, channel = seat.mine.user_id, seat.channel
    dialog = await dialogs.find(journal.tx, me, channel.peer)
    if dialog is None:
        return False
    top_id = (await read_state(journal.tx, channel.box)).top_id
    max_id = min(max_id or top_id, top_id)
    if max_id <= dialog.read_inbox:
        return False
    left = await messages.count_unread_posts(journal.tx, channel.box, me, max_id)
    await journal.lock([BoxId(me)])
    await dialogs.read_inbox(journal.tx, me, channel.peer, max_id, 0)
    await journal.append(BoxId(me), ReadChannel(channel.id, max_id, left))
    return True
