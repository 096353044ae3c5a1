"""Logins that begin on another device (QR codes) or go to another data center."""

from dataclasses import dataclass

from chappe.features.auth import store, tokens
from chappe.features.auth.entering import (
    Entered,
    draw_hash,
    enter_copy,
    enter_or_ask,
    key_of,
)
from chappe.features.auth.model import (
    EXCEPT_IDS_MAX,
    EXPORT_SECONDS,
    QR_ACCEPTED_SECONDS,
    QR_SECONDS,
    ExportedLogin,
    Login,
    LoginToken,
)
from chappe.features.users import store as users
from chappe.features.users.model import User
from chappe.ids import DcId, UserId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api


@dataclass(frozen=True, slots=True)
class Shown:
    """A token to be shown as a QR code, until then."""

    token: bytes
    until: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A token that was accepted by somebody who is at home at another data center."""

    token: bytes
    dc_id: DcId


async def show(call: Call, api_id: int, except_ids: list[int]) -> Shown | Moved | Entered:
    """A new token; or, when the one before was accepted, what comes of it.

    Errors: SESSION_PASSWORD_NEEDED
    """
    before = await tokens.token_of_key(call.tx, key_of(call))
    if before is not None and before.user_id is not None and before.until > call.now:
        return await _take(call, before)
    excepted = frozenset(UserId(each) for each in except_ids[:EXCEPT_IDS_MAX])
    until = int(call.now) + QR_SECONDS
    token = LoginToken(key_of(call), api_id, until, excepted, None, draw_hash())
    return Shown(await tokens.put_login_token(call.tx, call.now, token), until)


async def _take(call: Call, token: LoginToken) -> Moved | Entered:
    """Sign in with a token that was accepted, here or at the user's own data center.

    Errors: AUTH_TOKEN_INVALID, SESSION_PASSWORD_NEEDED
    """
    assert token.user_id is not None, "it was accepted"
    user = await users.find(call.tx, token.user_id)
    if user is None or user.deleted:
        raise RpcError(400, "AUTH_TOKEN_INVALID")
    if _is_away(call, user):
        made = await tokens.put_login_token(call.tx, call.now, token)
        return Moved(made, user.dc_id)
    await tokens.delete_login_token(call.tx, token.key_id)
    return await enter_or_ask(call, user, hash_=token.hash, confirmed=True)


def _is_away(call: Call, user: User) -> bool:
    return call.world.settings.strict_dcs and user.dc_id != call.caller.dc_id


async def take(call: Call, shown: bytes) -> Moved | Entered:
    """Sign in at the user's own data center with a token that was shown at another.

    Errors: AUTH_TOKEN_INVALID (unknown, or not accepted yet), AUTH_TOKEN_EXPIRED,
    SESSION_PASSWORD_NEEDED
    """
    token = await tokens.find_login_token(call.tx, shown)
    if token is None or (token.user_id is None and token.until > call.now):
        raise RpcError(400, "AUTH_TOKEN_INVALID")
    if token.until <= call.now:
        raise RpcError(400, "AUTH_TOKEN_EXPIRED")
    return await _take(call, token)


async def accept(call: Call, shown: bytes) -> tuple[LoginToken, Login]:
    """Let the device that shows a token in; it is told. The token, and the login that it becomes.

    Errors: AUTH_TOKEN_INVALID, AUTH_TOKEN_EXPIRED, AUTH_TOKEN_ALREADY_ACCEPTED, AUTH_TOKEN_EXCEPTION (the
    account is on that device already)
    """
    token = await tokens.find_login_token(call.tx, shown)
    if token is None:
        raise RpcError(400, "AUTH_TOKEN_INVALID")
    if token.user_id is not None:
        raise RpcError(400, "AUTH_TOKEN_ALREADY_ACCEPTED")
    if token.until <= call.now:
        raise RpcError(400, "AUTH_TOKEN_EXPIRED")
    if call.user_id in token.except_ids or token.key_id == key_of(call):
        raise RpcError(400, "AUTH_TOKEN_EXCEPTION")
    until = int(call.now) + QR_ACCEPTED_SECONDS
    if not await tokens.accept(call.tx, token.key_id, call.user_id, until):
        raise RpcError(400, "AUTH_TOKEN_ALREADY_ACCEPTED")
    call.journal.tell_key(api.UpdateLoginToken(), token.key_id)
    made = int(call.now)
    return token, Login(token.key_id, call.user_id, token.hash, None, token.api_id, made)


async def export(call: Call, dc_id: int) -> bytes:
    """What lets the same client in at another data center, once. Errors: DC_ID_INVALID"""
    known = dc_id in call.world.dc_ids()
    if not known or (call.world.settings.strict_dcs and dc_id == call.caller.dc_id):
        raise RpcError(400, "DC_ID_INVALID")
    login = await store.find(call.tx, key_of(call))
    main = key_of(call) if login is None else login.main_key_id or login.key_id
    until = int(call.now) + EXPORT_SECONDS
    exported = ExportedLogin(call.user_id, main, DcId(dc_id), until)
    return await tokens.export(call.tx, call.now, exported)


async def take_copy(call: Call, user_id: int, shown: bytes) -> Entered:
    """Sign in with what was exported elsewhere.

    Errors: AUTH_BYTES_INVALID (unknown, used, too old, for another data center), USER_ID_INVALID
    """
    exported = await tokens.take_exported(call.tx, shown)
    if exported is None or exported.until <= call.now:
        raise RpcError(400, "AUTH_BYTES_INVALID")
    if exported.user_id != user_id:
        raise RpcError(400, "USER_ID_INVALID")
    here = exported.dc_id == call.caller.dc_id or not call.world.settings.strict_dcs
    main = await store.find(call.tx, exported.key_id)
    user = await users.find(call.tx, exported.user_id)
    if not here or main is None or main.user_id != user_id or user is None:
        raise RpcError(400, "AUTH_BYTES_INVALID")
    return await enter_copy(call, user, exported.key_id)
