"""People come in by links, or ask to be let in.

A channel's box, or a basic group's row, is taken before the link is read again: a link for one lets in one.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from chappe.db.database import Tx
from chappe.features.channels import actions as channels
from chappe.features.channels import events
from chappe.features.channels.access import Seat
from chappe.features.channels.events import Event
from chappe.features.channels.limits import Limits
from chappe.features.channels.limits import find_full as find_full_users
from chappe.features.channels.migrating import moves_groups
from chappe.features.channels.model import Channel, ChannelMark
from chappe.features.chats import actions as chats
from chappe.features.chats.model import Chat
from chappe.features.invites import store
from chappe.features.invites.access import (
    Door,
    access_door,
    access_hash,
    access_used_hash,
    find_admins,
    find_door,
    find_doors,
    lock,
)
from chappe.features.invites.model import Importer, Invite, InviteMark
from chappe.features.invites.view import PendingRequests, find_about, render_invite
from chappe.features.reactions.masks import is_masked
from chappe.ids import BoxId, PeerId, UserId, is_bot
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.log import Journal
from chappe.updates.peers import peer_on_wire

if TYPE_CHECKING:
    from chappe.tl.build import TLObject

LINK_SEEN = 8
"""Letters of the link of another admin that a bot may see."""
ANSWERED_MAX = 200
"""Requests that are answered by one call; whoever asks again has the others answered."""


async def find_full(
    tx: Tx, users: Collection[UserId], group: Chat | Channel, limits: Limits
) -> set[UserId]:
    """Those of some who are in as many channels as one may be, when the group is one."""
    return set() if isinstance(group, Chat) else await find_full_users(tx, users, limits)


@moves_groups
async def move_links(journal: Journal, old: PeerId, new: PeerId) -> None:
    """The links of a basic group lead to the supergroup that it has become."""
    await store.move(journal.tx, old, new)


def check_room(group: Chat | Channel, limits: Limits, coming: int = 1) -> None:
    """Whether there is room for more.

    Errors: USERS_TOO_MUCH
    """
    if isinstance(group, Channel):
        full = channels.is_full(group, coming, limits)
    else:
        full = group.count + coming > chats.MEMBERS_MAX
    if full:
        raise RpcError(400, "USERS_TOO_MUCH")


async def come_by_link(
    journal: Journal,
    me: UserId,
    hash_: str,
    prefix: str,
    limits: Limits,
    *,
    paid: bool = False,
    again: bool = False,
) -> Door:
    """Come in by a link. `paid`: what it costs is paid in the same transaction, or was before; `again`: for a time that
    was paid for when one came in by it, so that it need not lead there any more.

    Errors: INVITE_HASH_EMPTY, INVITE_HASH_INVALID, INVITE_HASH_EXPIRED (406), USER_ALREADY_PARTICIPANT,
            INVITE_REQUEST_SENT, CHANNELS_TOO_MUCH, USERS_TOO_MUCH, STARS_PAYMENT_REQUIRED
    """
    find = access_used_hash if again else access_hash
    peer = (await find(journal.tx, hash_, journal.now)).peer
    await lock(journal, peer)
    invite = await find(journal.tx, hash_, journal.now)
    door = await access_door(journal.tx, me, peer, journal.now)
    if door.inside:
        raise RpcError(400, "USER_ALREADY_PARTICIPANT")
    if invite.stars and not paid:
        raise RpcError(400, "STARS_PAYMENT_REQUIRED")
    if InviteMark.REQUEST in invite.marks or _asks(door, ChannelMark.JOIN_REQUEST_BY_LINK):
        await ask(journal, me, peer, hash_, prefix)
    await check_may_enter(journal.tx, me, door, limits)
    waited = await _answered(journal, Importer(peer, me, hash_, journal.at))
    if not again:
        await store.bump(journal.tx, hash_, used=1)
    hidden = await is_masked(journal.tx, peer, invite.admin_id)
    words = api.MessageActionChatJoinedByLink(inviter_id=me if hidden else invite.admin_id)
    noted = api.ChannelAdminLogEventActionParticipantJoinByInvite(
        invite=render_invite(prefix, invite)
    )
    await enter(journal, door, [me], invite.admin_id, [words], [noted], tell_admins=waited)
    return door


def _asks(door: Door, mark: ChannelMark) -> bool:
    return isinstance(door.group, Channel) and mark in door.group.marks


async def come_to_public(journal: Journal, seat: Seat, limits: Limits) -> None:
    """Come into a public channel; who is inside stays. Into one that is not public comes back in this way only
    who made it and has left it: others need a link, whether they left or were put out.

    Errors: CHANNEL_PRIVATE (406), INVITE_REQUEST_SENT, CHANNELS_TOO_MUCH, USERS_TOO_MUCH
    """
    me, peer = seat.mine.user_id, seat.channel.peer
    await lock(journal, peer)
    door = await find_door(journal.tx, me, peer, journal.now)
    if door is None or not (door.inside or _open_to(me, door)):
        raise RpcError(406, "CHANNEL_PRIVATE")
    if door.inside:
        return
    if _asks(door, ChannelMark.JOIN_REQUEST):
        await ask(journal, me, peer, "")
    await check_may_enter(journal.tx, me, door, limits)
    waited = (await store.find_importers(journal.tx, peer, [me])).get(me)
    if waited is not None and waited.requested:
        await _forget(journal, [waited])
    words = api.MessageActionChatAddUser(users=[me])
    noted = api.ChannelAdminLogEventActionParticipantJoin()
    await enter(journal, door, [me], me, [words], [noted], tell_admins=waited is not None)


def _open_to(me: UserId, door: Door) -> bool:
    group = door.group
    return isinstance(group, Channel) and (group.public or group.creator_id == me)


async def check_may_enter(tx: Tx, me: UserId, door: Door, limits: Limits) -> None:
    """Whether one may be in one group more, and the group have one member more.

    Errors: CHANNELS_TOO_MUCH, USERS_TOO_MUCH
    """
    if await find_full(tx, [me], door.group, limits):
        raise RpcError(400, "CHANNELS_TOO_MUCH")
    check_room(door.group, limits)


async def ask(journal: Journal, me: UserId, peer: PeerId, hash_: str, prefix: str = "") -> None:
    """Ask to be let in; always refuses, because one is not in yet. `prefix`: how links begin.

    Errors: INVITE_REQUEST_SENT
    """
    known = (await store.find_importers(journal.tx, peer, [me])).get(me)
    if known is not None and known.requested:
        raise RpcError(400, "INVITE_REQUEST_SENT")
    await store.put_importers(
        journal.tx, [Importer(peer, me, hash_, journal.at, requested=True)]
    )
    await store.bump(journal.tx, hash_, requested=1)
    await tell_of_requests(journal, peer)
    await _tell_bots(journal, me, peer, hash_, prefix)
    raise RpcError(400, "INVITE_REQUEST_SENT", keep=True)


async def _tell_bots(
    journal: Journal, me: UserId, peer: PeerId, hash_: str, prefix: str
) -> None:
    """Let the bots that may let people in hear who asks, what that one says of itself, and by which link it
    came; a link of another admin they see the beginning of only."""
    bots = [each for each in await find_admins(journal.tx, peer) if is_bot(each)]
    invite = await store.find(journal.tx, hash_) if bots and hash_ else None
    for bot in bots:
        link = _shown(invite, prefix)
        if isinstance(link, api.ChatInviteExported) and link.admin_id != bot:
            link.link = f"{prefix}+{hash_[:LINK_SEEN]}..."
        asked = api.UpdateBotChatInviteRequester(
            peer=peer_on_wire(peer),
            date=journal.at,
            user_id=me,
            about=await find_about(journal.tx, bot, me),
            invite=link,
            qts=0,
        )
        journal.overhear(asked, [bot])


async def tell_of_requests(journal: Journal, peer: PeerId) -> None:
    """Log for those who may let people in that others wait."""
    admins = sorted(BoxId(each) for each in await find_admins(journal.tx, peer))
    await journal.lock(admins)
    for box in admins:
        await journal.append(box, PendingRequests(peer))


async def _answered(journal: Journal, importer: Importer) -> bool:
    """Keep who comes in; whether it had asked before."""
    known = await store.find_importers(journal.tx, importer.peer, [importer.user_id])
    before = known.get(importer.user_id)
    waited = before is not None and before.requested
    if before is not None and waited:
        await store.bump(journal.tx, before.hash, requested=-1)
    await store.put_importers(journal.tx, [importer])
    return waited


async def enter(
    journal: Journal,
    door: Door,
    users: Sequence[UserId],
    inviter: UserId,
    words: "Sequence[TLObject]",
    noted: "Sequence[TLObject]",
    *,
    tell_admins: bool,
) -> None:
    """Some come in, and each of them says so. `words`, `noted`: what is said, and what the admins read of
    it afterwards, of each. The group is locked."""
    said = list(zip(users, words, strict=True))
    group = door.group
    if isinstance(group, Channel):
        admins = await find_admins(journal.tx, door.peer) if tell_admins else []
        for user_id, action in zip(users, noted, strict=True):
            await events.note(journal, group, user_id, Event.JOIN, action)
        await channels.let_in(journal, group, users, inviter, said, also=admins)
    else:
        await chats.let_in(journal, group.id, users, inviter, said)
    if tell_admins:
        await tell_of_requests(journal, door.peer)


async def answer_request(
    journal: Journal,
    admin: UserId,
    peer: PeerId,
    user: UserId,
    prefix: str,
    limits: Limits,
    *,
    approved: bool,
) -> None:
    """Let somebody in who asked, or do not.

    Errors: HIDE_REQUESTER_MISSING (it has not asked), USER_ALREADY_PARTICIPANT, USER_CHANNELS_TOO_MUCH,
            USERS_TOO_MUCH
    """
    await lock(journal, peer)
    importer = (await store.find_importers(journal.tx, peer, [user])).get(user)
    if importer is None or not importer.requested:
        raise RpcError(400, "HIDE_REQUESTER_MISSING")
    door = await find_door(journal.tx, user, peer, journal.now)
    if not approved or door is None or door.inside:
        await _turn_away(journal, [importer])
        if approved:
            error = "USER_ALREADY_PARTICIPANT" if door else "HIDE_REQUESTER_MISSING"
            raise RpcError(400, error, keep=True)
        return
    if await find_full(journal.tx, [user], door.group, limits):
        raise RpcError(400, "USER_CHANNELS_TOO_MUCH")
    check_room(door.group, limits)
    await _approve(journal, admin, door, [importer], prefix)


async def answer_all(
    journal: Journal,
    admin: UserId,
    peer: PeerId,
    hash_: str | None,
    prefix: str,
    limits: Limits,
    *,
    approved: bool,
) -> None:
    """Let all in who asked (by this link), or none; those that are in too many channels wait on.

    Errors: HIDE_REQUESTER_MISSING (nobody has asked), USERS_TOO_MUCH
    """
    await lock(journal, peer)
    waiting = await store.find_importer_page(
        journal.tx, peer, hash_, (0, UserId(0)), ANSWERED_MAX, requested=True
    )
    if not waiting:
        raise RpcError(400, "HIDE_REQUESTER_MISSING")
    if not approved:
        await _turn_away(journal, waiting)
        return
    users = [each.user_id for each in waiting]
    doors = await find_doors(journal.tx, peer, users, journal.now)
    outside = {each: door for each, door in doors.items() if not door.inside}
    gone = [each for each in waiting if each.user_id not in outside]
    at = next(iter(outside.values()), None)
    full = set() if at is None else await find_full(journal.tx, outside, at.group, limits)
    coming = [each for each in waiting if each.user_id in outside.keys() - full]
    await _forget(journal, gone)
    if at is not None and coming:
        check_room(at.group, limits, len(coming))
        await _approve(journal, admin, at, coming, prefix)
    elif gone:
        await tell_of_requests(journal, peer)


async def _turn_away(journal: Journal, waiting: Sequence[Importer]) -> None:
    await _forget(journal, waiting)
    await tell_of_requests(journal, waiting[0].peer)


async def _forget(journal: Journal, waiting: Sequence[Importer]) -> None:
    if waiting:
        users = [each.user_id for each in waiting]
        await store.forget_importers(journal.tx, waiting[0].peer, users)
    for hash_, count in Counter(each.hash for each in waiting).items():
        await store.bump(journal.tx, hash_, requested=-count)


async def _approve(
    journal: Journal, admin: UserId, door: Door, waiting: Sequence[Importer], prefix: str
) -> None:
    counts = Counter(each.hash for each in waiting)
    shown: dict[str, api.TypeExportedChatInvite] = {}
    for hash_, count in counts.items():
        invite = await store.find(journal.tx, hash_) if hash_ else None
        shown[hash_] = _shown(invite, prefix)
        await store.bump(journal.tx, hash_, used=count, requested=-count)
    let = [replace(e, at=journal.at, requested=False, approved_by=admin) for e in waiting]
    await store.put_importers(journal.tx, let)
    noted = [
        api.ChannelAdminLogEventActionParticipantJoinByRequest(
            invite=shown[each.hash], approved_by=admin
        )
        for each in waiting
    ]
    users = [each.user_id for each in waiting]
    words = [api.MessageActionChatJoinedByRequest() for _ in users]
    await enter(journal, door, users, admin, words, noted, tell_admins=True)


def _shown(invite: Invite | None, prefix: str) -> "api.TypeExportedChatInvite":
    """The link of a request; there is none when it was made at a public group."""
    if invite is None:
        return api.ChatInvitePublicJoinRequests()
    return render_invite(prefix, invite)
