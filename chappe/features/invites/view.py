"""Links and requests on the wire."""

from collections.abc import Collection, Sequence

from chappe.db.database import Tx
from chappe.features.channels import store as channel_store
from chappe.features.channels.access import Seat
from chappe.features.chats import store as chat_store
from chappe.features.chats.full import Full, completes_group_of_call
from chappe.features.help.files import deployment
from chappe.features.invites import store
from chappe.features.invites.model import Importer, Invite, InviteMark
from chappe.features.messages.access import lets_begin
from chappe.features.users.rules import Key
from chappe.features.users.sight import look
from chappe.ids import PeerId, UserId, channel_of, chat_of
from chappe.rpc.call import Call
from chappe.tl import api
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Logged
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import Updates, renders
from chappe.updates.viewer import Viewer

WRITES_SECONDS = 5 * 60
"""So long a bot may begin to write to who asks to be let in.
https://core.telegram.org/bots/api#chatjoinrequest"""
ASKED_MAX = 100
RECENT = 3
"""Faces that clients draw beside the number of those who wait."""


@fact(Kind.PENDING_JOIN_REQUESTS)
class PendingRequests(Fact, frozen=True):
    """Others wait to be let into a group."""

    peer: PeerId


def link_prefix(call: Call) -> str:
    """How addresses of this server begin."""
    return deployment(call.world.settings.data).config.me_url_prefix


def render_invite(prefix: str, invite: Invite) -> api.ChatInviteExported:
    """One link. `prefix`: how addresses of this server begin."""
    requests = InviteMark.REQUEST in invite.marks
    return api.ChatInviteExported(
        revoked=InviteMark.REVOKED in invite.marks,
        permanent=InviteMark.PERMANENT in invite.marks,
        request_needed=requests,
        link=f"{prefix}+{invite.hash}",
        admin_id=invite.admin_id,
        date=invite.made_at,
        start_date=invite.changed_at or None,
        expire_date=invite.expires_at or None,
        usage_limit=invite.usage_limit or None,
        usage=invite.usage or None,
        requested=invite.requested if requests else None,
        title=invite.title or None,
        subscription_pricing=api.StarsSubscriptionPricing(
            period=invite.period, amount=invite.stars
        )
        if invite.stars
        else None,
    )


async def find_about(tx: Tx, viewer: UserId, asker: UserId) -> str:
    """What somebody who waits says of itself, as far as it lets the viewer see it."""
    sight = await look(tx, viewer, [asker])
    user = sight.users.get(asker)
    return user.about if user is not None and sight.allowed(user, Key.ABOUT) else ""


async def render_importers(
    tx: Tx, viewer: Viewer, importers: Sequence[Importer]
) -> list[api.ChatInviteImporter]:
    """Who came in, or waits; of those who wait with what they say of themselves."""
    waiting = {each.user_id for each in importers if each.requested}
    sight = await look(tx, viewer.user_id, waiting)
    about = {
        user.id: user.about
        for user in sight.users.values()
        if user.id in waiting and sight.allowed(user, Key.ABOUT)
    }
    return [
        api.ChatInviteImporter(
            requested=each.requested,
            user_id=each.user_id,
            date=each.at,
            about=about.get(each.user_id) or None,
            approved_by=each.approved_by or None,
        )
        for each in importers
    ]


@lets_begin
async def has_asked(tx: Tx, viewer: Viewer, user_id: UserId) -> bool:
    """Whether somebody has asked just now to be let in where the viewer, a bot, may let people in."""
    since = int(viewer.now) - WRITES_SECONDS
    asked = await store.find_asked(tx, user_id, since, ASKED_MAX)
    return bool(asked and await leading(tx, viewer, asked))


async def leading(tx: Tx, viewer: Viewer, peers: Collection[PeerId]) -> set[PeerId]:
    """Those of some groups into which the viewer may let people by links."""
    chats = {chat_id for peer in peers if (chat_id := chat_of(peer)) is not None}
    channels = {each for peer in peers if (each := channel_of(peer)) is not None}
    members = await chat_store.find_standings(tx, viewer.user_id, chats)
    found = {PeerId(-each) for each, member in members.items() if member.standing.leads}
    known = await channel_store.find_many(tx, channels)
    seats = await channel_store.find_of_user(tx, viewer.user_id, channels)
    return found | {
        known[each].peer
        for each, mine in seats.items()
        if each in known and Seat(known[each], mine).may("invite_users")
    }


@renders(PendingRequests)
async def render_pending(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updatePendingJoinRequests, for those who may still let people in."""
    facts = [entry.fact for entry in entries if isinstance(entry.fact, PendingRequests)]
    led = await leading(tx, viewer, {each.peer for each in facts})
    pending = await store.find_pending(tx, led, RECENT)
    shown: list[Updates] = []
    for each in facts:
        total, users = pending.get(each.peer, (0, []))
        update = api.UpdatePendingJoinRequests(
            peer=peer_on_wire(each.peer), requests_pending=total, recent_requesters=[*users]
        )
        shown.append([update] if each.peer in led else [])
    return shown


@completes_group_of_call
async def complete_group(call: Call, peer: PeerId, full: Full) -> None:
    """For admins: their permanent link, and who waits."""
    if not await leading(call.tx, call.viewer, [peer]):
        return
    invite = await store.find_permanent(call.tx, peer, call.user_id)
    if invite is not None:
        full.exported_invite = render_invite(link_prefix(call), invite)
    pending = await store.find_pending(call.tx, [peer], RECENT)
    if peer in pending:
        full.requests_pending, users = pending[peer]
        full.recent_requesters = [*users]
