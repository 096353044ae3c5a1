"""`auth.*`: QR codes, and logins that go to another data center."""

from chappe.features.apps import store as apps
from chappe.features.apps.access import access_app
from chappe.features.auth import elsewhere
from chappe.features.auth.entering import Entered
from chappe.features.auth.view import render_entered, render_login
from chappe.features.keys import store as keys
from chappe.features.password import store as passwords
from chappe.rpc.call import Call
from chappe.rpc.method import Who, method
from chappe.tl import api


@method("auth.exportLoginToken", who=Who.ANYONE, writes=True)
async def export_login_token(
    call: Call, q: api.auth.ExportLoginToken
) -> "api.auth.TypeLoginToken":
    """Return a token to be shown as a QR code; or sign in, when the one before was accepted.

    Wire:   https://core.telegram.org/method/auth.exportLoginToken
    Errors: API_ID_INVALID, API_ID_PUBLISHED_FLOOD (access_app); SESSION_PASSWORD_NEEDED (show)
    """
    await access_app(call.tx, call.world.settings.profile, q.api_id, q.api_hash)
    return await _render(call, await elsewhere.show(call, q.api_id, q.except_ids))


@method("auth.importLoginToken", who=Who.ANYONE, writes=True)
async def import_login_token(
    call: Call, q: api.auth.ImportLoginToken
) -> "api.auth.TypeLoginToken":
    """Sign in at the user's own data center with a token that was shown at another.

    Wire:   https://core.telegram.org/method/auth.importLoginToken
    Errors: AUTH_TOKEN_INVALID, AUTH_TOKEN_EXPIRED, SESSION_PASSWORD_NEEDED (take)
    """
    return await _render(call, await elsewhere.take(call, q.token))


@method("auth.acceptLoginToken", writes=True)
async def accept_login_token(call: Call, q: api.auth.AcceptLoginToken) -> api.Authorization:
    """Let a device in whose QR code was scanned.

    Wire:   https://core.telegram.org/method/auth.acceptLoginToken
    Errors: AUTH_TOKEN_INVALID, AUTH_TOKEN_EXPIRED, AUTH_TOKEN_ALREADY_ACCEPTED, AUTH_TOKEN_EXCEPTION
            (accept)
    """
    token, login = await elsewhere.accept(call, q.token)
    found = await keys.find_many(call.tx, [token.key_id])
    titles = await apps.find_many(call.tx, [token.api_id])
    pending = await passwords.has(call.tx, call.user_id)
    return render_login(
        login,
        found.get(token.key_id),
        titles.get(token.api_id),
        call.now,
        password_pending=pending,
    )


@method("auth.exportAuthorization", who=Who.SIGNED_IN, writes=True)
async def export_authorization(
    call: Call, q: api.auth.ExportAuthorization
) -> api.auth.ExportedAuthorization:
    """Return what lets the same client in at another data center, once and within minutes.

    Wire:   https://core.telegram.org/method/auth.exportAuthorization
    Errors: DC_ID_INVALID (export)
    """
    made = await elsewhere.export(call, q.dc_id)
    return api.auth.ExportedAuthorization(id=call.user_id, bytes=made)


@method("auth.importAuthorization", who=Who.ANYONE, writes=True)
async def import_authorization(
    call: Call, q: api.auth.ImportAuthorization
) -> "api.auth.TypeAuthorization":
    """Sign in with what was exported at the user's own data center.

    Wire:   https://core.telegram.org/method/auth.importAuthorization
    Errors: AUTH_BYTES_INVALID, USER_ID_INVALID (take_copy)
    """
    return await render_entered(call, await elsewhere.take_copy(call, q.id, q.bytes))


async def _render(
    call: Call, what: elsewhere.Shown | elsewhere.Moved | Entered
) -> "api.auth.TypeLoginToken":
    match what:
        case elsewhere.Shown():
            return api.auth.LoginToken(expires=what.until, token=what.token)
        case elsewhere.Moved():
            return api.auth.LoginTokenMigrateTo(dc_id=what.dc_id, token=what.token)
        case Entered():
            return api.auth.LoginTokenSuccess(authorization=await render_entered(call, what))
