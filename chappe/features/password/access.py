"""Whose password it is about, and whether who asks knows it."""

import hmac
from hashlib import sha256

from chappe.crypto.srp import PROOF_BYTES, BadElement, is_proven
from chappe.db.database import Tx
from chappe.features.password import challenges, store
from chappe.features.password.model import (
    FAILURE_SECONDS,
    FAILURES_MAX,
    WAIT_SECONDS,
    Password,
)
from chappe.ids import AuthKeyId, UserId
from chappe.rpc.caller import Caller
from chappe.rpc.errors import RpcError, unregistered
from chappe.tl import api


async def access_user(tx: Tx, caller: Caller, now: float) -> UserId:
    """The caller, or whoever has shown a login code with this key and still owes the password.

    Errors: AUTH_KEY_UNREGISTERED
    """
    if caller.user_id is not None:
        return caller.user_id
    assert caller.perm_key_id is not None, "the gates let no unbound key in"
    user_id = await store.find_wait(tx, caller.perm_key_id, int(now) - WAIT_SECONDS)
    if user_id is None:
        raise unregistered()
    return user_id


async def access_password(
    tx: Tx, caller: Caller, now: float, proof: "api.TypeInputCheckPasswordSRP"
) -> Password:
    """The password of `access_user`, of which the caller has proven to know it.

    Errors: PASSWORD_HASH_INVALID (wrong, not given, or there is none), SRP_ID_INVALID (a challenge that
    was not given to this key, or answered before), SRP_A_INVALID, SRP_PASSWORD_CHANGED, FLOOD_WAIT_%d
    """
    user_id = await access_user(tx, caller, now)
    password = await store.find(tx, user_id)
    if password is None or not isinstance(proof, api.InputCheckPasswordSRP):
        raise RpcError(400, "PASSWORD_HASH_INVALID")
    assert caller.perm_key_id is not None, "see access_user"
    await _prove(tx, caller.perm_key_id, now, password, proof)
    if password.failures:
        await store.note_failures(tx, user_id, 0, 0)
    return password


async def access_password_if_set(
    tx: Tx, caller: Caller, now: float, proof: "api.TypeInputCheckPasswordSRP"
) -> Password | None:
    """The same, but None where there is no password and none was shown."""
    user_id = await access_user(tx, caller, now)
    is_empty = isinstance(proof, api.InputCheckPasswordEmpty)
    if is_empty and not await store.has(tx, user_id):
        return None
    return await access_password(tx, caller, now, proof)


async def _prove(
    tx: Tx,
    key_id: AuthKeyId,
    now: float,
    password: Password,
    proof: "api.InputCheckPasswordSRP",
) -> None:
    """Let a proof through, or refuse it and keep that it was tried."""
    wait = _wait_seconds(password, now)
    if wait:
        raise RpcError(420, "FLOOD_WAIT_%d", wait)
    asked = await challenges.take(tx, key_id, proof.srp_id)
    if asked is None or asked.user_id != password.user_id:
        raise RpcError(400, "SRP_ID_INVALID", keep=True)
    if asked.version != password.version:
        raise RpcError(400, "SRP_PASSWORD_CHANGED", keep=True)
    secret, question = password.secret, challenges.challenge_of(asked)
    try:
        proven = len(proof.M1) == PROOF_BYTES and is_proven(
            question, secret.verifier, secret.salts, proof.A, proof.M1
        )
    except BadElement:
        raise RpcError(400, "SRP_A_INVALID", keep=True) from None
    if not proven:
        await _count(tx, now, password)
        raise RpcError(400, "PASSWORD_HASH_INVALID", keep=True)


def _wait_seconds(password: Password, now: float) -> int:
    """How long nobody may try this password, because too many wrong ones came."""
    if password.failures < FAILURES_MAX:
        return 0
    return max(0, password.failed_at + FAILURE_SECONDS - int(now))


async def _count(tx: Tx, now: float, password: Password) -> None:
    """Count a wrong password; after the wait, from one again."""
    over = password.failed_at + FAILURE_SECONDS <= now
    failures = 1 if over else password.failures + 1
    await store.note_failures(
        tx, password.user_id, failures, int(now) if over else password.failed_at
    )


async def is_tmp_password(tx: Tx, user_id: UserId, now: float, shown: bytes) -> bool:
    """Whether this is the temporary password of a user, for payments."""
    kept = await store.find_tmp(tx, user_id, int(now))
    return kept is not None and hmac.compare_digest(kept, sha256(shown).digest())
