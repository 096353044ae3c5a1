"""Signing in with a code, and making an account."""

from chappe.couriers.courier import Purpose
from chappe.db.database import Tx
from chappe.features.auth import emails, store, tokens
from chappe.features.auth.entering import Entered, enter, enter_or_ask
from chappe.features.auth.notices import tell_joined
from chappe.features.auth.sending import access_code
from chappe.features.codes import actions as codes
from chappe.features.codes import store as codes_store
from chappe.features.codes.model import Code, Verdict
from chappe.features.codes.phones import dc_of_test_number
from chappe.features.password import store as passwords
from chappe.features.users import relations
from chappe.features.users import store as users
from chappe.features.users.actions import make_user
from chappe.features.users.model import User
from chappe.features.users.news import TOLD_MAX
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import catalogue
from chappe.tl.api import auth

SEPARATOR = " "
"""Before layer 105 auth.signUp brought the code along; `tl/drift` puts it behind the hash."""


def check_dc(call: Call, phone: str, user: User | None) -> None:
    """Send clients to the data center of a number, where there are several. Errors: PHONE_MIGRATE_%d"""
    if not call.world.settings.strict_dcs:
        return
    home = dc_of_test_number(phone) if user is None else user.dc_id
    if home is not None and home != call.caller.dc_id and home in call.world.dc_ids():
        raise RpcError(303, "PHONE_MIGRATE_%d", home)


async def enter_by_token(call: Call, user: User, token: bytes) -> Entered:
    """Let a device in that was signed in before, by a token that is good.

    Errors: SESSION_PASSWORD_NEEDED; AUTH_RESTART (another has just used it up)
    """
    if not await tokens.take_future(call.tx, user.id, token):
        raise RpcError(500, "AUTH_RESTART")
    return await enter_or_ask(call, user, confirmed=True)


async def sign_in(call: Call, phone: str, code_id: str, shown: str) -> Entered | None:
    """Sign in with a code; None when the number has no account yet.

    Errors: PHONE_CODE_EMPTY, PHONE_CODE_INVALID, PHONE_CODE_EXPIRED, PHONE_CODE_HASH_EMPTY,
    SESSION_PASSWORD_NEEDED; PHONE_NUMBER_UNOCCUPIED (before layer 105, in the place of None)
    """
    if not shown:
        raise RpcError(400, "PHONE_CODE_EMPTY")
    code = await access_code(call.tx, call, phone, code_id, Purpose.SIGN_IN)
    await check(call.tx, code, call.now, shown)
    user = await users.find_by_phone(call.tx, phone)
    if user is not None:
        if await passwords.has(call.tx, user.id):
            # Whoever has the account deleted for want of the password may make a new one.
            await codes.keep_proven(call.tx, code, call.now)
        else:
            await emails.settle(call.tx, call.now, user, code)
        return await enter_or_ask(call, user)
    await codes.keep_proven(call.tx, code, call.now)
    if not knows_sign_up_required(call):
        raise RpcError(400, "PHONE_NUMBER_UNOCCUPIED", keep=True)
    return None


def knows_sign_up_required(call: Call) -> bool:
    """Whether the caller's layer has a word for a right code without an account."""
    shapes = catalogue.at(catalogue.clamp(call.layer)).constructors
    return auth.AuthorizationSignUpRequired.NAME in shapes


async def check(tx: Tx, code: Code, now: float, shown: str) -> None:
    """Take a right code. Errors: PHONE_CODE_INVALID, PHONE_CODE_EXPIRED"""
    match await codes.check(tx, code, now, shown):
        case Verdict.GONE:
            raise RpcError(400, "PHONE_CODE_EXPIRED", keep=True)
        case Verdict.WRONG:
            raise RpcError(400, "PHONE_CODE_INVALID", keep=True)
        case Verdict.RIGHT:
            return


async def sign_up(
    call: Call,
    phone: str,
    code_id: str,
    first_name: str,
    last_name: str,
    *,
    quietly: bool = False,
) -> Entered:
    """Make an account for a number whose code was right; unless `quietly`, those who have had the number
    in their address books hear of it.

    Errors: PHONE_CODE_EXPIRED, PHONE_CODE_INVALID, FIRSTNAME_INVALID, LASTNAME_INVALID,
    PHONE_NUMBER_OCCUPIED
    """
    code_id, _, shown = code_id.partition(SEPARATOR)
    code = await access_code(call.tx, call, phone, code_id, Purpose.SIGN_IN)
    if shown and not code.proven:
        await check(call.tx, code, call.now, shown)
    elif not code.proven:
        raise RpcError(400, "PHONE_CODE_INVALID")
    lang_code = call.caller.info.lang_code if call.caller.info else ""
    user = await make_user(
        call.journal, phone, first_name, last_name, call.caller.dc_id, lang_code
    )
    await codes_store.delete(call.tx, code.id)
    if not quietly:
        await _tell_joined(call, user)
    return await enter(call, user)


async def _tell_joined(call: Call, user: User) -> None:
    owners = await relations.find_owners(call.tx, user.id, TOLD_MAX)
    quiet = await store.quiet_about_joining(call.tx, owners) if owners else set()
    await tell_joined(call.journal, user, {each: each in quiet for each in owners})
