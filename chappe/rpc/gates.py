"""Who may ask what, at the earliest moment: before a transaction is opened."""

from chappe.ids import is_bot
from chappe.rpc.caller import Caller
from chappe.rpc.errors import RpcError, unregistered
from chappe.rpc.method import REFUSALS, TABLE, Method, Who
from chappe.rpc.open_methods import OPEN_TO_ANYONE
from chappe.tl.build import TLRequest

LAYER_WITHOUT_INIT_MAX = 18
ABROAD = ("upload.", "help.", "langpack.", "auth.")
"""What a login that was copied to another data center is good for there: files, and the way home."""


def admit(caller: Caller, request: type[TLRequest[object]]) -> Method:
    """The method's row, when this caller may call it now.

    Errors: AUTH_KEY_PERM_EMPTY (an unbound temporary key), CONNECTION_NOT_INITED, AUTH_KEY_UNREGISTERED
    (before login), USER_MIGRATE_%d (a copied login), BOT_METHOD_INVALID (for people only), USER_BOT_REQUIRED (for bots only),
    METHOD_INVALID (not on this server), or what the refusal of the method says.
    """
    found = TABLE.get(request)
    check_caller(caller, found, request)
    if found is not None:
        _check_kind(caller, found)
        return found
    refusal = REFUSALS.get(request)
    if refusal is not None:
        raise RpcError(refusal.code, refusal.error)
    raise RpcError(400, "METHOD_INVALID")


def check_caller(
    caller: Caller, found: Method | None, request: type[TLRequest[object]]
) -> None:
    """Refuse a caller that has to do something else first.

    Errors: AUTH_KEY_PERM_EMPTY, CONNECTION_NOT_INITED, AUTH_KEY_UNREGISTERED, USER_MIGRATE_%d
    """
    if caller.perm_key_id is None and not (found is not None and found.unbound):
        raise RpcError(401, "AUTH_KEY_PERM_EMPTY")
    if not _inited(caller) and not (found is not None and found.uninited):
        raise RpcError(400, "CONNECTION_NOT_INITED")
    if caller.user_id is None and _needs_login(found, request):
        raise unregistered()
    if caller.home_dc is not None and not request.NAME.startswith(ABROAD):
        raise RpcError(303, "USER_MIGRATE_%d", caller.home_dc)


def _inited(caller: Caller) -> bool:
    """Whether the client has said its layer and who it is; the oldest layers had no initConnection."""
    if caller.layer is None:
        return False
    return caller.info is not None or caller.layer <= LAYER_WITHOUT_INIT_MAX


def _check_kind(caller: Caller, found: Method) -> None:
    """Let people call what is for people, and bots what is for bots."""
    if caller.user_id is None or found.who in {Who.ANYONE, Who.SIGNED_IN}:
        return
    if is_bot(caller.user_id) != (found.who is Who.BOT):
        raise RpcError(
            400, "USER_BOT_REQUIRED" if found.who is Who.BOT else "BOT_METHOD_INVALID"
        )


def _needs_login(found: Method | None, request: type[TLRequest[object]]) -> bool:
    if found is not None:
        return found.who is not Who.ANYONE
    return request.NAME not in OPEN_TO_ANYONE
