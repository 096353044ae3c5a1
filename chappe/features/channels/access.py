"""The only road to a channel on a caller's behalf."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chappe.db.database import Tx
from chappe.features.channels import store
from chappe.features.channels.model import Channel, ChannelMark, Participant
from chappe.features.channels.voices import as_said
from chappe.features.chats.model import Standing
from chappe.features.chats.rights import bit, refusal_of
from chappe.features.messages.access import lets_in
from chappe.features.messages.audience import Right, knows_rulers, protects, voices
from chappe.features.messages.mentions import knows_named
from chappe.features.messages.model import Body, Outgoing
from chappe.features.messages.threads import Place, places
from chappe.features.users.access import guards, named_channel
from chappe.features.users.sight import knows_members
from chappe.ids import ChannelId, PeerId, UserId, channel_of
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.log import Journal
from chappe.updates.viewer import Viewer

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


@dataclass(frozen=True, slots=True)
class Seat:
    """A channel and what the caller is in it."""

    channel: Channel
    mine: Participant

    def may(self, right: str) -> bool:
        """Whether the caller is the creator, or an admin with this right (a flag of chatAdminRights)."""
        if self.mine.standing is Standing.CREATOR:
            return True
        granted = self.mine.admin_rights & bit(api.ChatAdminRights, right)
        return self.mine.standing is Standing.ADMIN and granted != 0


knows_members(store.find_within)


@guards
async def may_look(tx: Tx, viewer: Viewer, peer: PeerId, reading: bool) -> bool:
    """Whether an account is in a channel; `reading`: or may read it.

    Errors: CHANNEL_PRIVATE (406: it is not)
    """
    channel_id = channel_of(peer)
    if channel_id is None:
        return False
    access = access_visible if reading else access_channel
    await access(tx, viewer.user_id, channel_id)
    return True


@voices
async def speak(tx: Tx, author: UserId, peer: PeerId, body: Body) -> Body:
    """What an author says in a channel, as it is said there: a channel speaks for its admins.

    Errors: CHAT_WRITE_FORBIDDEN (403), CHAT_SEND_…_FORBIDDEN (403), CHANNEL_PRIVATE,
            CHAT_GUEST_SEND_FORBIDDEN (403), those of as_said
    """
    channel_id = channel_of(peer)
    if channel_id is None:
        return body
    seat = await access_speaker(tx, author, channel_id)
    if body.action is None:
        await _check_may_speak(tx, seat, body)
    return await as_said(tx, seat.channel, seat.mine, body)


@places
async def lie_flat(
    tx: Tx, author: UserId, peer: PeerId, outgoing: Outgoing, place: Place
) -> Place:
    """The posts of a channel have no threads among themselves."""
    channel_id = channel_of(peer)
    if channel_id is None or place.thread is None:
        return place
    channel = (await store.find_many(tx, [channel_id]))[channel_id]
    return Place(None, settled=True) if channel.broadcast else place


@knows_named
async def find_named(tx: Tx, peer: PeerId, users: "Collection[UserId]") -> set[UserId]:
    """Which of some accounts are in a supergroup; nobody is named in a channel."""
    channel_id = channel_of(peer)
    assert channel_id is not None
    channel = (await store.find_many(tx, [channel_id]))[channel_id]
    return set() if channel.broadcast else await store.find_audience(tx, channel_id, users)


@protects
async def is_guarded(tx: Tx, peer: PeerId) -> bool:
    """Whether what is said in a channel stays there."""
    channel_id = channel_of(peer)
    if channel_id is None:
        return False
    channel = (await store.find_many(tx, [channel_id])).get(channel_id)
    return channel is not None and ChannelMark.NOFORWARDS in channel.marks


@knows_rulers
async def rules(tx: Tx, user_id: UserId, peer: PeerId, right: Right) -> bool:
    """Admins do what they were given a right to; members of a supergroup what they are not banned from."""
    channel_id = channel_of(peer)
    if channel_id is None:
        return False
    seat = await access_speaker(tx, user_id, channel_id)
    if seat.may(right):
        return True
    if seat.channel.broadcast or right in {"delete_messages", "edit_messages"}:
        return False
    if not seat.mine.standing.inside and right != "post_messages":
        return False
    banned = seat.channel.banned_rights | seat.mine.banned_rights
    if right == "post_messages":
        return seat.mine.standing.leads or not banned & bit(
            api.ChatBannedRights, "send_messages"
        )
    return not banned & bit(api.ChatBannedRights, right)


async def _check_may_speak(tx: Tx, seat: Seat, body: Body) -> None:
    if seat.channel.broadcast:
        if not seat.may("post_messages"):
            raise RpcError(403, "CHAT_WRITE_FORBIDDEN")
        return
    if seat.mine.standing.leads:
        return
    if ChannelMark.GIGAGROUP in seat.channel.marks:
        raise RpcError(403, "CHAT_WRITE_FORBIDDEN")
    refusal = refusal_of(seat.channel.banned_rights | banned_now(seat.mine, body.at), body)
    if refusal is not None:
        raise RpcError(403, refusal)
    await _check_slow(tx, seat, seat.mine.user_id, body.at)


async def _check_slow(tx: Tx, seat: Seat, author: UserId, now: int) -> None:
    """In slow mode a member waits between two messages.

    Errors: SLOWMODE_WAIT_%d (420)
    """
    slow = seat.channel.slow_seconds
    if slow:
        last = await store.last_said(tx, seat.channel.box, author, now - slow)
        if last is not None:
            raise RpcError(420, "SLOWMODE_WAIT_%d", last + slow - now)


def banned_now(mine: Participant, now: int) -> int:
    """What somebody may not do at the moment."""
    return mine.banned_rights if not mine.banned_until or mine.banned_until > now else 0


async def access_channel(tx: Tx, me: UserId, channel_id: ChannelId) -> Seat:
    """A channel that the caller is in.

    Errors: CHANNEL_PRIVATE (406)
    """
    seat = await find_seat(tx, me, channel_id)
    if seat is None or not seat.mine.standing.inside:
        raise RpcError(406, "CHANNEL_PRIVATE")
    return seat


async def access_visible(tx: Tx, me: UserId, channel_id: ChannelId) -> Seat:
    """A channel that the caller may read: it is in it, or it is public and was not put out.

    Errors: CHANNEL_PRIVATE (406)
    """
    seat = await find_seat(tx, me, channel_id)
    if seat is None or not (
        seat.mine.standing.inside or _open_to(seat) or await _seen_by_link(tx, seat)
    ):
        raise RpcError(406, "CHANNEL_PRIVATE")
    return seat


async def access_speaker(tx: Tx, me: UserId, channel_id: ChannelId) -> Seat:
    """A channel that the caller is in, or a discussion group in which it may comment on what it reads in the
    channel.

    Errors: CHANNEL_PRIVATE (406), CHAT_GUEST_SEND_FORBIDDEN (403: only members write there)
    """
    seat = await find_seat(tx, me, channel_id)
    if seat is not None and seat.mine.standing.inside:
        return seat
    if seat is None or seat.channel.broadcast or seat.channel.linked_id is None:
        raise RpcError(406, "CHANNEL_PRIVATE")
    if not (_open_to(seat) or await _seen_by_link(tx, seat)):
        raise RpcError(406, "CHANNEL_PRIVATE")
    if ChannelMark.JOIN_TO_SEND in seat.channel.marks:
        raise RpcError(403, "CHAT_GUEST_SEND_FORBIDDEN")
    return seat


@lets_in
async def may_comment(tx: Tx, viewer: Viewer, peer: PeerId) -> bool:
    """Whether somebody who is not in a discussion group may write there.

    Errors: CHANNEL_PRIVATE (406), CHAT_GUEST_SEND_FORBIDDEN (403)
    """
    channel_id = channel_of(peer)
    if channel_id is None:
        return False
    await access_speaker(tx, viewer.user_id, channel_id)
    return True


async def _seen_by_link(tx: Tx, seat: Seat) -> bool:
    """Whether it is the discussion group of a channel that the caller may read."""
    linked = seat.channel.linked_id
    if linked is None or seat.channel.broadcast or seat.mine.standing is Standing.KICKED:
        return False
    other = await find_seat(tx, seat.mine.user_id, linked)
    return other is not None and (other.mine.standing.inside or _open_to(other))


def _open_to(seat: Seat) -> bool:
    return seat.channel.public and seat.mine.standing is not Standing.KICKED


async def find_seat(tx: Tx, me: UserId, channel_id: ChannelId) -> Seat | None:
    """A channel that was not deleted, and what the caller is in it; whoever never was has left it."""
    channel = (await store.find_many(tx, [channel_id])).get(channel_id)
    if channel is None or ChannelMark.DELETED in channel.marks:
        return None
    mine = (await store.find_of_user(tx, me, [channel_id])).get(channel_id)
    return Seat(channel, mine or Participant(channel_id, me, me, 0, *NEVER))


async def take_seat(journal: Journal, seat: Seat) -> Seat:
    """Lock a channel, and read again what the caller is in it: others may have changed it meanwhile.

    Errors: CHANNEL_PRIVATE (406: it is gone)
    """
    await journal.lock(seat.channel.boxes)
    again = await find_seat(journal.tx, seat.mine.user_id, seat.channel.id)
    if again is None:
        raise RpcError(406, "CHANNEL_PRIVATE")
    return again


NEVER = (Standing.LEFT, 0, 0, 0, UserId(0), "")
"""What one is in a channel where one never was."""


def named_channel_id(viewer: Viewer, named: "api.TypeInputChannel") -> ChannelId:
    """The channel that an InputChannel names, when the hash is right.

    Errors: CHANNEL_INVALID
    """
    if isinstance(named, api.InputChannel):
        peer = named_channel(viewer, named.channel_id, named.access_hash)
        channel_id = channel_of(peer)
        assert channel_id is not None
        return channel_id
    raise RpcError(400, "CHANNEL_INVALID")


def named_channel_ids(
    viewer: Viewer, named: "Sequence[api.TypeInputChannel]"
) -> list[ChannelId]:
    """The channels that are named, in their order.

    Errors: CHANNEL_INVALID
    """
    return [named_channel_id(viewer, each) for each in named]


async def access_seat(tx: Tx, viewer: Viewer, named: "api.TypeInputChannel") -> Seat:
    """A channel that the caller is in, as it names it.

    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (406)
    """
    return await access_channel(tx, viewer.user_id, named_channel_id(viewer, named))


async def access_view(tx: Tx, viewer: Viewer, named: "api.TypeInputChannel") -> Seat:
    """A channel that the caller may read, as it names it.

    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (406)
    """
    return await access_visible(tx, viewer.user_id, named_channel_id(viewer, named))


def check_may(seat: Seat, right: str, unless_banned: str | None = None) -> None:
    """Whether the caller may do what needs a right of admins; with `unless_banned`, members of a supergroup
    may as well who are not banned from it.

    Errors: CHAT_ADMIN_REQUIRED
    """
    if seat.may(right):
        return
    if unless_banned is not None and not seat.channel.broadcast:
        banned = seat.channel.banned_rights | seat.mine.banned_rights
        if not banned & bit(api.ChatBannedRights, unless_banned):
            return
    raise RpcError(400, "CHAT_ADMIN_REQUIRED")


def check_leads(seat: Seat) -> None:
    """Whether the caller is an admin or the creator.

    Errors: CHAT_ADMIN_REQUIRED
    """
    if not seat.mine.standing.leads:
        raise RpcError(400, "CHAT_ADMIN_REQUIRED")
