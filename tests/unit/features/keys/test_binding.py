"""What auth.bindTempAuthKey believes, and what it does not."""

import os
from dataclasses import replace

import pytest

from chappe.crypto import kdf
from chappe.features.keys.actions import Claim, check_binding
from chappe.features.keys.model import AuthKey
from chappe.ids import AuthKeyId, DcId, MsgId, SessionId
from chappe.mtproto.envelope import seal_v1
from chappe.mtproto.keys import KeyState
from chappe.rpc.caller import Caller
from chappe.rpc.errors import RpcError
from chappe.tl import mtproto

NOW = 1_800_000_000
EXPIRES = NOW + 86400
SECRET = os.urandom(256)
PERM = AuthKey(AuthKeyId(kdf.key_id(SECRET)), SECRET, DcId(2), NOW, 0)
CLAIM = Claim(7, PERM.key_id, EXPIRES, MsgId(NOW << 32), SessionId(99))


def caller(**changes: object) -> Caller:
    made = Caller(AuthKeyId(5), DcId(2), perm_key_id=None, expires_at=float(EXPIRES))
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def proof(
    *, seq_no: int = 0, msg_id: int = CLAIM.msg_id, key: AuthKey = PERM, **changes: int
) -> bytes:
    said = {
        "nonce": CLAIM.nonce,
        "temp_auth_key_id": 5,
        "perm_auth_key_id": PERM.key_id,
        "temp_session_id": CLAIM.session_id,
        "expires_at": EXPIRES,
    }
    inner = mtproto.write(mtproto.BindAuthKeyInner(**{**said, **changes}))
    state = KeyState(key.key_id, key.auth_key, DcId(2), 0, NOW)
    return seal_v1(state, 1, 2, msg_id, seq_no, inner, outgoing=False)


def refusal(who: Caller, perm: AuthKey | None, claim: Claim, sealed: bytes) -> str:
    with pytest.raises(RpcError) as refused:
        check_binding(who, perm, claim, sealed)
    assert refused.value.code == 400
    return refused.value.name


def test_a_true_proof_gives_the_permanent_key() -> None:
    assert check_binding(caller(), PERM, CLAIM, proof()) is PERM


def test_binding_the_same_key_again_is_welcome() -> None:
    assert check_binding(caller(perm_key_id=PERM.key_id), PERM, CLAIM, proof()) is PERM


def test_a_permanent_key_is_not_bound() -> None:
    assert refusal(caller(expires_at=None), PERM, CLAIM, proof()) == "TEMP_AUTH_KEY_EMPTY"


def test_a_bound_key_is_not_bound_to_another() -> None:
    bound = caller(perm_key_id=AuthKeyId(1))
    assert refusal(bound, PERM, CLAIM, proof()) == "TEMP_AUTH_KEY_ALREADY_BOUND"


def test_the_expiry_has_to_be_that_of_the_handshake() -> None:
    claim = replace(CLAIM, expires_at=EXPIRES + 3600)
    sealed = proof(expires_at=EXPIRES + 3600)
    assert refusal(caller(), PERM, claim, sealed) == "EXPIRES_AT_INVALID"


@pytest.mark.parametrize(
    "changes",
    [
        {"nonce": 8},
        {"temp_auth_key_id": 6},
        {"perm_auth_key_id": 6},
        {"temp_session_id": 6},
        {"expires_at": EXPIRES - 1},
        {"seq_no": 1},
        {"msg_id": CLAIM.msg_id + 4},
        {"key": AuthKey(PERM.key_id, os.urandom(256), DcId(2), NOW, 0)},
        {"key": AuthKey(AuthKeyId(3), SECRET, DcId(2), NOW, 0)},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_every_word_of_the_proof_counts(changes: dict[str, int]) -> None:
    assert refusal(caller(), PERM, CLAIM, proof(**changes)) == "ENCRYPTED_MESSAGE_INVALID"


@pytest.mark.parametrize(
    "perm", [None, replace(PERM, dc_id=DcId(3))], ids=["none", "another dc"]
)
def test_an_unknown_key_and_one_of_another_data_center_look_alike(perm: AuthKey | None) -> None:
    assert refusal(caller(), perm, CLAIM, proof()) == "ENCRYPTED_MESSAGE_INVALID"


@pytest.mark.parametrize("length", [0, 7, 8, 23, 24, 71, 72, 105])
def test_bytes_that_are_no_message_are_refused(length: int) -> None:
    sealed = proof()[:length] if length < 72 else os.urandom(length)
    assert refusal(caller(), PERM, CLAIM, sealed) == "ENCRYPTED_MESSAGE_INVALID"
