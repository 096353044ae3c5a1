"""`auth.*`: signing in with a code."""

from chappe.features.auth import store
from chappe.features.auth.actions import (
    CODE_SECONDS_MAX,
    access_sent,
    check_code,
    clean_phone,
    send_code,
    sign,
)
from chappe.features.users import store as users
from chappe.features.users.actions import make_user
from chappe.features.users.view import render_users
from chappe.ids import UserId
from chappe.logs import log
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.viewer import Viewer


@method("auth.sendCode", who=Who.ANYONE, writes=True)
async def send_login_code(call: Call, q: api.auth.SendCode) -> "api.auth.TypeSentCode":
    """Send a login code to a phone number.

    Wire:   https://core.telegram.org/method/auth.sendCode
    Errors: PHONE_NUMBER_INVALID
    """
    phone = clean_phone(q.phone_number)
    sent = await send_code(call.tx, phone, int(call.now))
    log.warning("login code", phone=phone, code=sent.code)
    return api.auth.SentCode(
        type=api.auth.SentCodeTypeSms(length=len(sent.code)),
        phone_code_hash=sent.hash,
        timeout=CODE_SECONDS_MAX,
    )


@method("auth.signIn", who=Who.ANYONE, writes=True)
async def sign_in(call: Call, q: api.auth.SignIn) -> "api.auth.TypeAuthorization":
    """Sign in with a code.

    Wire:   https://core.telegram.org/method/auth.signIn
    Errors: PHONE_NUMBER_INVALID, PHONE_CODE_EMPTY, PHONE_CODE_INVALID, PHONE_CODE_EXPIRED (check_code)
    """
    phone = clean_phone(q.phone_number)
    await check_code(call.tx, phone, q.phone_code_hash, q.phone_code or "", int(call.now))
    user = await users.find_by_phone(call.tx, phone)
    if user is None:
        await store.confirm(call.tx, phone)
        return api.auth.AuthorizationSignUpRequired()
    await store.delete(call.tx, phone)
    return await _signed_in(call, user.id)


@method("auth.signUp", who=Who.ANYONE, writes=True)
async def sign_up(call: Call, q: api.auth.SignUp) -> "api.auth.TypeAuthorization":
    """Make an account for a number whose code was given.

    Wire:   https://core.telegram.org/method/auth.signUp
    Errors: PHONE_NUMBER_INVALID, PHONE_CODE_EXPIRED, PHONE_CODE_INVALID, FIRSTNAME_INVALID,
            LASTNAME_INVALID, PHONE_NUMBER_OCCUPIED
    """
    phone = clean_phone(q.phone_number)
    sent = await access_sent(call.tx, phone, q.phone_code_hash, int(call.now))
    if not sent.confirmed:
        raise RpcError(400, "PHONE_CODE_INVALID")
    lang_code = call.caller.info.lang_code if call.caller.info else ""
    user = await make_user(
        call.journal, phone, q.first_name, q.last_name, call.caller.dc_id, lang_code
    )
    await store.delete(call.tx, phone)
    return await _signed_in(call, user.id)


async def _signed_in(call: Call, user_id: UserId) -> api.auth.Authorization:
    await sign(call, user_id)
    viewer = Viewer(user_id, call.world.secret, call.now)
    (user,) = await render_users(call.tx, viewer, {user_id})
    return api.auth.Authorization(user=user)


@method("auth.logOut", who=Who.SIGNED_IN, writes=True)
async def log_out(call: Call, q: api.auth.LogOut) -> api.auth.LoggedOut:
    """Sign out on this key.

    Wire: https://core.telegram.org/method/auth.logOut
    """
    await sign(call, None)
    return api.auth.LoggedOut()
