"""Login addresses: an account's codes by e-mail in the place of the phone.

An administrator may want one of everybody (`--login-email`). Then who has none is asked for it in the middle
of a login: the address is verified by a code of its own, the login code goes where it would have gone, and
only when that is right too, and opens the account, the address is kept. A code that comes by e-mail alone
can therefore only reach an address that an earlier login of the owner has set.
https://core.telegram.org/api/auth#email-verification
"""

from dataclasses import replace

from chappe.couriers.courier import Medium, Purpose
from chappe.db.database import Tx
from chappe.features.auth.entering import key_of
from chappe.features.auth.sending import SETUP, access_code
from chappe.features.codes import actions as codes
from chappe.features.codes import store
from chappe.features.codes.model import EMAIL_DIGITS, Code, LoginEmail, Verdict
from chappe.features.password.email import clean_address
from chappe.features.users.model import User
from chappe.ids import UserId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError, unregistered
from chappe.tl import api

RESET_SECONDS = 7 * 24 * 60 * 60
"""How long the owner of a login address has to notice that somebody wants codes by phone again."""


async def access_setup(tx: Tx, call: Call, phone: str, code_id: str) -> Code:
    """The login in the course of which an address is asked for.

    Errors: PHONE_HASH_EXPIRED, EMAIL_NOT_ALLOWED (none is)
    """
    try:
        code = await access_code(tx, call, phone, code_id, Purpose.SIGN_IN)
    except RpcError:
        raise RpcError(400, "PHONE_HASH_EXPIRED") from None
    if code.medium != SETUP:
        raise RpcError(400, "EMAIL_NOT_ALLOWED")
    return code


async def access_change(tx: Tx, call: Call) -> UserId:
    """The caller, who has a login address to be changed. Errors: AUTH_KEY_UNREGISTERED, EMAIL_NOT_SETUP"""
    user_id = call.caller.user_id
    if user_id is None:
        raise unregistered()
    if await store.login_email(tx, user_id) is None:
        raise RpcError(400, "EMAIL_NOT_SETUP")
    return user_id


def verification(call: Call, address: str, login: Code | None, user_id: UserId | None) -> Code:
    """A new code that proves an address, for a login or for a user. Errors: EMAIL_INVALID"""
    return Code(
        id=codes.draw_id() if login is None else setup_id(login),
        purpose=Purpose.VERIFY_EMAIL,
        medium=Medium.EMAIL.value,
        address=clean_address(address),
        key_id=key_of(call),
        user_id=user_id,
        code=codes.draw(EMAIL_DIGITS),
        sends=0,
        sent_at=0,
        until=0,
    )


def setup_id(login: Code) -> str:
    """By which the verified address of a login is found."""
    return f"setup:{login.id}"


def shown_code(shown: "api.TypeEmailVerification") -> str:
    """The digits that somebody has typed. Errors: EMAIL_NOT_ALLOWED (the word of Google or Apple)"""
    if not isinstance(shown, api.EmailVerificationCode):
        raise RpcError(400, "EMAIL_NOT_ALLOWED")
    return shown.code


async def verify(tx: Tx, code: Code | None, now: float, shown: str) -> Code:
    """The code, when it is the right one. Errors: CODE_INVALID, EMAIL_VERIFY_EXPIRED"""
    verdict = await codes.check(tx, code, now, shown)
    if verdict is Verdict.WRONG:
        raise RpcError(400, "CODE_INVALID", keep=True)
    if code is None or verdict is Verdict.GONE or code.proven:
        raise RpcError(400, "EMAIL_VERIFY_EXPIRED", keep=True)
    return code


async def verify_setup(tx: Tx, now: float, login: Code, shown: str) -> str:
    """The address of a login, proven; it is kept once the login succeeds.

    Errors: CODE_INVALID, EMAIL_VERIFY_EXPIRED
    """
    code = await verify(tx, await store.find(tx, setup_id(login)), now, shown)
    await codes.keep_proven(tx, code, now)
    return code.address


async def verify_change(tx: Tx, now: float, user_id: UserId, shown: str) -> str:
    """Set another login address. Errors: CODE_INVALID, EMAIL_VERIFY_EXPIRED"""
    code = await store.of_user(tx, user_id, Purpose.VERIFY_EMAIL)
    address = (await verify(tx, code, now, shown)).address
    await store.put_login_email(tx, LoginEmail(user_id, address))
    return address


async def settle(tx: Tx, now: float, user: User, login: Code) -> None:
    """What a login that succeeds means for the login address: a verified one is kept, one whose reset is due
    is forgotten."""
    found = await store.find(tx, setup_id(login))
    if found is not None and found.proven:
        await store.delete(tx, found.id)
        await store.put_login_email(tx, LoginEmail(user.id, found.address))
        return
    known = await store.login_email(tx, user.id)
    if known is not None and known.reset_at is not None and known.reset_at <= now:
        await store.delete_login_email(tx, user.id)


async def reset(tx: Tx, now: float, login: Code) -> LoginEmail:
    """Have the login address forgotten in a week, because its mail does not reach who has the phone.

    Errors: EMAIL_INSTALL_MISSING (the code did not go by e-mail), TASK_ALREADY_EXISTS
    """
    if login.user_id is None or login.medium != Medium.EMAIL.value:
        raise RpcError(400, "EMAIL_INSTALL_MISSING")
    known = await store.login_email(tx, login.user_id)
    if known is None:
        raise RpcError(400, "EMAIL_INSTALL_MISSING")
    if known.reset_at is not None:
        raise RpcError(400, "TASK_ALREADY_EXISTS")
    asked = replace(known, reset_at=int(now) + RESET_SECONDS)
    await store.put_login_email(tx, asked)
    return asked
