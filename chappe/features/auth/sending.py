"""Which way a code goes, and sending it that way.

To an account's other devices when it has some; else to the login address when one is set; else by phone.
Where an administrator wants login addresses and there is none, it is not sent before one is set up.
"""

from chappe.couriers.courier import Medium, Purpose, Undeliverable
from chappe.db.database import Tx
from chappe.features.auth import notices, store
from chappe.features.auth.entering import key_of
from chappe.features.auth.model import RESEND_SECONDS
from chappe.features.codes import actions as codes
from chappe.features.codes import store as codes_store
from chappe.features.codes.actions import TooMany
from chappe.features.codes.model import (
    APP,
    EMAIL_DIGITS,
    PHONE_DIGITS,
    SENDS_MAX,
    Code,
    LoginEmail,
)
from chappe.features.codes.phones import dc_of_test_number
from chappe.features.users.model import User
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError

PHONE, EMAIL = Medium.PHONE.value, Medium.EMAIL.value
SETUP = "setup"
"""The medium of a code that is not sent yet: a login address has to be set up before."""


LAYER_OF_SETUP = 145
"""Before it, clients knew nothing of login addresses."""


async def route(
    tx: Tx, call: Call, user: User | None, phone: str
) -> tuple[str, LoginEmail | None]:
    """How a login code reaches somebody: the medium, and the address if it is e-mail."""
    if user is None:
        return PHONE, None
    login = await codes_store.login_email(tx, user.id)
    if login is not None and login.reset_at is not None and login.reset_at <= call.now:
        login = None
    wanted = call.world.settings.login_email and dc_of_test_number(phone) is None
    if login is None and wanted and call.layer >= LAYER_OF_SETUP:
        return SETUP, None
    medium = await route_past_email(tx, call, user)
    if medium == PHONE and login is not None:
        return EMAIL, login
    return medium, None


async def route_past_email(tx: Tx, call: Call, user: User | None) -> str:
    """How a login code reaches somebody, leaving e-mail aside."""
    others = [] if user is None else await store.of_user(tx, user.id)
    return APP if any(each.key_id != key_of(call) for each in others) else PHONE


def new_code(
    call: Call, purpose: Purpose, phone: str, user: User | None, medium: str = PHONE
) -> Code:
    """A code that was not sent yet; that of a test number is known to everybody."""
    dc = dc_of_test_number(phone)
    digits = EMAIL_DIGITS if medium == EMAIL else PHONE_DIGITS
    return Code(
        id=codes.draw_id(),
        purpose=purpose,
        medium=PHONE if dc is not None and medium == EMAIL else medium,
        address=phone,
        key_id=key_of(call),
        user_id=None if user is None else user.id,
        code=codes.draw(digits) if dc is None else str(dc) * PHONE_DIGITS,
        sends=0,
        sent_at=0,
        until=0,
    )


async def send(call: Call, code: Code, email: str | None = None) -> Code:
    """Send a code on its way, for the first time or again.

    Unless it goes to other devices, no statement of the call's transaction may stand before it.
    Errors: PHONE_NUMBER_FLOOD, SMS_CODE_CREATE_FAILED
    """
    try:
        if code.medium in {PHONE, EMAIL} and dc_of_test_number(code.address) is None:
            return await codes.send(call.world, call.now, code, call.caller.address, to=email)
        sent = codes.renewed(code, int(call.now))
        await codes.keep(call.tx, call.world.settings.profile, sent, call.caller.address)
    except TooMany:
        raise RpcError(400, "PHONE_NUMBER_FLOOD") from None
    except Undeliverable:
        raise RpcError(400, "SMS_CODE_CREATE_FAILED") from None
    if sent.medium == APP and sent.user_id is not None:
        await notices.tell_code(call.journal, sent.user_id, sent.code)
    return sent


async def access_code(tx: Tx, call: Call, phone: str, code_id: str, *purposes: Purpose) -> Code:
    """The code that was sent to a number, as the key that asked for it names it.

    Errors: PHONE_CODE_HASH_EMPTY, PHONE_CODE_EXPIRED
    """
    if not code_id:
        raise RpcError(400, "PHONE_CODE_HASH_EMPTY")
    code = await codes_store.find(tx, code_id)
    if (
        code is None
        or code.address != phone
        or code.key_id != key_of(call)
        or code.purpose not in purposes
        or code.until <= call.now
    ):
        raise RpcError(400, "PHONE_CODE_EXPIRED")
    return code


def next_medium(code: Code, now: float) -> str:
    """How a code goes when it is asked for again. Errors: SEND_CODE_UNAVAILABLE"""
    if code.medium == APP:
        return PHONE
    if (
        code.medium == SETUP
        or code.sends >= SENDS_MAX
        or now < code.sent_at + RESEND_SECONDS
        or code.proven
    ):
        raise RpcError(406, "SEND_CODE_UNAVAILABLE")
    return code.medium
