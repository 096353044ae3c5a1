"""`auth.*`: temporary keys."""

from chappe.features.keys import store
from chappe.features.keys.actions import Claim, check_binding
from chappe.ids import AuthKeyId
from chappe.rpc.call import Call
from chappe.rpc.method import Who, method
from chappe.tl import api


@method("auth.bindTempAuthKey", who=Who.ANYONE, unbound=True, uninited=True)
async def bind_temp_auth_key(call: Call, q: api.auth.BindTempAuthKey) -> bool:
    """Let the caller's temporary key stand for a permanent one until it expires.

    Others bound to it stay bound; initConnection is to be called again after this.

    Wire:   https://core.telegram.org/method/auth.bindTempAuthKey
    Errors: TEMP_AUTH_KEY_EMPTY, TEMP_AUTH_KEY_ALREADY_BOUND, EXPIRES_AT_INVALID,
            ENCRYPTED_MESSAGE_INVALID (check_binding)
    """
    claim = Claim(q.nonce, q.perm_auth_key_id, q.expires_at, call.msg_id, call.session_id)
    perm = await store.find(call.tx, AuthKeyId(q.perm_auth_key_id))
    perm = check_binding(call.caller, perm, claim, q.encrypted_message)
    call.world.bind(call.caller, perm.key_id, perm.user_id, perm.home_dc)
    return True


@method("auth.dropTempAuthKeys", who=Who.ANYONE, rows=False, uninited=True)
async def drop_temp_auth_keys(call: Call, q: api.auth.DropTempAuthKeys) -> bool:
    """Forget the temporary keys of the caller's permanent key, but those named and the caller's own.

    Wire: https://core.telegram.org/method/auth.dropTempAuthKeys
    """
    assert call.caller.perm_key_id is not None
    kept = frozenset({*map(AuthKeyId, q.except_auth_keys), call.caller.key_id})
    call.world.drop_temporary(call.caller.perm_key_id, kept)
    return True
