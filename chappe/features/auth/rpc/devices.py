"""`account.*` and `auth.*`: the list of devices, and the way out."""

from chappe.couriers.courier import Purpose
from chappe.features.apps import store as apps
from chappe.features.auth import devices, store, tokens
from chappe.features.auth.entering import end, key_of
from chappe.features.auth.view import render_logins
from chappe.features.codes import store as codes_store
from chappe.features.keys import store as keys
from chappe.rpc.call import Call
from chappe.rpc.method import Who, method
from chappe.tl import api

CODES_MAX = 10
"""In one message of the service account stands one code."""


@method("auth.logOut", who=Who.SIGNED_IN, writes=True)
async def log_out(call: Call, q: api.auth.LogOut) -> api.auth.LoggedOut:
    """Sign out on this key; the token lets the same device in again without a code.

    Wire: https://core.telegram.org/method/auth.logOut
    """
    key_id, user_id = key_of(call), call.user_id
    login = await store.find(call.tx, key_id)
    await end(call.world, call.journal, [key_id])
    if login is None or login.main_key_id is not None:
        return api.auth.LoggedOut()
    token = await tokens.make_future(call.tx, call.now, user_id, key_id)
    return api.auth.LoggedOut(future_auth_token=token)


@method("account.getAuthorizations")
async def get_authorizations(
    call: Call, q: api.account.GetAuthorizations
) -> api.account.Authorizations:
    """Return the devices of the account, the one that asks first.

    Wire: https://core.telegram.org/method/account.getAuthorizations
    """
    logins = await store.of_user(call.tx, call.user_id)
    found = await keys.find_many(call.tx, {each.key_id for each in logins})
    titles = await apps.find_many(call.tx, {each.api_id for each in logins})
    life = await store.find_life(call.tx, call.user_id)
    return render_logins(call, logins, found, titles, life)


@method("account.resetAuthorization", writes=True)
async def reset_authorization(call: Call, q: api.account.ResetAuthorization) -> bool:
    """Sign another device of the account out.

    Wire:   https://core.telegram.org/method/account.resetAuthorization
    Errors: HASH_INVALID, FRESH_RESET_AUTHORISATION_FORBIDDEN (end_one)
    """
    await devices.end_one(call, q.hash)
    return True


@method("auth.resetAuthorizations", writes=True)
async def reset_authorizations(call: Call, q: api.auth.ResetAuthorizations) -> bool:
    """Sign all other devices of the account out.

    Wire:   https://core.telegram.org/method/auth.resetAuthorizations
    Errors: FRESH_RESET_AUTHORISATION_FORBIDDEN (end_others)
    """
    await devices.end_others(call)
    return True


@method("account.setAuthorizationTTL", writes=True)
async def set_authorization_ttl(call: Call, q: api.account.SetAuthorizationTTL) -> bool:
    """Say after how many days of silence a device is signed out.

    Wire:   https://core.telegram.org/method/account.setAuthorizationTTL
    Errors: TTL_DAYS_INVALID, FRESH_RESET_AUTHORISATION_FORBIDDEN (set_login_days)
    """
    await devices.set_login_days(call, q.authorization_ttl_days)
    return True


@method("account.changeAuthorizationSettings", writes=True)
async def change_authorization_settings(
    call: Call, q: api.account.ChangeAuthorizationSettings
) -> bool:
    """Confirm a new device, or say which of secret chats and calls a device takes.

    Wire:   https://core.telegram.org/method/account.changeAuthorizationSettings
    Errors: HASH_INVALID (access_login)
    """
    await devices.change(
        call,
        q.hash,
        confirmed=q.confirmed,
        encrypted_off=q.encrypted_requests_disabled,
        calls_off=q.call_requests_disabled,
    )
    return True


@method("account.invalidateSignInCodes", writes=True)
async def invalidate_sign_in_codes(call: Call, q: api.account.InvalidateSignInCodes) -> bool:
    """Make login codes worthless that may have been seen by others.

    Wire: https://core.telegram.org/method/account.invalidateSignInCodes
    """
    shown = q.codes[:CODES_MAX]
    await codes_store.delete_shown(call.tx, call.user_id, Purpose.SIGN_IN, shown)
    return True
