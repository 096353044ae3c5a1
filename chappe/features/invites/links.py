"""Links are made, changed, revoked and forgotten."""

import secrets
from dataclasses import replace

from chappe.features.channels import events
from chappe.features.channels.events import Event
from chappe.features.channels.model import Channel
from chappe.features.invites import store
from chappe.features.invites.access import Place, lock
from chappe.features.invites.model import Invite, InviteMark
from chappe.features.invites.view import render_invite
from chappe.ids import UserId
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.log import Journal

TITLE_LENGTH_MAX = 32
USAGE_MAX = 99999
LINKS_MAX = 1000
"""Living and revoked ones of an admin in one group, each."""
HASH_BYTES = 12
"""Sixteen letters: clients look for at least that many."""


def checked(invite: Invite, now: float) -> Invite:
    """A link as it may be kept.

    Errors: EXPIRE_DATE_INVALID (in the past), USAGE_LIMIT_INVALID (or together with requests)
    """
    if invite.expires_at < 0 or 0 < invite.expires_at <= now:
        raise RpcError(400, "EXPIRE_DATE_INVALID")
    requested = InviteMark.REQUEST in invite.marks
    if not 0 <= invite.usage_limit <= USAGE_MAX or (requested and invite.usage_limit):
        raise RpcError(400, "USAGE_LIMIT_INVALID")
    return replace(invite, title=invite.title.replace("\0", "").strip()[:TITLE_LENGTH_MAX])


def blank(place: Place, admin: UserId, at: int, marks: InviteMark) -> Invite:
    """A link that nothing is known of yet."""
    hash_ = secrets.token_urlsafe(HASH_BYTES)
    return Invite(hash_, place.peer, admin, "", at, 0, 0, 0, 0, 0, marks)


async def make(journal: Journal, place: Place, invite: Invite) -> Invite:
    """Keep a new link.

    Errors: EXPIRE_DATE_INVALID, USAGE_LIMIT_INVALID, INVITES_TOO_MUCH
    """
    invite = checked(invite, journal.now)
    await lock(journal, place.peer)
    for revoked in (False, True):
        kept = await store.count(journal.tx, place.peer, invite.admin_id, revoked=revoked)
        if kept >= LINKS_MAX:
            raise RpcError(400, "INVITES_TOO_MUCH")
    await store.insert(journal.tx, invite)
    return invite


async def make_permanent(journal: Journal, place: Place, admin: UserId, prefix: str) -> Invite:
    """A new permanent link of an admin, in the place of the one before.

    Errors: INVITES_TOO_MUCH
    """
    await lock(journal, place.peer)
    before = await store.find_permanent(journal.tx, place.peer, admin)
    if before is not None:
        await _revoke(journal, place, before, prefix)
    return await make(journal, place, blank(place, admin, journal.at, InviteMark.PERMANENT))


async def revoke(
    journal: Journal, place: Place, invite: Invite, prefix: str
) -> tuple[Invite, Invite | None]:
    """Nobody comes in by a link any more; with what took its place, when it was a permanent one.

    Errors: INVITE_HASH_EXPIRED (it is revoked already), INVITES_TOO_MUCH
    """
    await lock(journal, place.peer)
    if InviteMark.REVOKED in invite.marks:
        raise RpcError(400, "INVITE_HASH_EXPIRED")
    revoked = await _revoke(journal, place, invite, prefix)
    if InviteMark.PERMANENT not in invite.marks:
        return revoked, None
    new = blank(place, invite.admin_id, journal.at, InviteMark.PERMANENT)
    return revoked, await make(journal, place, new)


async def _revoke(journal: Journal, place: Place, invite: Invite, prefix: str) -> Invite:
    revoked = replace(invite, marks=invite.marks | InviteMark.REVOKED)
    await store.change(journal.tx, revoked)
    shown = render_invite(prefix, revoked)
    await _note(
        journal, place, api.ChannelAdminLogEventActionExportedInviteRevoke(invite=shown)
    )
    return revoked


async def edit(
    journal: Journal, place: Place, before: Invite, after: Invite, prefix: str
) -> Invite:
    """A link is otherwise from now on.

    Errors: CHAT_INVITE_PERMANENT, INVITE_HASH_EXPIRED (a revoked one), EXPIRE_DATE_INVALID,
            USAGE_LIMIT_INVALID
    """
    if InviteMark.REVOKED in before.marks:
        raise RpcError(400, "INVITE_HASH_EXPIRED")
    if InviteMark.PERMANENT in before.marks:
        raise RpcError(400, "CHAT_INVITE_PERMANENT")
    after = replace(checked(after, journal.now), changed_at=journal.at)
    await lock(journal, place.peer)
    await store.change(journal.tx, after)
    action = api.ChannelAdminLogEventActionExportedInviteEdit(
        prev_invite=render_invite(prefix, before), new_invite=render_invite(prefix, after)
    )
    await _note(journal, place, action)
    return after


async def delete(journal: Journal, place: Place, invite: Invite, prefix: str) -> None:
    """Forget a revoked link.

    Errors: INVITE_REVOKED_MISSING (it is not revoked)
    """
    if InviteMark.REVOKED not in invite.marks:
        raise RpcError(400, "INVITE_REVOKED_MISSING")
    await lock(journal, place.peer)
    await store.delete(journal.tx, invite.hash)
    shown = render_invite(prefix, invite)
    await _note(
        journal, place, api.ChannelAdminLogEventActionExportedInviteDelete(invite=shown)
    )


async def _note(
    journal: Journal, place: Place, action: "api.TypeChannelAdminLogEventAction"
) -> None:
    """Channels remember what was done; basic groups have no such list."""
    if isinstance(place.group, Channel):
        await events.note(journal, place.group, place.me, Event.INVITES, action)
