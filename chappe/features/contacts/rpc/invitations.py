"""`contacts.*`: links that lead to an account for a while; a number that is shown to a contact."""

from chappe.features.contacts import store
from chappe.features.contacts.invitations import LINK_SECONDS, read_token, write_token
from chappe.features.privacy.actions import make_exception
from chappe.features.users import store as users
from chappe.features.users.access import access_user, hold_self
from chappe.features.users.peer_settings import PeerSettingsChanged
from chappe.features.users.rules import Key
from chappe.features.users.sight import look
from chappe.features.users.view import render_users
from chappe.ids import BoxId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import method
from chappe.tl import api
from chappe.updates.render import render_own

LINK = "tg://contact?token={}"


@method("contacts.exportContactToken")
async def export_token(
    call: Call, q: api.contacts.ExportContactToken
) -> api.ExportedContactToken:
    """Make a link that leads to the caller for some hours.

    Wire: https://core.telegram.org/method/contacts.exportContactToken
    """
    until = int(call.now) + LINK_SECONDS
    token = write_token(call.world.secret, call.user_id, until)
    return api.ExportedContactToken(url=LINK.format(token), expires=until)


@method("contacts.importContactToken")
async def import_token(call: Call, q: api.contacts.ImportContactToken) -> "api.TypeUser":
    """Return the account that a link leads to.

    Wire:   https://core.telegram.org/method/contacts.importContactToken
    Errors: IMPORT_TOKEN_INVALID (none of ours, or its time is over)
    """
    user_id = read_token(call.world.secret, q.token, call.now)
    user = None if user_id is None else await users.find(call.tx, user_id)
    if user is None or user.deleted:
        raise RpcError(400, "IMPORT_TOKEN_INVALID")
    (shown,) = await render_users(call.tx, call.viewer, {user.id})
    return shown


@method("contacts.acceptContact", writes=True)
async def share_phone(call: Call, q: api.contacts.AcceptContact) -> "api.TypeUpdates":
    """Show the caller's number to one of its contacts.

    Wire:   https://core.telegram.org/method/contacts.acceptContact
    Errors: CONTACT_ID_INVALID, MSG_ID_INVALID (access_user); CONTACT_ADD_MISSING (not in the address
            book), CONTACT_REQ_MISSING (it sees the number already)
    """
    await hold_self(call.tx, call.viewer)
    user = await access_user(call.tx, call.viewer, q.id, error="CONTACT_ID_INVALID")
    sight = await look(call.tx, call.user_id, {user.id})
    if not sight.between.mine_of(user.id).contact:
        raise RpcError(400, "CONTACT_ADD_MISSING")
    if sight.allows(user, Key.PHONE_NUMBER):
        raise RpcError(400, "CONTACT_REQ_MISSING")
    await make_exception(call.journal, sight.me, Key.PHONE_NUMBER, user.id)
    await call.journal.append(BoxId(call.user_id), PeerSettingsChanged(user.peer))
    return await render_own(call.tx, call.viewer, call.journal.entries)


@method("contacts.resetSaved", writes=True)
async def reset_saved(call: Call, q: api.contacts.ResetSaved) -> bool:
    """Forget the numbers of the caller's address book; accounts stay in it.

    Wire: https://core.telegram.org/method/contacts.resetSaved
    """
    await store.delete_all(call.tx, call.user_id)
    return True
