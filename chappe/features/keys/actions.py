"""Binding temporary keys to permanent ones (perfect forward secrecy).

The client proves that it holds the permanent key with a message sealed under it, in MTProto 1.0.
https://core.telegram.org/method/auth.bindTempAuthKey
"""

from dataclasses import dataclass

from chappe.features.keys.model import AuthKey
from chappe.ids import MsgId, SessionId
from chappe.mtproto.envelope import key_id_of, unseal_v1
from chappe.mtproto.errors import RemoteError
from chappe.mtproto.keys import KeyState
from chappe.rpc.caller import Caller
from chappe.rpc.errors import RpcError
from chappe.tl import mtproto
from chappe.tl.wire import WireError

PROOF_BYTES = 40


@dataclass(frozen=True, slots=True)
class Claim:
    """What the call says, and where it was said: all of it has to stand in the proof as well."""

    nonce: int
    perm_auth_key_id: int
    expires_at: int
    msg_id: MsgId
    session_id: SessionId


def check_binding(caller: Caller, perm: AuthKey | None, claim: Claim, proof: bytes) -> AuthKey:
    """The permanent key, when the proof holds.

    Errors: TEMP_AUTH_KEY_EMPTY (the caller's key is a permanent one), EXPIRES_AT_INVALID,
    TEMP_AUTH_KEY_ALREADY_BOUND (to another key), ENCRYPTED_MESSAGE_INVALID (all else)
    """
    if caller.expires_at is None:
        raise RpcError(400, "TEMP_AUTH_KEY_EMPTY")
    if caller.perm_key_id not in {None, claim.perm_auth_key_id}:
        raise RpcError(400, "TEMP_AUTH_KEY_ALREADY_BOUND")
    # The client adds the time to live to its own clock, and the handshake to ours.
    if abs(claim.expires_at - caller.expires_at) > CLOCK_SECONDS:
        raise RpcError(400, "EXPIRES_AT_INVALID")
    if perm is None or perm.dc_id != caller.dc_id:
        raise RpcError(400, "ENCRYPTED_MESSAGE_INVALID")
    inner = _open(perm, claim, proof)
    if (
        inner.nonce != claim.nonce
        or inner.temp_auth_key_id != caller.key_id
        or inner.perm_auth_key_id != claim.perm_auth_key_id
        or inner.temp_session_id != claim.session_id
        or inner.expires_at != claim.expires_at
    ):
        raise RpcError(400, "ENCRYPTED_MESSAGE_INVALID")
    return perm


CLOCK_SECONDS = 300
"""How far the two clocks may be apart: as far as a msg_id may be old."""


def _open(perm: AuthKey, claim: Claim, proof: bytes) -> mtproto.BindAuthKeyInner:
    """The sealed inner message; its salt and session id are random and mean nothing."""
    state = KeyState(
        perm.key_id, perm.auth_key, perm.dc_id, perm.first_salt, float(perm.made_at)
    )
    try:
        key_id = key_id_of(proof)
        plain = unseal_v1(state, proof)
        inner = mtproto.read(plain.body)[0]
    except (RemoteError, WireError) as error:
        raise RpcError(400, "ENCRYPTED_MESSAGE_INVALID") from error
    meant = key_id == perm.key_id and plain.msg_id == claim.msg_id and not plain.seq_no
    if not meant or len(plain.body) != PROOF_BYTES:
        raise RpcError(400, "ENCRYPTED_MESSAGE_INVALID")
    if not isinstance(inner, mtproto.BindAuthKeyInner):
        raise RpcError(400, "ENCRYPTED_MESSAGE_INVALID")
    return inner
