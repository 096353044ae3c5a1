"""Sending codes and taking them."""

import hmac
import re
import secrets

from chappe.db.database import Tx
from chappe.features.auth import store
from chappe.features.auth.model import LoginCode
from chappe.features.keys import store as keys
from chappe.ids import UserId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError

CODE_DIGITS = 5
CODE_SECONDS_MAX = 300
ATTEMPTS_MAX = 5
TEST_NUMBER = re.compile(r"99966([123])\d{4}")


def clean_phone(phone: str) -> str:
    """A number as it is kept: digits only.

    Errors: PHONE_NUMBER_INVALID
    """
    digits = re.sub(r"[\s()+.-]", "", phone)
    if not re.fullmatch(r"[0-9]{5,15}", digits):
        raise RpcError(400, "PHONE_NUMBER_INVALID")
    return digits


async def send_code(tx: Tx, phone: str, now: int) -> LoginCode:
    """Make a code for a number."""
    test = TEST_NUMBER.fullmatch(phone)
    code = test[1] * CODE_DIGITS if test else f"{secrets.randbelow(10**CODE_DIGITS):05d}"
    sent = LoginCode(phone, secrets.token_hex(9), code, now, 0, confirmed=False)
    await store.put(tx, sent)
    return sent


async def check_code(tx: Tx, phone: str, hash_: str, code: str, now: int) -> LoginCode:
    """The sent code, when this is it.

    Errors: PHONE_CODE_EMPTY, PHONE_CODE_HASH_EMPTY, PHONE_CODE_EXPIRED, PHONE_CODE_INVALID
    """
    if not code:
        raise RpcError(400, "PHONE_CODE_EMPTY")
    sent = await access_sent(tx, phone, hash_, now)
    if not hmac.compare_digest(sent.code.encode(), code.encode()):
        await store.count_wrong(tx, phone)
        raise RpcError(400, "PHONE_CODE_INVALID", keep=True)
    return sent


async def access_sent(tx: Tx, phone: str, hash_: str, now: int) -> LoginCode:
    """The code that was sent under this hash, if it is still good.

    Errors: PHONE_CODE_HASH_EMPTY, PHONE_CODE_EXPIRED
    """
    if not hash_:
        raise RpcError(400, "PHONE_CODE_HASH_EMPTY")
    sent = await store.find(tx, phone)
    if (
        sent is None
        or not hmac.compare_digest(sent.hash.encode(), hash_.encode())
        or now > sent.sent_at + CODE_SECONDS_MAX
        or sent.attempts >= ATTEMPTS_MAX
    ):
        raise RpcError(400, "PHONE_CODE_EXPIRED")
    return sent


async def sign(call: Call, user_id: UserId | None) -> None:
    """Let the caller's permanent key belong to an account, or to nobody."""
    perm_key_id = call.caller.perm_key_id
    assert perm_key_id is not None
    await keys.sign(call.tx, [perm_key_id], user_id)
    call.journal.after_commit(lambda: call.world.sign(perm_key_id, user_id))
