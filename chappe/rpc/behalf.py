"""Calls of bots on behalf of accounts that have connected them: which methods, and who carries them out.

A later room says both. Wire: https://core.telegram.org/api/bots/connected-business-bots
"""

from collections.abc import Awaitable, Callable
from typing import Any

from chappe.ids import is_bot
from chappe.rpc.call import Call
from chappe.rpc.caller import Caller
from chappe.rpc.errors import RpcError
from chappe.rpc.gates import check_caller
from chappe.rpc.method import TABLE, Method
from chappe.tl.build import TLRequest

Carry = Callable[[Call, str, TLRequest[object], Method], Awaitable[Any]]
"""Gets the call of the bot, the name of the connection, and what is asked."""
_carriers: dict[type[TLRequest[object]], Carry] = {}


def carries_out(*requests: type[TLRequest[object]]) -> Callable[[Carry], Carry]:
    """The decorated function carries these out on behalf of an account."""

    def enter(carry: Carry) -> Carry:
        _carriers.update(dict.fromkeys(requests, carry))
        return carry

    return enter


def is_carried_out(request: type[TLRequest[object]]) -> bool:
    """Whether a method may be called on behalf of an account."""
    return request in _carriers


def admit_on_behalf(caller: Caller, request: type[TLRequest[object]]) -> Method:
    """The method's row, when this caller may call it on behalf of somebody.

    Errors: those of check_caller; BUSINESS_CONNECTION_NOT_ALLOWED (a person; a method that is not for this)
    """
    found = TABLE.get(request)
    check_caller(caller, found, request)
    if found is None or caller.user_id is None or request not in _carriers:
        raise RpcError(400, "BUSINESS_CONNECTION_NOT_ALLOWED")
    if not is_bot(caller.user_id):
        raise RpcError(400, "BUSINESS_CONNECTION_NOT_ALLOWED")
    return found


async def carry_out(
    call: Call, connection_id: str | None, method: Method, request: TLRequest[object]
) -> Any:
    """The answer of a method, to the caller or on behalf of an account."""
    if connection_id is None:
        return await method.handler(call, request)
    return await _carriers[type(request)](call, connection_id, request, method)
