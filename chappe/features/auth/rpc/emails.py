"""`account.*` and `auth.*` about login addresses."""

from dataclasses import replace

from chappe.couriers.courier import Purpose, Undeliverable
from chappe.db.database import Tx
from chappe.features.auth import emails
from chappe.features.auth.rpc.codes import phone_of
from chappe.features.auth.sending import access_code, route_past_email, send
from chappe.features.auth.view import render_sent
from chappe.features.codes import actions as codes
from chappe.features.codes.actions import TooMany
from chappe.features.codes.model import Code
from chappe.features.password.email import pattern
from chappe.features.users import store as users
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.rpc.settled import settled
from chappe.tl import api


@method("account.sendVerifyEmailCode", who=Who.ANYONE, writes=True)
async def send_verify_email_code(
    call: Call, q: api.account.SendVerifyEmailCode
) -> api.account.SentEmailCode:
    """Send a code to what shall be the login address: while signing in, or of a signed-in user.

    Wire:   https://core.telegram.org/method/account.sendVerifyEmailCode
    Errors: PHONE_NUMBER_INVALID (phone_of); PHONE_HASH_EXPIRED, EMAIL_NOT_ALLOWED (access_setup);
            AUTH_KEY_UNREGISTERED, EMAIL_NOT_SETUP (access_change); EMAIL_INVALID (verification);
            EMAIL_NOT_ALLOWED (Passport; it cannot be delivered), FLOOD_WAIT_%d
    """
    async with call.world.database.transaction(write=False) as tx:
        code = await _new_code(tx, call, q.purpose, q.email)
    try:
        sent = await codes.send(call.world, call.now, code, call.caller.address)
    except Undeliverable:
        raise RpcError(400, "EMAIL_NOT_ALLOWED") from None
    except TooMany:
        left = codes.DAY_SECONDS - int(call.now) % codes.DAY_SECONDS
        raise RpcError(420, "FLOOD_WAIT_%d", left) from None
    return api.account.SentEmailCode(email_pattern=pattern(sent.address), length=len(sent.code))


async def _new_code(
    tx: Tx, call: Call, purpose: "api.TypeEmailVerifyPurpose", address: str
) -> Code:
    match purpose:
        case api.EmailVerifyPurposeLoginSetup():
            phone = phone_of(call, purpose.phone_number)
            login = await emails.access_setup(tx, call, phone, purpose.phone_code_hash)
            return emails.verification(call, address, login, None)
        case api.EmailVerifyPurposeLoginChange():
            user_id = await emails.access_change(tx, call)
            return emails.verification(call, address, None, user_id)
        case api.EmailVerifyPurposePassport():
            raise RpcError(400, "EMAIL_NOT_ALLOWED")


@method("account.verifyEmail", who=Who.ANYONE, writes=True)
async def verify_email(
    call: Call, q: api.account.VerifyEmail
) -> "api.account.TypeEmailVerified":
    """Prove a login address; while signing in the login code is sent then.

    Wire:   https://core.telegram.org/method/account.verifyEmail
    Errors: PHONE_NUMBER_INVALID (phone_of); PHONE_HASH_EXPIRED, EMAIL_NOT_ALLOWED (access_setup);
            AUTH_KEY_UNREGISTERED, EMAIL_NOT_SETUP (access_change); CODE_INVALID, EMAIL_VERIFY_EXPIRED
            (verify); EMAIL_NOT_ALLOWED (Passport, Google, Apple); PHONE_NUMBER_FLOOD,
            SMS_CODE_CREATE_FAILED (send)
    """
    match q.purpose:
        case api.EmailVerifyPurposeLoginSetup():
            phone = phone_of(call, q.purpose.phone_number)
            return await _verify_setup(call, phone, q.purpose.phone_code_hash, q.verification)
        case api.EmailVerifyPurposeLoginChange():
            shown = emails.shown_code(q.verification)
            user_id = await emails.access_change(call.tx, call)
            address = await emails.verify_change(call.tx, call.now, user_id, shown)
            return api.account.EmailVerified(email=address)
        case api.EmailVerifyPurposePassport():
            raise RpcError(400, "EMAIL_NOT_ALLOWED")


async def _verify_setup(
    call: Call, phone: str, code_id: str, shown: "api.TypeEmailVerification"
) -> api.account.EmailVerifiedLogin:
    digits = emails.shown_code(shown)

    async def work(tx: Tx) -> tuple[str, Code]:
        login = await emails.access_setup(tx, call, phone, code_id)
        address = await emails.verify_setup(tx, call.now, login, digits)
        user = await users.find_by_phone(tx, phone)
        return address, replace(login, medium=await route_past_email(tx, call, user))

    address, login = await settled(call.world.database, work)
    sent = await send(call, replace(login, sends=0))
    return api.account.EmailVerifiedLogin(email=address, sent_code=render_sent(call, sent))


@method("auth.resetLoginEmail", who=Who.ANYONE, writes=True)
async def reset_login_email(call: Call, q: api.auth.ResetLoginEmail) -> "api.auth.TypeSentCode":
    """Have codes come by phone again in a week, because their e-mail cannot be read.

    Wire:   https://core.telegram.org/method/auth.resetLoginEmail
    Errors: PHONE_NUMBER_INVALID (phone_of); PHONE_CODE_HASH_EMPTY, PHONE_CODE_EXPIRED (access_code);
            EMAIL_INSTALL_MISSING, TASK_ALREADY_EXISTS (reset)
    """
    phone = phone_of(call, q.phone_number)
    code = await access_code(call.tx, call, phone, q.phone_code_hash, Purpose.SIGN_IN)
    asked = await emails.reset(call.tx, call.now, code)
    return render_sent(call, code, asked.email, asked.reset_at)
