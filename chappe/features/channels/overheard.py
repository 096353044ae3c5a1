"""What bots hear of who is what in a channel: of themselves always, of others when they are admins.

It stands in their queues only (`Journal.overhear`): a client asks for the members when it wants to know.
"""

from collections.abc import Callable
from copy import copy
from typing import TYPE_CHECKING, Any

from chappe.features.channels import store
from chappe.features.channels.model import Channel
from chappe.features.channels.nameless import find_nameless, without_nameless
from chappe.ids import UserId, is_bot, user_peer
from chappe.tl import api
from chappe.updates.log import Journal
from chappe.updates.peers import peer_on_wire

if TYPE_CHECKING:
    from chappe.tl.build import TLObject

Change = tuple[UserId, "api.TypeChannelParticipant | None", "api.TypeChannelParticipant"]
"""Who, what one was, what one is. None: nothing, one was outside."""


def _member(user_id: UserId, at: int) -> "api.TypeChannelParticipant":
    return api.ChannelParticipant(user_id=user_id, date=at)


def _came(actor: UserId, at: int, _action: Any) -> Change:
    return actor, None, _member(actor, at)


def _left(actor: UserId, at: int, _action: Any) -> Change:
    gone = api.ChannelParticipantLeft(peer=peer_on_wire(user_peer(actor)))
    return actor, _member(actor, at), gone


def _invited(_actor: UserId, _at: int, action: Any) -> Change:
    return UserId(action.participant.user_id), None, action.participant


def _toggled(_actor: UserId, _at: int, action: Any) -> Change:
    return _whose(action.new_participant), action.prev_participant, action.new_participant


def _whose(member: Any) -> UserId:
    if isinstance(member, api.ChannelParticipantBanned | api.ChannelParticipantLeft):
        return UserId(getattr(member.peer, "user_id", 0))
    return UserId(member.user_id)


CHANGES: dict[type["TLObject"], Callable[[UserId, int, Any], Change]] = {
    api.ChannelAdminLogEventActionParticipantJoin: _came,
    api.ChannelAdminLogEventActionParticipantJoinByInvite: _came,
    api.ChannelAdminLogEventActionParticipantJoinByRequest: _came,
    api.ChannelAdminLogEventActionParticipantLeave: _left,
    api.ChannelAdminLogEventActionParticipantInvite: _invited,
    api.ChannelAdminLogEventActionParticipantToggleAdmin: _toggled,
    api.ChannelAdminLogEventActionParticipantToggleBan: _toggled,
}


async def overhear(
    journal: Journal, channel: Channel, actor: UserId, action: "TLObject"
) -> None:
    """Let the bots that it concerns hear of what is noted of a channel."""
    change = CHANGES.get(type(action))
    if change is None:
        return
    user_id, before, after = change(actor, journal.at, action)
    if not user_id:
        return
    there = await store.find_bots(journal.tx, channel.id)
    members = await store.find_members(journal.tx, channel.id, there) if there else {}
    led = {bot for bot, member in members.items() if member.standing.leads}
    bots = set(led)
    if is_bot(user_id):
        bots.add(user_id)
    approved = getattr(action, "approved_by", None)
    update = api.UpdateChannelParticipant(
        channel_id=channel.id,
        date=journal.at,
        actor_id=approved or actor,
        user_id=user_id,
        prev_participant=before,
        new_participant=after,
        invite=getattr(action, "invite", None),
        via_chatlist=getattr(action, "via_chatlist", False),
        qts=0,
    )
    journal.overhear(update, led)
    if bots - led:
        journal.overhear(await _unnamed(journal, channel, update), bots - led)


async def _unnamed(
    journal: Journal, channel: Channel, update: api.UpdateChannelParticipant
) -> api.UpdateChannelParticipant:
    """The same for a bot that leads nothing: it does not learn which anonymous admin has decided of it."""
    tx, actor = journal.tx, UserId(update.actor_id)
    shown = [each for each in (update.prev_participant, update.new_participant) if each]
    named = iter(await without_nameless(tx, channel, shown))
    unnamed = copy(update)
    unnamed.prev_participant = next(named) if update.prev_participant else None
    unnamed.new_participant = next(named) if update.new_participant else None
    if await find_nameless(tx, channel, [actor]):
        unnamed.actor_id, unnamed.invite = update.user_id, None
    return unnamed
