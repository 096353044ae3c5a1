"""Supergroups and channels on the wire, as one account sees them."""

from collections.abc import Collection, Sequence
from copy import copy

from chappe.db.database import Tx
from chappe.features.channels import store
from chappe.features.channels.actions import ChannelChanged, ReadChannel
from chappe.features.channels.model import (
    Channel,
    ChannelMark,
    Participant,
    banned_now,
    standing_now,
)
from chappe.features.channels.reading import ReadChannelOutbox
from chappe.features.channels.voices import ANONYMOUS
from chappe.features.chats.model import Standing
from chappe.features.chats.photos import photo_beside
from chappe.features.chats.rights import FOR_EVER, unpack_admin, unpack_banned
from chappe.features.users.view import shown_usernames
from chappe.ids import BoxId, ChannelId, PeerId, UserId, channel_of, channel_peer, user_peer
from chappe.tl import api
from chappe.updates.crowds import admits_guests, knows_channels
from chappe.updates.difference import read_pts
from chappe.updates.log import Logged
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import Peers, Updates, renders, renders_peers
from chappe.updates.viewer import Viewer

CREATOR_RIGHTS = api.ChatAdminRights(
    change_info=True,
    post_messages=True,
    edit_messages=True,
    delete_messages=True,
    ban_users=True,
    invite_users=True,
    pin_messages=True,
    add_admins=True,
    manage_call=True,
    other=True,
    manage_topics=True,
    manage_ranks=True,
)


@knows_channels
async def joined(tx: Tx, user_id: UserId) -> list[BoxId]:
    """The boxes of the channels in which an account is."""
    return await store.find_joined(tx, user_id)


@admits_guests
async def admit(tx: Tx, box: BoxId, users: Collection[UserId], now: float) -> set[UserId]:
    """Everybody may look at a public channel, but for those who were put out; and whoever may look at a channel, at
    its discussion group."""
    channel_id = channel_of(PeerId(box))
    assert channel_id is not None
    channel = (await store.find_many(tx, [channel_id])).get(channel_id)
    if channel is None or ChannelMark.DELETED in channel.marks:
        return set()
    known = await store.find_members(tx, channel_id, users)
    there = {
        each
        for each in users
        if each not in known or standing_now(known[each], now) is not Standing.KICKED
    }
    if channel.public:
        return there
    if channel.linked_id is None or channel.broadcast:
        return set()
    linked = (await store.find_many(tx, [channel.linked_id]))[channel.linked_id]
    members = await store.find_members(tx, linked.id, there)
    return {each for each in there if _may_read(linked, members.get(each), now)}


@renders_peers
async def render_peer_channels(tx: Tx, viewer: Viewer, peers: Collection[PeerId]) -> Peers:
    """Those of some peers that are channels."""
    ids = {each for peer in peers if (each := channel_of(peer)) is not None}
    return [], await render_channels(tx, viewer, ids)


async def render_channels(
    tx: Tx, viewer: Viewer, ids: Collection[ChannelId]
) -> list["api.TypeChat"]:
    """Some channels, in ascending order of their ids."""
    if not ids:
        return []
    if viewer.is_crowd:
        found = await store.find_many(tx, ids)
        return [render_min(found[each]) for each in sorted(found)]
    both = await store.find_both(tx, viewer.user_id, ids)
    seen = await _seen_by_link(tx, viewer, both)
    return [
        render_channel(viewer, channel, mine, linked=channel.id in seen)
        for channel, mine in both
    ]


async def _seen_by_link(
    tx: Tx,
    viewer: Viewer,
    both: Sequence[tuple[Channel, Participant | None]],
) -> set[ChannelId]:
    """Those of some channels that are discussion groups of channels which the viewer may read."""
    linked = {
        each.id: each.linked_id
        for each, mine in both
        if each.linked_id is not None and not each.broadcast and mine is None
    }
    if not linked:
        return set()
    others = await store.find_many(tx, linked.values())
    there = await store.find_of_user(tx, viewer.user_id, linked.values())
    return {
        group
        for group, channel in linked.items()
        if _may_read(others[channel], there.get(channel), viewer.now)
    }


def _may_read(channel: Channel, mine: Participant | None, now: float) -> bool:
    if mine is None:
        return channel.public
    out = standing_now(mine, now) is Standing.KICKED
    return mine.standing.inside or (channel.public and not out)


def render_channel(
    viewer: Viewer, channel: Channel, mine: Participant | None, *, linked: bool = False
) -> "api.TypeChat":
    """One channel; `mine`: what the viewer is in it. Whoever is not sees only its name, unless it is public, or
    `linked`: the discussion group of a channel that the viewer may read."""
    broadcast, access_hash = channel.broadcast, viewer.access_hash(channel.peer)
    seen = mine is not None or channel.public or linked
    hidden = ChannelMark.DELETED in channel.marks or not seen
    standing = Standing.LEFT if mine is None else standing_now(mine, viewer.now)
    banned = 0 if mine is None else banned_now(mine, viewer.now)
    if hidden or standing is Standing.KICKED:
        return api.ChannelForbidden(
            id=channel.id,
            access_hash=access_hash,
            title=channel.title,
            broadcast=broadcast,
            megagroup=not broadcast,
            until_date=mine.banned_until or None if mine and banned else None,
        )
    return api.Channel(
        id=channel.id,
        access_hash=access_hash,
        title=channel.title,
        photo=photo_beside(channel.photo),
        date=mine.joined_at if mine and mine.standing.inside else channel.made_at,
        creator=channel.creator_id == viewer.user_id,
        left=standing is Standing.LEFT,
        broadcast=broadcast,
        megagroup=not broadcast,
        signatures=ChannelMark.SIGNATURES in channel.marks,
        signature_profiles=ChannelMark.SIGNATURE_PROFILES in channel.marks,
        gigagroup=ChannelMark.GIGAGROUP in channel.marks,
        noforwards=ChannelMark.NOFORWARDS in channel.marks,
        has_link=channel.linked_id is not None,
        join_to_send=ChannelMark.JOIN_TO_SEND in channel.marks,
        join_request=ChannelMark.JOIN_REQUEST in channel.marks,
        forum=channel.forum,
        forum_tabs=ChannelMark.FORUM_TABS in channel.marks,
        admin_rights=None if mine is None else _admin_rights(mine),
        banned_rights=unpack_banned(banned, mine.banned_until or FOR_EVER)
        if mine and banned
        else None,
        default_banned_rights=None if broadcast else unpack_banned(channel.banned_rights),
        participants_count=channel.members,
        **shown_usernames(channel.usernames),
    )


def render_min(channel: Channel) -> api.Channel:
    """A channel as all its members see it."""
    return api.Channel(
        id=channel.id,
        min=True,
        title=channel.title,
        photo=photo_beside(channel.photo),
        date=channel.made_at,
        broadcast=channel.broadcast,
        megagroup=not channel.broadcast,
        signatures=ChannelMark.SIGNATURES in channel.marks,
        signature_profiles=ChannelMark.SIGNATURE_PROFILES in channel.marks,
        gigagroup=ChannelMark.GIGAGROUP in channel.marks,
        noforwards=ChannelMark.NOFORWARDS in channel.marks,
        has_link=channel.linked_id is not None,
        join_to_send=ChannelMark.JOIN_TO_SEND in channel.marks,
        join_request=ChannelMark.JOIN_REQUEST in channel.marks,
        forum=channel.forum,
        forum_tabs=ChannelMark.FORUM_TABS in channel.marks,
        default_banned_rights=None
        if channel.broadcast
        else unpack_banned(channel.banned_rights),
        **shown_usernames(channel.usernames),
    )


def _admin_rights(mine: Participant) -> api.ChatAdminRights | None:
    if mine.standing is Standing.CREATOR:
        return _creator_rights(mine)
    return unpack_admin(mine.admin_rights) if mine.standing is Standing.ADMIN else None


def _creator_rights(creator: Participant) -> api.ChatAdminRights:
    """All rights; whether the group speaks for its creator is its own choice."""
    if not creator.admin_rights & ANONYMOUS:
        return CREATOR_RIGHTS
    rights = copy(CREATOR_RIGHTS)
    rights.anonymous = True
    return rights


def render_participant(viewer: Viewer, member: Participant) -> "api.TypeChannelParticipant":
    """Somebody in a channel, or who may not come in, or was there once."""
    rank = member.rank or None
    if banned_now(member, viewer.now):
        return _render_banned(member)
    match member.standing:
        case Standing.CREATOR:
            return api.ChannelParticipantCreator(
                user_id=member.user_id, admin_rights=_creator_rights(member), rank=rank
            )
        case Standing.ADMIN:
            return api.ChannelParticipantAdmin(
                user_id=member.user_id,
                can_edit=member.decided_by == viewer.user_id,
                inviter_id=member.inviter_id if member.user_id == viewer.user_id else None,
                self=member.user_id == viewer.user_id,
                promoted_by=member.decided_by,
                date=member.joined_at,
                admin_rights=unpack_admin(member.admin_rights),
                rank=rank,
            )
        case Standing.LEFT | Standing.KICKED:
            return api.ChannelParticipantLeft(peer=peer_on_wire(user_peer(member.user_id)))
        case Standing.MEMBER:
            pass
    if member.user_id == viewer.user_id:
        return api.ChannelParticipantSelf(
            user_id=member.user_id,
            inviter_id=member.inviter_id,
            date=member.joined_at,
            rank=rank,
        )
    return api.ChannelParticipant(user_id=member.user_id, date=member.joined_at, rank=rank)


def _render_banned(member: Participant) -> api.ChannelParticipantBanned:
    """Somebody who may not do everything, or may not come in."""
    return api.ChannelParticipantBanned(
        left=not member.standing.inside,
        peer=peer_on_wire(user_peer(member.user_id)),
        kicked_by=member.decided_by,
        date=member.joined_at,
        banned_rights=unpack_banned(member.banned_rights, member.banned_until or FOR_EVER),
        rank=member.rank or None,
    )


@renders(ChannelChanged)
async def render_changed(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateChannel."""
    shown: list[Updates] = []
    for entry in entries:
        assert isinstance(entry.fact, ChannelChanged)
        shown.append([api.UpdateChannel(channel_id=entry.fact.channel_id)])
    return shown


@renders(ReadChannelOutbox)
async def render_read_outbox(
    tx: Tx, viewer: Viewer, entries: Sequence[Logged]
) -> list[Updates]:
    """updateReadChannelOutbox."""
    facts = [each.fact for each in entries if isinstance(each.fact, ReadChannelOutbox)]
    return [
        [api.UpdateReadChannelOutbox(channel_id=each.channel_id, max_id=each.max_id)]
        for each in facts
    ]


@renders(ReadChannel)
async def render_read(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateReadChannelInbox."""
    facts = [entry.fact for entry in entries if isinstance(entry.fact, ReadChannel)]
    boxes = {each.channel_id: BoxId(channel_peer(each.channel_id)) for each in facts}
    pts = await read_pts(tx, boxes.values())
    return [
        [
            api.UpdateReadChannelInbox(
                channel_id=each.channel_id,
                max_id=each.max_id,
                still_unread_count=each.still_unread,
                pts=pts.get(boxes[each.channel_id], 1),
            )
        ]
        for each in facts
    ]
