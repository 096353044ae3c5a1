"""The devices of an account: who may end which, what they may be told."""

from dataclasses import replace

from chappe.config import Profile
from chappe.db.database import Tx
from chappe.features.auth import store
from chappe.features.auth.entering import end, key_of
from chappe.features.auth.model import FRESH_SECONDS, LOGIN_DAYS_BOUNDS, Login
from chappe.features.auth.notices import NewAuthorization
from chappe.ids import BoxId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError


async def access_login(tx: Tx, call: Call, hash_: int) -> Login:
    """A device of the caller's account, 0: the one that calls. Errors: HASH_INVALID"""
    if hash_ == 0:
        found = await store.find(tx, key_of(call))
    else:
        found = (await store.with_hashes(tx, call.user_id, [hash_])).get(hash_)
    if found is None or found.user_id != call.user_id:
        raise RpcError(400, "HASH_INVALID")
    return found


async def check_not_fresh(tx: Tx, call: Call, error: str) -> None:
    """In production, keep a device that has just come in from throwing others out. Errors: `error`"""
    if call.world.settings.profile is not Profile.PRODUCTION:
        return
    login = await store.find(tx, key_of(call))
    if login is None or call.now < login.made_at + FRESH_SECONDS:
        raise RpcError(406, error)


async def end_one(call: Call, hash_: int) -> None:
    """Sign another device of the account out. Errors: HASH_INVALID, FRESH_RESET_AUTHORISATION_FORBIDDEN"""
    if hash_ == 0:
        raise RpcError(400, "HASH_INVALID")
    login = await access_login(call.tx, call, hash_)
    await check_not_fresh(call.tx, call, "FRESH_RESET_AUTHORISATION_FORBIDDEN")
    await end(call.world, call.journal, [login.key_id])


async def end_others(call: Call) -> None:
    """Sign all other devices of the account out. Errors: FRESH_RESET_AUTHORISATION_FORBIDDEN"""
    await check_not_fresh(call.tx, call, "FRESH_RESET_AUTHORISATION_FORBIDDEN")
    mine = key_of(call)
    every = await store.of_user(call.tx, call.user_id)
    others = [each.key_id for each in every if each.key_id != mine]
    if others:
        await end(call.world, call.journal, others)


async def change(
    call: Call,
    hash_: int,
    *,
    confirmed: bool,
    encrypted_off: bool | None,
    calls_off: bool | None,
) -> None:
    """Confirm a device, or change what it takes. Errors: HASH_INVALID"""
    login = await access_login(call.tx, call, hash_)
    changed = replace(
        login,
        unconfirmed=login.unconfirmed and not confirmed,
        encrypted_off=login.encrypted_off if encrypted_off is None else encrypted_off,
        calls_off=login.calls_off if calls_off is None else calls_off,
    )
    if changed.unconfirmed != login.unconfirmed:
        await call.journal.append(BoxId(call.user_id), NewAuthorization(login.hash))
    if changed != login:
        await store.set_marks(call.tx, changed)


async def set_login_days(call: Call, days: int) -> None:
    """After how many days of silence a device is signed out.

    Errors: TTL_DAYS_INVALID, FRESH_RESET_AUTHORISATION_FORBIDDEN
    """
    least, most = LOGIN_DAYS_BOUNDS
    if not least <= days <= most:
        raise RpcError(400, "TTL_DAYS_INVALID")
    await check_not_fresh(call.tx, call, "FRESH_RESET_AUTHORISATION_FORBIDDEN")
    life = await store.find_life(call.tx, call.user_id)
    await store.put_life(call.tx, replace(life, login_days=days))
