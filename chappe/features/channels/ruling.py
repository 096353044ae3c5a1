"""Who may do what in a channel: admins, and those who were restricted."""

from dataclasses import replace

from chappe.features.channels import events, store
from chappe.features.channels.access import Seat, check_may, take_seat
from chappe.features.channels.actions import invite, say, tell
from chappe.features.channels.events import Event
from chappe.features.channels.limits import Limits
from chappe.features.channels.model import ChannelMark, Participant
from chappe.features.channels.view import render_participant
from chappe.features.channels.voices import ANONYMOUS
from chappe.features.chats.model import Standing
from chappe.features.chats.ranks import clean_rank
from chappe.features.chats.rights import bit, unpack_banned
from chappe.features.dialogs import store as dialogs
from chappe.features.privacy.access import access_inviting
from chappe.ids import BoxId, ChannelId, PeerId, UserId
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Journal
from chappe.updates.viewer import Viewer

ADMINS_MAX = 50
FOREVER_SECONDS_MIN = 30
FOREVER_SECONDS_MAX = 366 * 86400
"""Bans shorter or longer than that are for good."""
SLOW_SECONDS = {0, 10, 30, 60, 300, 900, 3600}


async def _standing(journal: Journal, seat: Seat, user_id: UserId) -> Participant:
    """What somebody is in the channel, or would be who was never there."""
    known = await store.find_members(journal.tx, seat.channel.id, [user_id])
    nobody = Participant(
        seat.channel.id, user_id, user_id, 0, Standing.LEFT, 0, 0, 0, UserId(0), ""
    )
    return known.get(user_id, nobody)


async def set_admin(
    journal: Journal,
    viewer: Viewer,
    seat: Seat,
    user_id: UserId,
    rights: int,
    rank: str | None,
    limits: Limits,
) -> None:
    """Make somebody an admin, with other rights, or, with none, a member again. `rank`: None: as it is. Of the
    owner only the tag can be changed, by itself.

    Errors: CHAT_ADMIN_REQUIRED, RIGHT_FORBIDDEN (403: rights that the caller has not), USER_CREATOR,
            ADMIN_RANK_INVALID, ADMIN_RANK_EMOJI_NOT_ALLOWED, ADMINS_TOO_MUCH; those of
            `access_inviting` and `invite`
    """
    check_may(seat, "add_admins")
    seat = await take_seat(journal, seat)
    check_may(seat, "add_admins")
    before = await _standing(journal, seat, user_id)
    rank = before.rank if rank is None else clean_rank(rank)
    is_creator = seat.mine.standing is Standing.CREATOR
    if before.standing is Standing.CREATOR:
        if not is_creator:
            raise RpcError(400, "USER_CREATOR")
        await _set_creator(journal, viewer, seat, before, rights & ANONYMOUS, rank)
        return
    if not is_creator:
        if rights & ~seat.mine.admin_rights:
            raise RpcError(403, "RIGHT_FORBIDDEN")
        if before.standing is Standing.ADMIN and before.decided_by != seat.mine.user_id:
            raise RpcError(400, "CHAT_ADMIN_REQUIRED")
    if rights and before.standing is not Standing.ADMIN:
        if await store.count_admins(journal.tx, seat.channel.id) >= ADMINS_MAX:
            raise RpcError(400, "ADMINS_TOO_MUCH")
        if not before.standing.inside:
            await access_inviting(journal.tx, seat.mine.user_id, [user_id])
            await invite(journal, seat, [user_id], limits)
    await journal.lock([BoxId(user_id)])
    await store.set_admin(journal.tx, seat.channel.id, user_id, rights, rank, seat.mine.user_id)
    after = await _standing(journal, seat, user_id)
    action = api.ChannelAdminLogEventActionParticipantToggleAdmin(
        prev_participant=render_participant(viewer, before),
        new_participant=render_participant(viewer, after),
    )
    kind = Event.PROMOTE if rights else Event.DEMOTE
    await events.note(journal, seat.channel, seat.mine.user_id, kind, action)
    await tell(journal, seat.channel.id, [user_id], 0)


async def _set_creator(
    journal: Journal, viewer: Viewer, seat: Seat, before: Participant, rights: int, rank: str
) -> None:
    """The creator has all rights; it chooses whether the group speaks for it, and what it is called."""
    channel, me = seat.channel, seat.mine.user_id
    await journal.lock([BoxId(me)])
    await store.set_creator(journal.tx, channel.id, me, rights, rank)
    action = api.ChannelAdminLogEventActionParticipantToggleAdmin(
        prev_participant=render_participant(viewer, before),
        new_participant=render_participant(viewer, await _standing(journal, seat, me)),
    )
    await events.note(journal, channel, me, Event.PROMOTE, action)
    await tell(journal, channel.id, [me], 0)


async def set_banned(
    journal: Journal, viewer: Viewer, seat: Seat, user_id: UserId, rights: int, until: int
) -> None:
    """Take rights from somebody, until a date (0: for good); without `view_messages` it is put out.

    Errors: CHAT_ADMIN_REQUIRED, USER_ADMIN_INVALID (an admin, or oneself)
    """
    check_may(seat, "ban_users")
    seat = await take_seat(journal, seat)
    check_may(seat, "ban_users")
    before = await _standing(journal, seat, user_id)
    if user_id == seat.mine.user_id or before.standing is Standing.CREATOR:
        raise RpcError(400, "USER_ADMIN_INVALID")
    if before.standing is Standing.ADMIN and not (
        seat.mine.standing is Standing.CREATOR or before.decided_by == seat.mine.user_id
    ):
        raise RpcError(400, "USER_ADMIN_INVALID")
    out = bool(rights & bit(api.ChatBannedRights, "view_messages"))
    after = replace(
        before,
        standing=_standing_after(before, out=out),
        admin_rights=0 if rights else before.admin_rights,
        banned_rights=rights,
        banned_until=_until(until, journal.at) if rights else 0,
        decided_by=seat.mine.user_id,
    )
    await _put_out_or_in(journal, seat, before, after)
    await store.put_ban(journal.tx, after)
    await _note_ban(journal, viewer, seat, before, after)
    await tell(journal, seat.channel.id, [user_id], 0)


def _standing_after(before: Participant, *, out: bool) -> Standing:
    if out:
        return Standing.KICKED
    if before.standing is Standing.KICKED:
        return Standing.LEFT
    return Standing.MEMBER if before.standing is Standing.ADMIN else before.standing


def _until(until: int, now: int) -> int:
    seconds = until - now
    return until if FOREVER_SECONDS_MIN <= seconds <= FOREVER_SECONDS_MAX else 0


async def _put_out_or_in(
    journal: Journal, seat: Seat, before: Participant, after: Participant
) -> None:
    """What a ban does besides: who is put out is not in the list of members, nor has a line any more."""
    if not before.standing.inside or after.standing.inside:
        await journal.lock([BoxId(before.user_id)])
        return
    user_id, channel = before.user_id, seat.channel
    if not channel.broadcast:
        action = api.MessageActionChatDeleteUser(user_id=user_id)
        await say(journal, seat.mine.user_id, channel.id, action)
    await journal.lock([BoxId(user_id)])
    await store.leave(journal.tx, channel.id, user_id, after.standing, seat.mine.user_id)
    await dialogs.close_line(journal.tx, user_id, channel.peer)


async def ban_voice(
    journal: Journal, viewer: Viewer, seat: Seat, voice: PeerId, rights: int, until: int
) -> None:
    """Say what may not be said in a group in the name of a channel; without `view_messages`: nothing.

    Errors: CHAT_ADMIN_REQUIRED, PARTICIPANT_ID_INVALID (the group itself, or a channel that is not a group)
    """
    check_may(seat, "ban_users")
    if voice == seat.channel.peer or seat.channel.broadcast:
        raise RpcError(400, "PARTICIPANT_ID_INVALID")
    seat = await take_seat(journal, seat)
    before = await _standing(journal, seat, UserId(voice))
    out = bool(rights & bit(api.ChatBannedRights, "view_messages"))
    after = replace(
        before,
        standing=Standing.KICKED if out else Standing.LEFT,
        banned_rights=rights,
        banned_until=_until(until, journal.at) if rights else 0,
        decided_by=seat.mine.user_id,
    )
    await store.put_ban(journal.tx, after)
    await _note_ban(journal, viewer, seat, before, after)
    await tell(journal, seat.channel.id, [seat.mine.user_id], 0)


async def _note_ban(
    journal: Journal, viewer: Viewer, seat: Seat, before: Participant, after: Participant
) -> None:
    action = api.ChannelAdminLogEventActionParticipantToggleBan(
        prev_participant=render_participant(viewer, before),
        new_participant=render_participant(viewer, after),
    )
    if after.standing is Standing.KICKED:
        kind = Event.KICK
    elif before.standing is Standing.KICKED:
        kind = Event.UNKICK
    else:
        kind = Event.BAN if after.banned_rights else Event.UNBAN
    await events.note(journal, seat.channel, seat.mine.user_id, kind, action)


async def set_mark(
    journal: Journal, seat: Seat, mark: ChannelMark, *, on: bool, right: str
) -> None:
    """Switch something on or off in a channel.

    Errors: CHAT_ADMIN_REQUIRED, CHAT_NOT_MODIFIED
    """
    check_may(seat, right)
    seat = await take_seat(journal, seat)
    if (mark in seat.channel.marks) == on:
        raise RpcError(400, "CHAT_NOT_MODIFIED")
    marks = seat.channel.marks | mark if on else seat.channel.marks & ~mark
    await store.set_marks(journal.tx, seat.channel.id, marks)
    make = MARK_EVENTS.get(mark)
    if make is not None:
        action = make(new_value=on)
        await events.note(journal, seat.channel, seat.mine.user_id, Event.SETTINGS, action)
    await tell(journal, seat.channel.id, [seat.mine.user_id], 0)


async def set_signatures(journal: Journal, seat: Seat, *, names: bool, profiles: bool) -> None:
    """Whether posts say who wrote them, and (`profiles`, only with names) lead to their authors.

    Errors: CHAT_ADMIN_REQUIRED, CHAT_NOT_MODIFIED
    """
    check_may(seat, "change_info")
    seat = await take_seat(journal, seat)
    channel, me = seat.channel, seat.mine.user_id
    wanted = {
        ChannelMark.SIGNATURES: (names, api.ChannelAdminLogEventActionToggleSignatures),
        ChannelMark.SIGNATURE_PROFILES: (
            names and profiles,
            api.ChannelAdminLogEventActionToggleSignatureProfiles,
        ),
    }
    marks = channel.marks
    for mark, (on, make) in wanted.items():
        if (mark in channel.marks) != on:
            marks ^= mark
            await events.note(journal, channel, me, Event.SETTINGS, make(new_value=on))
    if marks == channel.marks:
        raise RpcError(400, "CHAT_NOT_MODIFIED")
    await store.set_marks(journal.tx, channel.id, marks)
    await tell(journal, channel.id, [me], 0)


MARK_EVENTS = {
    ChannelMark.HIDDEN_HISTORY: api.ChannelAdminLogEventActionTogglePreHistoryHidden,
    ChannelMark.NOFORWARDS: api.ChannelAdminLogEventActionToggleNoForwards,
}


@fact(Kind.CHANNEL_RIGHTS)
class DefaultRightsChanged(Fact, frozen=True):
    """Members of a supergroup may do other things. In the channel's box."""

    channel_id: ChannelId


async def set_default_rights(journal: Journal, seat: Seat, rights: int) -> None:
    """What members of a supergroup may not do.

    Errors: CHAT_ADMIN_REQUIRED, CHAT_NOT_MODIFIED (a channel has none, or they are the same)
    """
    check_may(seat, "ban_users")
    seat = await take_seat(journal, seat)
    check_may(seat, "ban_users")
    channel, before = seat.channel, seat.channel.banned_rights
    if channel.broadcast or rights == before:
        raise RpcError(400, "CHAT_NOT_MODIFIED")
    await store.set_rights(journal.tx, channel.id, rights)
    action = api.ChannelAdminLogEventActionDefaultBannedRights(
        prev_banned_rights=unpack_banned(before), new_banned_rights=unpack_banned(rights)
    )
    await events.note(journal, channel, seat.mine.user_id, Event.SETTINGS, action)
    await journal.append(channel.box, DefaultRightsChanged(channel.id))


async def set_slow(journal: Journal, seat: Seat, seconds: int) -> None:
    """How long a member waits between two messages; 0: not at all.

    Errors: CHAT_ADMIN_REQUIRED, SECONDS_INVALID, CHAT_NOT_MODIFIED, CHAT_ID_INVALID (not a supergroup)
    """
    check_may(seat, "ban_users")
    if seat.channel.broadcast:
        raise RpcError(400, "CHAT_ID_INVALID")
    if seconds not in SLOW_SECONDS:
        raise RpcError(400, "SECONDS_INVALID")
    if seconds == seat.channel.slow_seconds:
        raise RpcError(400, "CHAT_NOT_MODIFIED")
    await journal.lock([seat.channel.box])
    await store.set_slow(journal.tx, seat.channel.id, seconds)
    action = api.ChannelAdminLogEventActionToggleSlowMode(
        prev_value=seat.channel.slow_seconds, new_value=seconds
    )
    await events.note(journal, seat.channel, seat.mine.user_id, Event.SETTINGS, action)
    await tell(journal, seat.channel.id, [seat.mine.user_id], 0)
