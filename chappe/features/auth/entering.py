"""The one way in and the one way out: a key comes to belong to an account, or to nobody."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass

from chappe.db.database import Tx
from chappe.features.auth import notices, store, tokens
from chappe.features.auth.model import Login
from chappe.features.keys import store as keys
from chappe.features.keys.ending import forgets
from chappe.features.password import store as passwords
from chappe.features.users.model import User
from chappe.ids import AuthKeyId, DcId, UserId
from chappe.rpc.call import Call, World
from chappe.rpc.errors import RpcError
from chappe.updates.log import Journal

LAYER_OF_SRP = 91
"""Before it, a client sent a hash of the password, which nothing here could be compared with."""


@dataclass(frozen=True, slots=True)
class Entered:
    """Who has signed in. `future_token`: what lets this device in again without a code."""

    user: User
    future_token: bytes | None


def key_of(call: Call) -> AuthKeyId:
    """The permanent key of a call; the gates let no unbound key in."""
    assert call.caller.perm_key_id is not None
    return call.caller.perm_key_id


def draw_hash() -> int:
    """A name for a login; never 0, which means the one that asks."""
    return secrets.randbits(62) + 1


async def enter_or_ask(
    call: Call, user: User, *, hash_: int | None = None, confirmed: bool = False
) -> Entered:
    """Sign in, unless there is a password to be shown first.

    Errors: SESSION_PASSWORD_NEEDED; UPDATE_APP_TO_LOGIN (the app cannot prove a password as it is now)
    """
    if await passwords.has(call.tx, user.id):
        if call.layer < LAYER_OF_SRP:
            raise RpcError(406, "UPDATE_APP_TO_LOGIN")
        await passwords.put_wait(call.tx, key_of(call), user.id, int(call.now))
        # 401: TDLib takes no other code for it, whatever the documents say.
        raise RpcError(401, "SESSION_PASSWORD_NEEDED", keep=True)
    return await enter(call, user, hash_=hash_, confirmed=confirmed)


async def enter(
    call: Call, user: User, *, hash_: int | None = None, confirmed: bool = False
) -> Entered:
    """Let the caller's key belong to an account; the account's other devices hear of it.

    `hash_`: the name of the login, when it has been told already; `confirmed`: another device of the
    account has let it in.
    """
    tx, key_id, info = call.tx, key_of(call), call.caller.info
    before = await store.find(tx, key_id)
    if before is not None and before.user_id != user.id:
        await end(call.world, call.journal, [key_id])
    others = [each for each in await store.of_user(tx, user.id) if each.key_id != key_id]
    if user.bot is not None:  # as many processes as it likes, and nobody to be asked or told
        others = []
    login = Login(
        key_id=key_id,
        user_id=user.id,
        hash=hash_ or draw_hash(),
        main_key_id=None,
        api_id=0 if info is None else info.api_id,
        made_at=int(call.now),
        unconfirmed=bool(others) and not confirmed,
    )
    if others:
        await notices.tell_new_login(call.journal, user, login.hash, info, call.caller.address)
    await store.put(tx, login)
    await passwords.delete_wait(tx, key_id)
    await tokens.delete_login_token(tx, key_id)
    await keys.note_heard(tx, key_id, int(call.now), call.caller.address)
    await _sign(call.world, call.journal, [key_id], user.id)
    if user.bot is not None:
        return Entered(user, None)
    return Entered(user, await tokens.make_future(tx, call.now, user.id, key_id))


async def enter_copy(call: Call, user: User, main_key_id: AuthKeyId) -> Entered:
    """Let the caller's key be a copy of a login at the user's own data center.

    A key that the user is signed in with already stays what it is.
    """
    info, before = call.caller.info, await store.find(call.tx, key_of(call))
    if before is not None and before.user_id == user.id:
        return Entered(user, None)
    if before is not None:
        await end(call.world, call.journal, [before.key_id])
    login = Login(
        key_id=key_of(call),
        user_id=user.id,
        hash=draw_hash(),
        main_key_id=main_key_id,
        api_id=0 if info is None else info.api_id,
        made_at=int(call.now),
    )
    await store.put(call.tx, login)
    await keys.note_heard(call.tx, login.key_id, int(call.now), call.caller.address)
    away = call.world.settings.strict_dcs and user.dc_id != call.caller.dc_id
    home_dc = user.dc_id if away else None
    await _sign(call.world, call.journal, [login.key_id], user.id, home_dc)
    return Entered(user, None)


async def end(world: World, journal: Journal, ids: Collection[AuthKeyId]) -> None:
    """Let some keys, and the copies of their logins, belong to nobody."""
    every = [*ids, *await store.copies(journal.tx, ids)]
    await tokens.forget_future(journal.tx, every)
    await store.delete(journal.tx, every)
    await _sign(world, journal, every, None)


@forgets
async def forget_key(tx: Tx, key_id: AuthKeyId) -> list[AuthKeyId]:
    """A key is destroyed, and its login with it. The token of a log-out stays: clients do that after it."""
    copies = await store.copies(tx, [key_id])
    await store.delete(tx, [key_id, *copies])
    await passwords.delete_wait(tx, key_id)
    await tokens.delete_login_token(tx, key_id)
    if copies:
        await keys.sign(tx, copies, None)
    return copies


async def _sign(
    world: World,
    journal: Journal,
    ids: Collection[AuthKeyId],
    user_id: UserId | None,
    home_dc: DcId | None = None,
) -> None:
    await keys.sign(journal.tx, ids, user_id, home_dc)

    def tell() -> None:
        for key_id in ids:
            world.sign(key_id, user_id, home_dc)

    journal.after_commit(tell)
