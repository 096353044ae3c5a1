"""Links are made and looked at by admins."""

from dataclasses import replace

from chappe.features.invites import store
from chappe.features.invites.access import Place, access_link, access_place, hash_of, lock
from chappe.features.invites.links import (
    blank,
    delete,
    edit,
    make,
    make_permanent,
    revoke,
)
from chappe.features.invites.model import Invite, InviteMark
from chappe.features.invites.pricing import checked_price
from chappe.features.invites.view import link_prefix, render_invite
from chappe.features.users.access import access_user
from chappe.ids import UserId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.render import render_peers_of

PAGE_MAX = 100


def _shown(call: Call, invite: Invite) -> api.ChatInviteExported:
    return render_invite(link_prefix(call), invite)


async def _answer(
    call: Call, invite: Invite, instead: Invite | None = None
) -> "api.messages.TypeExportedChatInvite":
    """A link, or one with what took its place."""
    shown = _shown(call, invite)
    users, _ = await render_peers_of(call.tx, call.viewer, [shown])
    if instead is None:
        return api.messages.ExportedChatInvite(invite=shown, users=users)
    return api.messages.ExportedChatInviteReplaced(
        invite=shown, new_invite=_shown(call, instead), users=users
    )


@method("messages.exportChatInvite", who=Who.SIGNED_IN, writes=True)
async def export(call: Call, q: api.messages.ExportChatInvite) -> "api.TypeExportedChatInvite":
    """Make a link into a group or channel.

    Wire:   https://core.telegram.org/method/messages.exportChatInvite
    Errors: PEER_ID_INVALID, CHAT_ID_INVALID, CHANNEL_INVALID, CHANNEL_PRIVATE, CHAT_ADMIN_REQUIRED
            (access_place); EXPIRE_DATE_INVALID, USAGE_LIMIT_INVALID, INVITES_TOO_MUCH (make);
            PRICING_CHAT_INVALID, SUBSCRIPTION_PERIOD_INVALID, STARS_AMOUNT_INVALID (checked_price)
    """
    place = await access_place(call.tx, call.viewer, q.peer)
    period, stars = checked_price(call, place, q)
    if q.legacy_revoke_permanent:
        prefix = link_prefix(call)
        return _shown(call, await make_permanent(call.journal, place, call.user_id, prefix))
    marks = InviteMark.REQUEST if q.request_needed else InviteMark(0)
    new = replace(
        blank(place, call.user_id, int(call.now), marks),
        title=q.title or "",
        expires_at=q.expire_date or 0,
        usage_limit=q.usage_limit or 0,
        period=period,
        stars=stars,
    )
    return _shown(call, await make(call.journal, place, new))


async def _admin(call: Call, place: Place, named: "api.TypeInputUser") -> UserId:
    """The admin whose links are asked for.

    Errors: ADMIN_ID_INVALID, CHAT_ADMIN_REQUIRED (another one's, and the caller is not the creator)
    """
    admin = await access_user(call.tx, call.viewer, named, error="ADMIN_ID_INVALID")
    if admin.id != call.user_id and not place.creator:
        raise RpcError(400, "CHAT_ADMIN_REQUIRED")
    return admin.id


@method("messages.getExportedChatInvites", who=Who.USER)
async def get_links(
    call: Call, q: api.messages.GetExportedChatInvites
) -> api.messages.ExportedChatInvites:
    """Return links of an admin, the newest first.

    Wire:   https://core.telegram.org/method/messages.getExportedChatInvites
    Errors: PEER_ID_INVALID, CHAT_ID_INVALID, CHANNEL_INVALID, CHANNEL_PRIVATE, CHAT_ADMIN_REQUIRED
            (access_place); ADMIN_ID_INVALID
    """
    place = await access_place(call.tx, call.viewer, q.peer)
    admin = await _admin(call, place, q.admin_id)
    limit = max(0, min(q.limit, PAGE_MAX))
    offset = (q.offset_date or 0, hash_of(q.offset_link or ""))
    found = await store.find_page(call.tx, place.peer, admin, offset, limit, revoked=q.revoked)
    count = await store.count(call.tx, place.peer, admin, revoked=q.revoked)
    shown = [_shown(call, each) for each in found]
    users, _ = await render_peers_of(call.tx, call.viewer, shown)
    return api.messages.ExportedChatInvites(count=count, invites=[*shown], users=users)


@method("messages.getExportedChatInvite", who=Who.USER)
async def get_link(
    call: Call, q: api.messages.GetExportedChatInvite
) -> "api.messages.TypeExportedChatInvite":
    """Return one link.

    Wire:   https://core.telegram.org/method/messages.getExportedChatInvite
    Errors: PEER_ID_INVALID, CHANNEL_INVALID, CHANNEL_PRIVATE, CHAT_ADMIN_REQUIRED (access_place);
            INVITE_HASH_EXPIRED (access_link)
    """
    place = await access_place(call.tx, call.viewer, q.peer)
    return await _answer(call, await access_link(call.tx, place, q.link))


@method("messages.editExportedChatInvite", who=Who.SIGNED_IN, writes=True)
async def edit_link(
    call: Call, q: api.messages.EditExportedChatInvite
) -> "api.messages.TypeExportedChatInvite":
    """Change a link, or revoke it; a permanent one that is revoked is replaced.

    Wire:   https://core.telegram.org/method/messages.editExportedChatInvite
    Errors: PEER_ID_INVALID, CHANNEL_PRIVATE, CHAT_ADMIN_REQUIRED (access_place); INVITE_HASH_EXPIRED
            (access_link); CHAT_INVITE_PERMANENT, EXPIRE_DATE_INVALID, USAGE_LIMIT_INVALID (edit);
            PRICING_CHAT_INVALID (whoever pays need not be let in besides)
    """
    place = await access_place(call.tx, call.viewer, q.peer)
    await lock(call.journal, place.peer)
    before = await access_link(call.tx, place, q.link)
    if q.revoked:
        return await _answer(
            call, *await revoke(call.journal, place, before, link_prefix(call))
        )
    marks = before.marks
    if q.request_needed is not None:
        if q.request_needed and before.stars:
            raise RpcError(400, "PRICING_CHAT_INVALID")
        off = marks & ~InviteMark.REQUEST
        marks = off | InviteMark.REQUEST if q.request_needed else off
    after = replace(
        before,
        title=before.title if q.title is None else q.title,
        expires_at=before.expires_at if q.expire_date is None else q.expire_date,
        usage_limit=before.usage_limit if q.usage_limit is None else q.usage_limit,
        marks=marks,
    )
    return await _answer(
        call, await edit(call.journal, place, before, after, link_prefix(call))
    )


@method("messages.deleteExportedChatInvite", who=Who.USER, writes=True)
async def delete_link(call: Call, q: api.messages.DeleteExportedChatInvite) -> bool:
    """Forget a revoked link.

    Wire:   https://core.telegram.org/method/messages.deleteExportedChatInvite
    Errors: PEER_ID_INVALID, CHAT_ADMIN_REQUIRED (access_place); INVITE_HASH_EXPIRED (access_link);
            INVITE_REVOKED_MISSING (delete)
    """
    place = await access_place(call.tx, call.viewer, q.peer)
    await lock(call.journal, place.peer)
    invite = await access_link(call.tx, place, q.link)
    await delete(call.journal, place, invite, link_prefix(call))
    return True


@method("messages.deleteRevokedExportedChatInvites", who=Who.USER, writes=True)
async def delete_revoked(call: Call, q: api.messages.DeleteRevokedExportedChatInvites) -> bool:
    """Forget all revoked links of an admin.

    Wire:   https://core.telegram.org/method/messages.deleteRevokedExportedChatInvites
    Errors: PEER_ID_INVALID, CHAT_ADMIN_REQUIRED (access_place); ADMIN_ID_INVALID
    """
    place = await access_place(call.tx, call.viewer, q.peer)
    admin = await _admin(call, place, q.admin_id)
    await lock(call.journal, place.peer)
    await store.delete_revoked(call.tx, place.peer, admin)
    return True


@method("messages.getAdminsWithInvites", who=Who.USER)
async def get_admins(
    call: Call, q: api.messages.GetAdminsWithInvites
) -> api.messages.ChatAdminsWithInvites:
    """Return which admins have how many links, to the creator.

    Wire:   https://core.telegram.org/method/messages.getAdminsWithInvites
    Errors: PEER_ID_INVALID, CHAT_ADMIN_REQUIRED (access_place; or the caller is not the creator)
    """
    place = await access_place(call.tx, call.viewer, q.peer)
    if not place.creator:
        raise RpcError(400, "CHAT_ADMIN_REQUIRED")
    shown = [
        api.ChatAdminWithInvites(
            admin_id=each.admin_id,
            invites_count=each.living,
            revoked_invites_count=each.revoked,
        )
        for each in await store.tally(call.tx, place.peer)
    ]
    users, _ = await render_peers_of(call.tx, call.viewer, shown)
    return api.messages.ChatAdminsWithInvites(admins=[*shown], users=users)
