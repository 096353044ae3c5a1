"""Whose a channel is: it is given away, or goes to another when its owner has left for good.

https://core.telegram.org/api/channel#transferring-ownership-of-a-group-channel
"""

from chappe.config import Profile
from chappe.features.auth import store as logins
from chappe.features.auth.model import FRESH_SECONDS
from chappe.features.channels import events, store, succession
from chappe.features.channels.access import Seat, find_seat, take_seat
from chappe.features.channels.actions import say, tell
from chappe.features.channels.events import Event
from chappe.features.channels.limits import Limits, check_public_room
from chappe.features.channels.model import Channel, Participant
from chappe.features.channels.view import CREATOR_RIGHTS, render_participant
from chappe.features.chats.model import Standing
from chappe.features.chats.rights import pack
from chappe.features.password import store as passwords
from chappe.features.password.access import access_password
from chappe.ids import UserId, is_bot
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.log import Journal
from chappe.updates.viewer import Viewer

FRESH_PASSWORD_SECONDS = 7 * 86_400
"""As the apps say it: a password of a week, a login of a day."""


async def access_owner(call: Call, proof: "api.TypeInputCheckPasswordSRP") -> None:
    """Whether the caller has a password and knows it, and neither it nor this login is new: whoever has stolen a
    device gives nothing away. Apps ask without a proof first: PASSWORD_HASH_INVALID tells them to ask for one.

    Errors: PASSWORD_MISSING, PASSWORD_TOO_FRESH_%d, SESSION_TOO_FRESH_%d (those two in production only);
            PASSWORD_HASH_INVALID and the others of access_password
    """
    password = await passwords.find(call.tx, call.user_id)
    if password is None:
        raise RpcError(400, "PASSWORD_MISSING")
    if call.world.settings.profile is Profile.PRODUCTION:
        _check_age(call, password.made_at + FRESH_PASSWORD_SECONDS, "PASSWORD_TOO_FRESH_%d")
        assert call.caller.perm_key_id is not None, "the caller is signed in"
        login = await logins.find(call.tx, call.caller.perm_key_id)
        since = int(call.now) if login is None else login.made_at
        _check_age(call, since + FRESH_SECONDS, "SESSION_TOO_FRESH_%d")
    await access_password(call.tx, call.caller, call.now, proof)


def _check_age(call: Call, old_at: int, error: str) -> None:
    if old_at > call.now:
        raise RpcError(400, error, old_at - int(call.now))


async def give_away(
    journal: Journal, viewer: Viewer, seat: Seat, user_id: UserId, limits: Limits
) -> None:
    """Make another member the owner of a channel; the one of before is an admin with every right then.

    Errors: CHAT_ADMIN_REQUIRED (the caller is not the owner), CHAT_NOT_MODIFIED (to oneself), USER_ID_INVALID
            (it is not in the channel, or a bot), CHANNELS_ADMIN_PUBLIC_TOO_MUCH (the new owner has too many)
    """
    seat = await take_seat(journal, seat)
    channel, me = seat.channel, seat.mine
    if me.standing is not Standing.CREATOR:
        raise RpcError(400, "CHAT_ADMIN_REQUIRED")
    if user_id == me.user_id:
        raise RpcError(400, "CHAT_NOT_MODIFIED")
    known = await store.find_members(journal.tx, channel.id, [user_id])
    if user_id not in known or not known[user_id].standing.inside or is_bot(user_id):
        raise RpcError(400, "USER_ID_INVALID")
    if channel.public:
        await check_public_room(journal.tx, user_id, limits)
    await store.give_to(journal.tx, channel.id, user_id)
    rights = pack(CREATOR_RIGHTS)
    await store.set_admin(journal.tx, channel.id, me.user_id, rights, me.rank, user_id)
    for before in (known[user_id], me):
        await _note(journal, viewer, channel, me.user_id, before)
    await tell(journal, channel.id, [me.user_id, user_id], 0)
    await succession.call_off(journal, channel)


async def _note(
    journal: Journal, viewer: Viewer, channel: Channel, actor: UserId, before: Participant
) -> None:
    known = await store.find_members(journal.tx, channel.id, [before.user_id])
    after = known[before.user_id]
    action = api.ChannelAdminLogEventActionParticipantToggleAdmin(
        prev_participant=render_participant(viewer, before),
        new_participant=render_participant(viewer, after),
    )
    await events.note(journal, channel, actor, Event.PROMOTE, action)


async def succeed(journal: Journal, viewer: Viewer, channel: Channel, heir: UserId) -> None:
    """The owner has not come back: an admin owns the channel now, the one who was named if it still is one."""
    await journal.lock(channel.boxes)
    seat = await find_seat(journal.tx, channel.creator_id, channel.id)
    if seat is None or seat.channel.creator_id != channel.creator_id:
        return
    known = (await store.find_members(journal.tx, channel.id, [heir])).get(heir)
    if known is None or known.standing is not Standing.ADMIN:
        first = await succession.find_heir(journal.tx, channel.id)
        if first is None:
            return
        known = (await store.find_members(journal.tx, channel.id, [first]))[first]
    if seat.mine.standing.inside:
        return
    await store.give_to(journal.tx, channel.id, known.user_id)
    if not channel.broadcast:
        action = api.MessageActionChangeCreator(new_creator_id=known.user_id)
        await say(journal, channel.creator_id, channel.id, action)
    await _note(journal, viewer, channel, channel.creator_id, known)
    await tell(journal, channel.id, sorted({known.user_id, channel.creator_id}), 0)
