"""The only road to a channel on a caller's behalf."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chappe.db.database import Tx
from chappe.features.channels import store
from chappe.features.channels.model import (
    Channel,
    ChannelMark,
    Participant,
    banned_now,
    standing_now,
)
from chappe.features.channels.voices import as_said
from chappe.features.chats.model import Standing
from chappe.features.chats.rights import bit, refusal_of, without_preview
from chappe.features.messages.access import lets_in
from chappe.features.messages.audience import Right, holds, knows_rulers, protects, voices
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

    def may_as_member(self, right: str, now: float) -> bool:
        """The same, or a member of a supergroup who is not banned from it (a flag of both kinds of rights)."""
        if self.may(right):
            return True
        if self.channel.broadcast or not self.mine.standing.inside:
            return False
        return not self.banned(now) & bit(api.ChatBannedRights, right)

    def banned(self, now: float) -> int:
        """What the caller may not do as a member, as everybody or by a ban of its own."""
        return self.channel.banned_rights | banned_now(self.mine, now)


knows_members(store.find_within)


@guards
async def may_look(tx: Tx, viewer: Viewer, peer: PeerId, reading: bool) -> bool:
    """Whether an account is in a channel; `reading`: or may read it.

    Errors: CHANNEL_PRIVATE (406: it is not)
    """
    channel_id = channel_of(peer)
    if channel_id is None:
        return False
    if reading:
        await access_visible(tx, viewer.user_id, channel_id, viewer.now)
    else:
        await access_channel(tx, viewer.user_id, channel_id)
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
    if body.action is None:
        seat = await access_speaker(tx, author, channel_id, body.at)
        body = await _spoken(tx, seat, body)
    else:  # whoever has left may still be the one of whom is said that it did something
        seat = await _seat(tx, author, channel_id)
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
async def rules(tx: Tx, user_id: UserId, peer: PeerId, right: Right, now: float) -> bool:
    """Admins do what they were given a right to; members of a supergroup what they are not banned from."""
    channel_id = channel_of(peer)
    if channel_id is None:
        return False
    seat = await access_speaker(tx, user_id, channel_id, now)
    if right in {"delete_messages", "edit_messages"}:
        return seat.may(right)
    if right == "send_reactions" or (right == "post_messages" and not seat.channel.broadcast):
        needed = "send_reactions" if right == "send_reactions" else "send_messages"
        silenced = seat.banned(now) & bit(api.ChatBannedRights, needed)
        return seat.mine.standing.leads or not silenced
    if right == "pin_messages" and seat.channel.broadcast:
        return seat.may(
            "edit_messages"
        )  # as the apps have it: posts are pinned by who may edit all
    return seat.may_as_member(right, now)


@holds
async def hold(tx: Tx, author: UserId, peer: PeerId, body: Body, now: float) -> Body:
    """What a member of a supergroup may say under the bans that it is under.

    Errors: CHAT_WRITE_FORBIDDEN (403), CHAT_SEND_…_FORBIDDEN (403), CHANNEL_PRIVATE (406)
    """
    channel_id = channel_of(peer)
    if channel_id is None:
        return body
    return _held(await access_speaker(tx, author, channel_id, now), body, now)


def _held(seat: Seat, body: Body, now: float) -> Body:
    if seat.channel.broadcast or seat.mine.standing.leads:
        return body
    refusal = refusal_of(seat.banned(now), body)
    if refusal is not None:
        raise RpcError(403, refusal)
    return without_preview(seat.banned(now), body)


async def _spoken(tx: Tx, seat: Seat, body: Body) -> Body:
    if seat.channel.broadcast:
        if not seat.may("post_messages"):
            raise RpcError(403, "CHAT_WRITE_FORBIDDEN")
        return body
    if seat.mine.standing.leads:
        return body
    if ChannelMark.GIGAGROUP in seat.channel.marks:
        raise RpcError(403, "CHAT_WRITE_FORBIDDEN")
    body = _held(seat, body, body.at)
    await _check_slow(tx, seat, seat.mine.user_id, body.at)
    return body


async def _check_slow(tx: Tx, seat: Seat, author: UserId, now: int) -> None:
    """In slow mode a member waits between two messages.

    Errors: SLOWMODE_WAIT_%d (420)
    """
    slow = seat.channel.slow_seconds
    if slow:
        last = await store.last_said(tx, seat.channel.box, author, now - slow)
        if last is not None:
            raise RpcError(420, "SLOWMODE_WAIT_%d", last + slow - now)


async def _seat(tx: Tx, me: UserId, channel_id: ChannelId) -> Seat:
    """Errors: CHANNEL_PRIVATE (406: it is gone)"""
    seat = await find_seat(tx, me, channel_id)
    if seat is None:
        raise RpcError(406, "CHANNEL_PRIVATE")
    return seat


async def access_channel(tx: Tx, me: UserId, channel_id: ChannelId) -> Seat:
    """A channel that the caller is in.

    Errors: CHANNEL_PRIVATE (406)
    """
    seat = await _seat(tx, me, channel_id)
    if not seat.mine.standing.inside:
        raise RpcError(406, "CHANNEL_PRIVATE")
    return seat


async def access_visible(tx: Tx, me: UserId, channel_id: ChannelId, now: float) -> Seat:
    """A channel that the caller may read: it is in it, or it is public and was not put out.

    Errors: CHANNEL_PRIVATE (406)
    """
    seat = await _seat(tx, me, channel_id)
    if not (
        seat.mine.standing.inside or _open_to(seat, now) or await _seen_by_link(tx, seat, now)
    ):
        raise RpcError(406, "CHANNEL_PRIVATE")
    return seat


async def access_speaker(tx: Tx, me: UserId, channel_id: ChannelId, now: float) -> Seat:
    """A channel that the caller is in, or a discussion group in which it may comment on what it reads in the
    channel.

    Errors: CHANNEL_PRIVATE (406), CHAT_GUEST_SEND_FORBIDDEN (403: only members write there)
    """
    seat = await _seat(tx, me, channel_id)
    if seat.mine.standing.inside:
        return seat
    if seat.channel.broadcast or seat.channel.linked_id is None:
        raise RpcError(406, "CHANNEL_PRIVATE")
    if not (_open_to(seat, now) or await _seen_by_link(tx, seat, now)):
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
    await access_speaker(tx, viewer.user_id, channel_id, viewer.now)
    return True


async def _seen_by_link(tx: Tx, seat: Seat, now: float) -> bool:
    """Whether it is the discussion group of a channel that the caller may read."""
    linked = seat.channel.linked_id
    out = standing_now(seat.mine, now) is Standing.KICKED
    if linked is None or seat.channel.broadcast or out:
        return False
    other = await find_seat(tx, seat.mine.user_id, linked)
    return other is not None and (other.mine.standing.inside or _open_to(other, now))


def _open_to(seat: Seat, now: float) -> bool:
    return seat.channel.public and standing_now(seat.mine, now) is not Standing.KICKED


async def find_seat(tx: Tx, me: UserId, channel_id: ChannelId) -> Seat | None:
    """A channel that was not deleted, and what the caller is in it; whoever never was has left it."""
    for channel, mine in await store.find_both(tx, me, [channel_id]):
        if ChannelMark.DELETED not in channel.marks:
            return Seat(channel, mine or Participant(channel_id, me, me, 0, *NEVER))
    return None


async def take_seat(journal: Journal, seat: Seat) -> Seat:
    """Lock a channel, and read again what the caller is in it: others may have changed it meanwhile.

    Errors: CHANNEL_PRIVATE (406: it is gone)
    """
    await journal.lock(seat.channel.boxes)
    return await _seat(journal.tx, seat.mine.user_id, seat.channel.id)


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
    channel_id = named_channel_id(viewer, named)
    return await access_visible(tx, viewer.user_id, channel_id, viewer.now)


def check_may(seat: Seat, right: str) -> None:
    """Whether the caller may do what needs a right of admins.

    Errors: CHAT_ADMIN_REQUIRED
    """
    if not seat.may(right):
        raise RpcError(400, "CHAT_ADMIN_REQUIRED")


def check_member_may(seat: Seat, right: str, now: float) -> None:
    """Whether the caller may do what admins with this right may, and members of a supergroup who are not
    banned from it.

    Errors: CHAT_ADMIN_REQUIRED
    """
    if not seat.may_as_member(right, now):
        raise RpcError(400, "CHAT_ADMIN_REQUIRED")


def check_leads(seat: Seat) -> None:
    """Whether the caller is an admin or the creator.

    Errors: CHAT_ADMIN_REQUIRED
    """
    if not seat.mine.standing.leads:
        raise RpcError(400, "CHAT_ADMIN_REQUIRED")
