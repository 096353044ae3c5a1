"""Who may make links, and where a link leads."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chappe.db.database import Tx
from chappe.features.channels import access as channels
from chappe.features.channels import store as channel_store
from chappe.features.channels.model import Channel, ChannelMark, standing_now
from chappe.features.chats import access as chats
from chappe.features.chats import store as chat_store
from chappe.features.chats.model import Chat, Standing
from chappe.features.invites import store
from chappe.features.invites.model import Invite
from chappe.features.users.access import named_peer
from chappe.ids import BoxId, PeerId, UserId, channel_of, chat_of
from chappe.rpc.errors import RpcError
from chappe.updates.log import Journal
from chappe.updates.viewer import Viewer

if TYPE_CHECKING:
    from chappe.tl import api

HASH = re.compile(r"[A-Za-z0-9_-]{8,64}")
LINK_LENGTH_MAX = 256
ADMINS_MAX = 200
"""More than a group may have."""


@dataclass(frozen=True, slots=True)
class Place:
    """A group or channel whose links the caller may make. `creator`: those of all admins."""

    peer: PeerId
    group: Chat | Channel
    me: UserId
    creator: bool


async def access_place(tx: Tx, viewer: Viewer, named: "api.TypeInputPeer") -> Place:
    """A group into which the caller may let people by links.

    Errors: PEER_ID_INVALID, CHAT_ID_INVALID, CHANNEL_INVALID, CHANNEL_PRIVATE (406), CHAT_ADMIN_REQUIRED
    """
    peer, me = named_peer(viewer, named), viewer.user_id
    chat_id, channel_id = chat_of(peer), channel_of(peer)
    if chat_id is not None:
        chat = await chats.access_seat(tx, me, chat_id)
        chats.check_leads(chat)
        return Place(peer, chat.chat, me, chat.member.standing is Standing.CREATOR)
    if channel_id is None:
        raise RpcError(400, "PEER_ID_INVALID")
    seat = await channels.access_channel(tx, me, channel_id)
    channels.check_may(seat, "invite_users")
    return Place(peer, seat.channel, me, seat.mine.standing is Standing.CREATOR)


def hash_of(link: str) -> str:
    """What is secret in a link: what stands last in https://t.me/+HASH and its older forms."""
    return re.split(r"[/+=]|%2B", link[:LINK_LENGTH_MAX].strip())[-1]


async def access_link(tx: Tx, place: Place, link: str) -> Invite:
    """A link into a group that the caller may look at: its own, or, for the creator, anybody's.

    Errors: INVITE_HASH_EXPIRED (there is none), CHAT_ADMIN_REQUIRED (another admin's)
    """
    hash_ = hash_of(link)
    invite = await store.find(tx, hash_) if HASH.fullmatch(hash_) else None
    if invite is None or invite.peer != place.peer:
        raise RpcError(400, "INVITE_HASH_EXPIRED")
    if invite.admin_id != place.me and not place.creator:
        raise RpcError(400, "CHAT_ADMIN_REQUIRED")
    return invite


async def access_hash(tx: Tx, hash_: str, now: float) -> Invite:
    """A link that still leads somewhere.

    Errors: INVITE_HASH_EMPTY, INVITE_HASH_INVALID, INVITE_HASH_EXPIRED (406)
    """
    if not hash_:
        raise RpcError(400, "INVITE_HASH_EMPTY")
    if not HASH.fullmatch(hash_):
        raise RpcError(400, "INVITE_HASH_INVALID")
    invite = await store.find(tx, hash_)
    if invite is None or not invite.leads(now):
        raise RpcError(406, "INVITE_HASH_EXPIRED")
    return invite


async def access_used_hash(tx: Tx, hash_: str, _now: float) -> Invite:
    """A link by which the caller has come in before, wherever it leads now.

    Errors: INVITE_HASH_EXPIRED (406: it was deleted)
    """
    invite = await store.find(tx, hash_)
    if invite is None:
        raise RpcError(406, "INVITE_HASH_EXPIRED")
    return invite


@dataclass(frozen=True, slots=True)
class Door:
    """A group as one sees it who wants to come in."""

    peer: PeerId
    group: Chat | Channel
    standing: Standing | None

    @property
    def inside(self) -> bool:
        """Whether it is in already."""
        return self.standing is not None and self.standing.inside


async def find_doors(
    tx: Tx, peer: PeerId, users: Collection[UserId], now: float
) -> dict[UserId, Door]:
    """The group at the end of a link, as some see it; none when it is gone, nor for those who were put out."""
    chat_id, channel_id = chat_of(peer), channel_of(peer)
    if chat_id is not None:
        chat = (await chat_store.find_many(tx, [chat_id])).get(chat_id)
        if chat is None or chat.deactivated:
            return {}
        there = await chat_store.find_those(tx, chat_id, users)
        kinds = {each: there[each].standing if each in there else None for each in users}
        return {
            user_id: Door(peer, chat, standing)
            for user_id, standing in kinds.items()
            if standing is not Standing.KICKED
        }
    assert channel_id is not None, "links lead to groups"
    channel = (await channel_store.find_many(tx, [channel_id])).get(channel_id)
    if channel is None or ChannelMark.DELETED in channel.marks:
        return {}
    known = await channel_store.find_members(tx, channel_id, users)
    return {
        each: Door(peer, channel, known[each].standing if each in known else None)
        for each in users
        if each not in known or standing_now(known[each], now) is not Standing.KICKED
    }


async def find_door(tx: Tx, user: UserId, peer: PeerId, now: float) -> Door | None:
    """The group at the end of a link; None when there is none any more, or for one who was put out of it."""
    return (await find_doors(tx, peer, [user], now)).get(user)


async def access_door(tx: Tx, user: UserId, peer: PeerId, now: float) -> Door:
    """The group at the end of a link.

    Errors: INVITE_HASH_EXPIRED (406: it is gone, or the caller was put out of it)
    """
    door = await find_door(tx, user, peer, now)
    if door is None:
        raise RpcError(406, "INVITE_HASH_EXPIRED")
    return door


async def lock(journal: Journal, peer: PeerId) -> None:
    """Let nobody else change a group or its links until the transaction ends."""
    chat_id = chat_of(peer)
    if chat_id is not None:
        await chat_store.lock(journal.tx, chat_id)
    else:
        await journal.lock([BoxId(peer)])


async def find_admins(tx: Tx, peer: PeerId) -> list[UserId]:
    """Who may let people into a group."""
    chat_id, channel_id = chat_of(peer), channel_of(peer)
    if chat_id is not None:
        members = await chat_store.find_members(tx, chat_id)
        return [each.user_id for each in members if each.standing.leads]
    assert channel_id is not None, "links lead to groups"
    channel = (await channel_store.find_many(tx, [channel_id]))[channel_id]
    admins = await channel_store.find_admins(tx, channel_id, 0, ADMINS_MAX)
    return [each.user_id for each in admins if channels.Seat(channel, each).may("invite_users")]
