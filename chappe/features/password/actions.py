"""What is done with passwords: asking, setting, recovering, forgetting."""

import secrets
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256

from chappe.couriers.courier import Medium, Purpose
from chappe.crypto.srp import challenge
from chappe.db.database import Tx
from chappe.features.codes import actions as codes
from chappe.features.codes import store as codes_store
from chappe.features.codes.model import EMAIL_DIGITS, Code, Verdict
from chappe.features.password import challenges, store
from chappe.features.password.model import (
    RESET_SECONDS,
    TMP_PASSWORD_SECONDS,
    Asked,
    Password,
    Plan,
    Secret,
)
from chappe.features.password.settings import Wish
from chappe.ids import AuthKeyId, UserId
from chappe.rpc.errors import RpcError


async def ask(tx: Tx, now: float, key_id: AuthKeyId, password: Password) -> Asked:
    """Put a challenge to a key."""
    made = challenge(password.secret.verifier)
    srp_id = secrets.randbits(63)
    asked = Asked(srp_id, password.user_id, password.version, made.b, made.public, int(now))
    await challenges.keep(tx, key_id, asked)
    return asked


async def apply(
    tx: Tx, now: float, user_id: UserId, current: Password | None, wish: Wish
) -> Plan | None:
    """Do what a client wants of its password; a Plan when an address has to be confirmed first.

    Errors: NEW_SETTINGS_EMPTY (there is no password, and none is set)
    """
    sets_nothing = wish.secret is None and wish.email is None and wish.secure is None
    if not wish.removes and (sets_nothing or (current is None and wish.secret is None)):
        raise RpcError(400, "NEW_SETTINGS_EMPTY")
    await _drop_plan(tx, user_id)
    if wish.removes:
        await store.delete(tx, user_id)
        return None
    email = None if current is None else current.email
    if wish.email and wish.email != email:
        plan = Plan(user_id, wish.email, wish.secret, wish.secure, int(now))
        await store.put_plan(tx, plan)
        return plan
    if wish.email is not None:
        email = wish.email or None
    await _set(tx, now, user_id, wish.secret, email, wish.secure)
    return None


async def _set(
    tx: Tx,
    now: float,
    user_id: UserId,
    secret: Secret | None,
    email: str | None,
    secure: bytes | None,
) -> None:
    if secret is not None:
        version = secrets.randbits(63)
        await store.put(tx, Password(user_id, version, secret, email, secure, int(now)))
        return
    await store.set_email(tx, user_id, email)
    if secure is not None:
        await store.set_secure(tx, user_id, secure)


def email_code(user_id: UserId, key_id: AuthKeyId, purpose: Purpose, address: str) -> Code:
    """A new code to be sent to an address, for something about a user's password."""
    return Code(
        id=codes.draw_id(),
        purpose=purpose,
        medium=Medium.EMAIL.value,
        address=address,
        key_id=key_id,
        user_id=user_id,
        code=codes.draw(EMAIL_DIGITS),
        sends=0,
        sent_at=0,
        until=0,
    )


async def confirm_email(tx: Tx, now: float, user_id: UserId, shown: str) -> None:
    """Let a plan come true, because its address is the user's.

    Errors: CODE_INVALID, EMAIL_HASH_EXPIRED
    """
    plan = await store.find_plan(tx, user_id)
    code = await codes_store.of_user(tx, user_id, Purpose.PASSWORD_EMAIL)
    if plan is None or code is None or code.address != plan.email:
        raise RpcError(400, "EMAIL_HASH_EXPIRED")
    match await codes.check(tx, code, now, shown):
        case Verdict.GONE:
            raise RpcError(400, "EMAIL_HASH_EXPIRED", keep=True)
        case Verdict.WRONG:
            raise RpcError(400, "CODE_INVALID", keep=True)
        case Verdict.RIGHT:
            await _set(tx, now, user_id, plan.secret, plan.email, plan.secure)
            await store.delete_plan(tx, user_id)


async def cancel_email(tx: Tx, user_id: UserId) -> None:
    """Forget a plan. Errors: EMAIL_HASH_EXPIRED"""
    if not await _drop_plan(tx, user_id):
        raise RpcError(400, "EMAIL_HASH_EXPIRED")


async def _drop_plan(tx: Tx, user_id: UserId) -> bool:
    await codes_store.delete_of_user(tx, user_id, Purpose.PASSWORD_EMAIL)
    return await store.delete_plan(tx, user_id)


async def access_recovery(tx: Tx, user_id: UserId) -> str:
    """The address that recovers a user's password. Errors: PASSWORD_EMPTY, PASSWORD_RECOVERY_NA"""
    password = await store.find(tx, user_id)
    if password is None:
        raise RpcError(400, "PASSWORD_EMPTY")
    if password.email is None:
        raise RpcError(400, "PASSWORD_RECOVERY_NA")
    return password.email


async def check_recovery(tx: Tx, now: float, user_id: UserId, shown: str, *, use: bool) -> None:
    """Check a recovery code. Errors: CODE_EMPTY, CODE_INVALID, PASSWORD_RECOVERY_EXPIRED"""
    if not shown:
        raise RpcError(400, "CODE_EMPTY")
    code = await codes_store.of_user(tx, user_id, Purpose.PASSWORD_RECOVERY)
    match await codes.check(tx, code, now, shown, use=use):
        case Verdict.GONE:
            raise RpcError(400, "PASSWORD_RECOVERY_EXPIRED", keep=True)
        case Verdict.WRONG:
            raise RpcError(400, "CODE_INVALID", keep=True)
        case Verdict.RIGHT:
            return


async def recover(tx: Tx, now: float, user_id: UserId, shown: str, wish: Wish | None) -> None:
    """Take a forgotten password away, or set another; the recovery address stays with that one.

    Errors: CODE_EMPTY, CODE_INVALID, PASSWORD_RECOVERY_EXPIRED, NEW_SETTINGS_INVALID
    """
    if wish is not None and wish.secret is None:
        raise RpcError(400, "NEW_SETTINGS_INVALID")
    await check_recovery(tx, now, user_id, shown, use=True)
    current = await store.find(tx, user_id)
    if wish is None or wish.secret is None:
        await store.delete(tx, user_id)
    elif current is not None:
        # Another address would have to be confirmed; who recovers has just shown to own this one.
        await _set(tx, now, user_id, wish.secret, current.email, None)


class Reset(Enum):
    """How far asking for a forgotten password to be taken away has come."""

    DONE = "done"
    WAIT = "wait"
    """It will be possible at that time."""
    DECLINED = "declined"
    """It was called off; it may be asked for again at that time."""


@dataclass(frozen=True, slots=True)
class ResetStep:
    """Where a reset is, and the time (Unix seconds) that it waits for."""

    state: Reset
    at: int = 0


async def reset(tx: Tx, now: float, user_id: UserId) -> ResetStep:
    """Ask for the password to be taken away, or have it done when its time has come.

    Errors: PASSWORD_EMPTY
    """
    password = await store.find(tx, user_id)
    if password is None:
        raise RpcError(400, "PASSWORD_EMPTY")
    if password.reset_at is not None:
        if password.reset_at > now:
            return ResetStep(Reset.WAIT, password.reset_at)
        await store.delete(tx, user_id)
        return ResetStep(Reset.DONE)
    if password.declined_at is not None and password.declined_at + RESET_SECONDS > now:
        return ResetStep(Reset.DECLINED, password.declined_at + RESET_SECONDS)
    at = int(now) + RESET_SECONDS
    await store.set_reset(tx, user_id, at, None)
    return ResetStep(Reset.WAIT, at)


async def decline_reset(tx: Tx, now: float, user_id: UserId) -> None:
    """Call a reset off. Errors: RESET_REQUEST_MISSING"""
    password = await store.find(tx, user_id)
    if password is None or password.reset_at is None:
        raise RpcError(400, "RESET_REQUEST_MISSING")
    await store.set_reset(tx, user_id, None, int(now))


async def make_tmp(
    tx: Tx, now: float, user_id: UserId, period_seconds: int
) -> tuple[bytes, int]:
    """A password for a short time, and until when; only its hash is kept."""
    least, most = TMP_PASSWORD_SECONDS
    until = int(now) + max(least, min(most, period_seconds))
    made = secrets.token_bytes(32)
    await store.put_tmp(tx, user_id, sha256(made).digest(), until)
    return made, until
