"""`auth.*`: signing in with a code, and with a password behind it."""

from dataclasses import replace

from chappe.couriers.courier import Medium, Purpose
from chappe.features.apps.access import access_app
from chappe.features.auth import tokens
from chappe.features.auth.entering import Entered, enter
from chappe.features.auth.sending import (
    access_code,
    new_code,
    next_medium,
    route,
    send,
)
from chappe.features.auth.signing import check_dc, enter_by_token
from chappe.features.auth.signing import sign_in as sign_in_with_code
from chappe.features.auth.signing import sign_up as sign_up_with_code
from chappe.features.auth.view import render_entered, render_sent
from chappe.features.codes import store as codes_store
from chappe.features.codes.bans import check_not_banned
from chappe.features.codes.phones import clean_phone
from chappe.features.help.files import deployment
from chappe.features.help.view import render_terms
from chappe.features.password.access import access_password
from chappe.features.password.access import access_user as access_waiting
from chappe.features.password.actions import recover
from chappe.features.password.settings import read_wish
from chappe.features.users import store as users
from chappe.ids import UserId
from chappe.logs import log
from chappe.rpc.call import Call
from chappe.rpc.errors import unregistered
from chappe.rpc.method import Who, method
from chappe.tl import api

RESENT = (
    Purpose.SIGN_IN,
    Purpose.CHANGE_PHONE,
    Purpose.CONFIRM_PHONE,
)


def phone_of(call: Call, text: str) -> str:
    """A number as it is kept. Errors: PHONE_NUMBER_INVALID"""
    return clean_phone(text, call.world.settings.profile)


@method("auth.sendCode", who=Who.ANYONE, writes=True)
async def send_login_code(call: Call, q: api.auth.SendCode) -> "api.auth.TypeSentCode":
    """Send a login code: to the account's other devices, its login address, or the phone.

    A token of an earlier log-out lets the same device in at once. What a client would take besides (calls,
    Firebase) is not offered here.

    Wire:   https://core.telegram.org/method/auth.sendCode
    Errors: PHONE_NUMBER_INVALID (phone_of); API_ID_INVALID, API_ID_PUBLISHED_FLOOD (access_app);
            PHONE_NUMBER_BANNED (check_not_banned);
            PHONE_MIGRATE_%d (check_dc); SESSION_PASSWORD_NEEDED,
            UPDATE_APP_TO_LOGIN, AUTH_RESTART (enter_by_token);
            PHONE_NUMBER_FLOOD, SMS_CODE_CREATE_FAILED (send)
    """
    phone = phone_of(call, q.phone_number)
    async with call.world.database.transaction(write=False) as tx:
        await access_app(tx, call.world.settings.profile, q.api_id, q.api_hash)
        await check_not_banned(tx, phone)
        user = await users.find_by_phone(tx, phone)
        check_dc(call, phone, user)
        medium, login = await route(tx, call, user, phone)
        token = None
        if user is not None:
            shown = q.settings.logout_tokens or ()
            token = await tokens.find_future(tx, call.now, user.id, shown)
    if user is not None and token is not None:
        entered = await enter_by_token(call, user, token)
        return api.auth.SentCodeSuccess(authorization=await render_entered(call, entered))
    email = None if login is None else login.email
    sent = await send(call, new_code(call, Purpose.SIGN_IN, phone, user, medium), email)
    return render_sent(call, sent, email, None if login is None else login.reset_at)


@method("auth.resendCode", who=Who.ANYONE, writes=True)
async def resend_code(call: Call, q: api.auth.ResendCode) -> "api.auth.TypeSentCode":
    """Send the same code once more, by phone when it went to other devices before.

    Wire:   https://core.telegram.org/method/auth.resendCode
    Errors: PHONE_NUMBER_INVALID (phone_of); PHONE_CODE_HASH_EMPTY, PHONE_CODE_EXPIRED (access_code);
            SEND_CODE_UNAVAILABLE (next_medium: too early, or too often); PHONE_NUMBER_FLOOD,
            SMS_CODE_CREATE_FAILED (send)
    """
    phone = phone_of(call, q.phone_number)
    async with call.world.database.transaction(write=False) as tx:
        code = await access_code(tx, call, phone, q.phone_code_hash, *RESENT)
        login = None
        if code.user_id is not None:
            login = await codes_store.login_email(tx, code.user_id)
    medium = next_medium(code, call.now)
    email = login.email if medium == Medium.EMAIL.value and login is not None else None
    sent = await send(call, replace(code, medium=medium), email)
    return render_sent(call, sent, email)


@method("auth.cancelCode", who=Who.ANYONE, writes=True)
async def cancel_code(call: Call, q: api.auth.CancelCode) -> bool:
    """Forget a code that was sent.

    Wire:   https://core.telegram.org/method/auth.cancelCode
    Errors: PHONE_NUMBER_INVALID (phone_of); PHONE_CODE_HASH_EMPTY, PHONE_CODE_EXPIRED (access_code)
    """
    phone = phone_of(call, q.phone_number)
    code = await access_code(call.tx, call, phone, q.phone_code_hash, *RESENT)
    return await codes_store.delete(call.tx, code.id)


@method("auth.reportMissingCode", who=Who.ANYONE)
async def report_missing_code(call: Call, q: api.auth.ReportMissingCode) -> bool:
    """Tell the administrator, in the log, that a code by phone did not arrive.

    Wire:   https://core.telegram.org/method/auth.reportMissingCode
    Errors: PHONE_NUMBER_INVALID (phone_of); PHONE_CODE_HASH_EMPTY, PHONE_CODE_EXPIRED (access_code)
    """
    phone = phone_of(call, q.phone_number)
    code = await access_code(call.tx, call, phone, q.phone_code_hash, *RESENT)
    network = q.mnc if q.mnc.isascii() and q.mnc.isdigit() else ""
    log.warning("a code is said to be missing", medium=code.medium, network=network[:8])
    return True


@method("auth.signIn", who=Who.ANYONE, writes=True)
async def sign_in(call: Call, q: api.auth.SignIn) -> "api.auth.TypeAuthorization":
    """Sign in with a code.

    Wire:   https://core.telegram.org/method/auth.signIn
    Errors: PHONE_NUMBER_INVALID (phone_of); PHONE_CODE_EMPTY, PHONE_CODE_HASH_EMPTY, PHONE_CODE_INVALID,
            PHONE_CODE_EXPIRED, SESSION_PASSWORD_NEEDED, UPDATE_APP_TO_LOGIN, PHONE_NUMBER_UNOCCUPIED
            (sign_in_with_code)
    """
    shown = q.phone_code or ""
    if isinstance(q.email_verification, api.EmailVerificationCode):
        shown = q.email_verification.code
    phone = phone_of(call, q.phone_number)
    entered = await sign_in_with_code(call, phone, q.phone_code_hash, shown)
    if entered is None:
        terms = render_terms(deployment(call.world.settings.data))
        return api.auth.AuthorizationSignUpRequired(terms_of_service=terms)
    return await render_entered(call, entered)


@method("auth.signUp", who=Who.ANYONE, writes=True)
async def sign_up(call: Call, q: api.auth.SignUp) -> "api.auth.TypeAuthorization":
    """Make an account for a number whose code was right.

    Wire:   https://core.telegram.org/method/auth.signUp
    Errors: PHONE_NUMBER_INVALID (phone_of); PHONE_CODE_HASH_EMPTY, PHONE_CODE_EXPIRED,
            PHONE_CODE_INVALID, FIRSTNAME_INVALID, LASTNAME_INVALID, PHONE_NUMBER_OCCUPIED
            (sign_up_with_code)
    """
    phone = phone_of(call, q.phone_number)
    entered = await sign_up_with_code(
        call,
        phone,
        q.phone_code_hash,
        q.first_name,
        q.last_name,
        quietly=q.no_joined_notifications,
    )
    return await render_entered(call, entered)


@method("auth.checkPassword", who=Who.ANYONE, writes=True)
async def check_password(call: Call, q: api.auth.CheckPassword) -> "api.auth.TypeAuthorization":
    """Sign in with the password, after the code.

    Wire:   https://core.telegram.org/method/auth.checkPassword
    Errors: AUTH_KEY_UNREGISTERED (no code was shown); PASSWORD_HASH_INVALID, SRP_ID_INVALID,
            SRP_A_INVALID, SRP_PASSWORD_CHANGED, FLOOD_WAIT_%d (access_password)
    """
    password = await access_password(call.tx, call.caller, call.now, q.password)
    return await _enter(call, password.user_id)


@method("auth.recoverPassword", who=Who.ANYONE, writes=True)
async def recover_password(
    call: Call, q: api.auth.RecoverPassword
) -> "api.auth.TypeAuthorization":
    """Sign in with a recovery code in the place of the password, which is taken away or set anew.

    Wire:   https://core.telegram.org/method/auth.recoverPassword
    Errors: AUTH_KEY_UNREGISTERED (no code was shown); CODE_EMPTY, CODE_INVALID,
            PASSWORD_RECOVERY_EXPIRED, NEW_SETTINGS_INVALID (recover)
    """
    user_id = await access_waiting(call.tx, call.caller, call.now)
    wish = None if q.new_settings is None else read_wish(q.new_settings)
    await recover(call.tx, call.now, user_id, q.code, wish)
    return await _enter(call, user_id)


async def _enter(call: Call, user_id: UserId) -> api.auth.Authorization:
    """Sign in whoever has shown all that was asked for; who is signed in already stays so."""
    user = await users.find(call.tx, user_id)
    if user is None or user.deleted:
        raise unregistered()
    if call.caller.user_id == user_id:
        return await render_entered(call, Entered(user, None))
    return await render_entered(call, await enter(call, user))
