"""An account's number and its end."""

import hmac
import secrets
from dataclasses import replace

from chappe.couriers.courier import Purpose
from chappe.db.database import Tx
from chappe.features.auth import notices, store, tokens
from chappe.features.auth.entering import end
from chappe.features.auth.model import (
    ACCOUNT_DAYS_BOUNDS,
    DELETION_SECONDS,
    AccountLife,
)
from chappe.features.auth.sending import access_code
from chappe.features.auth.signing import check
from chappe.features.codes import store as codes_store
from chappe.features.keys import store as keys
from chappe.features.password import store as passwords
from chappe.features.password.access import access_password, access_user
from chappe.features.password.model import Password
from chappe.features.users import store as users
from chappe.features.users.actions import change_phone, delete_user
from chappe.features.users.model import User
from chappe.rpc.call import Call, World
from chappe.rpc.errors import RpcError, unregistered
from chappe.tl import api
from chappe.updates.log import Journal

DAY_SECONDS = 24 * 60 * 60


async def check_free(tx: Tx, phone: str) -> None:
    """Whether a number may be taken. Errors: PHONE_NUMBER_OCCUPIED"""
    if await users.find_by_phone(tx, phone) is not None:
        raise RpcError(400, "PHONE_NUMBER_OCCUPIED")


async def take_phone(call: Call, phone: str, code_id: str, shown: str) -> User:
    """Give the caller's account another number, whose code is shown.

    Errors: PHONE_CODE_EMPTY, PHONE_CODE_HASH_EMPTY, PHONE_CODE_INVALID, PHONE_CODE_EXPIRED,
    PHONE_NUMBER_OCCUPIED
    """
    if not shown:
        raise RpcError(400, "PHONE_CODE_EMPTY")
    code = await access_code(call.tx, call, phone, code_id, Purpose.CHANGE_PHONE)
    await check(call.tx, code, call.now, shown)
    user = await users.find(call.tx, call.user_id)
    assert user is not None, "the caller is signed in"
    await change_phone(call.journal, user, phone)
    return replace(user, phone=phone)


async def set_account_days(call: Call, days: int) -> None:
    """After how many days of silence the account is deleted. Errors: TTL_DAYS_INVALID"""
    least, most = ACCOUNT_DAYS_BOUNDS
    if not least <= days <= most:
        raise RpcError(400, "TTL_DAYS_INVALID")
    life = await store.find_life(call.tx, call.user_id)
    await store.put_life(call.tx, replace(life, account_days=days))


async def delete_account(call: Call, proof: "api.TypeInputCheckPasswordSRP | None") -> None:
    """Delete the account of whoever is signed in, or has shown a code and owes the password.

    Errors: AUTH_KEY_UNREGISTERED; those of access_password; 2FA_CONFIRM_WAIT_%d (not without the password
    yet: it was not set just now, and somebody uses the account)
    """
    user_id = await access_user(call.tx, call.caller, call.now)
    user = await users.find(call.tx, user_id)
    if user is None or user.deleted:
        raise unregistered()
    password = await passwords.find(call.tx, user_id)
    if password is not None and isinstance(proof, api.InputCheckPasswordSRP):
        await access_password(call.tx, call.caller, call.now, proof)
    elif password is not None:
        await _check_delay(call, user, password)
    await delete(call.world, call.journal, user)


async def _check_delay(call: Call, user: User, password: Password) -> None:
    """Let whoever does not know the password delete an account only a week after asking."""
    life = await store.find_life(call.tx, user.id)
    if life.deletion_at is None:
        if not await _is_in_use(call, user, password):
            return
        life = replace(
            life,
            deletion_at=int(call.now) + DELETION_SECONDS,
            deletion_token=secrets.token_hex(16),
        )
        assert life.deletion_token is not None, "see above"
        days = DELETION_SECONDS // DAY_SECONDS
        await notices.tell_deletion(call.journal, user, life.deletion_token, days)
        await store.put_life(call.tx, life)
    assert life.deletion_at is not None, "see above"
    left = life.deletion_at - int(call.now)
    if left > 0:
        raise RpcError(420, "2FA_CONFIRM_WAIT_%d", left, keep=True)


async def _is_in_use(call: Call, user: User, password: Password) -> bool:
    """Whether the password is older than a week and a device was there within one."""
    since = int(call.now) - DELETION_SECONDS
    if password.made_at > since:
        return False
    if call.caller.user_id is not None:
        return True
    logins = await store.of_user(call.tx, user.id)
    found = await keys.find_many(call.tx, {each.key_id for each in logins})
    return any(key.noted_at > since for key in found.values())


async def delete(world: World, journal: Journal, user: User) -> None:
    """Delete an account: nobody is signed in with it any more, and only its number is left."""
    await delete_user(journal, user)
    every = [each.key_id for each in await store.of_user(journal.tx, user.id)]
    await end(world, journal, every)
    await tokens.forget_user(journal.tx, user.id)
    await passwords.delete_all(journal.tx, user.id)
    await codes_store.delete_all(journal.tx, user.id)
    await store.delete_life(journal.tx, user.id)
    await store.set_quiet_about_joining(journal.tx, user.id, quiet=False)


async def access_deletion(tx: Tx, call: Call, token: str) -> AccountLife:
    """A deletion of the caller's account that may be called off with this. Errors: HASH_INVALID"""
    life = await store.find_life(tx, call.user_id)
    known = life.deletion_token
    if known is None or not hmac.compare_digest(known.encode(), token.encode()):
        raise RpcError(400, "HASH_INVALID")
    return life


async def call_deletion_off(call: Call, code_id: str, shown: str) -> None:
    """Keep the account, because its owner has the number.

    Errors: PHONE_CODE_EMPTY, CODE_HASH_INVALID, PHONE_CODE_INVALID, PHONE_CODE_EXPIRED
    """
    if not shown:
        raise RpcError(400, "PHONE_CODE_EMPTY")
    code = await codes_store.find(call.tx, code_id)
    mine = code is not None and code.user_id == call.user_id
    if code is None or not mine or code.purpose is not Purpose.CONFIRM_PHONE:
        raise RpcError(400, "CODE_HASH_INVALID")
    await check(call.tx, code, call.now, shown)
    life = await store.find_life(call.tx, call.user_id)
    await store.put_life(call.tx, replace(life, deletion_at=None, deletion_token=None))
