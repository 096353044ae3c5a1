"""Transactions of a call that has none of its own because it waits in between (`method(rows=False)`)."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from chappe.db.database import Tx, lost_race
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.updates.log import Journal, SessionRef

T = TypeVar("T")
RACES_MAX = 2
"""How often it is begun again when it has lost a race."""


async def look_apart(call: Call, work: Callable[[Tx], Awaitable[T]]) -> T:
    """What `work` reads."""
    async with call.world.database.transaction(write=False) as tx:
        return await work(tx)


async def write_apart(
    call: Call, work: Callable[[Journal], Awaitable[T]], *, answers: bool = False
) -> T:
    """What `work` gives, once its rows are on the disk and all have been told. `answers`: the answer tells what
    happened, so that the session that asks is not told again."""
    for _ in range(RACES_MAX):
        try:
            return await _write(call, work, answers=answers)
        except Exception as error:
            if not lost_race(error):
                raise
    return await _write(call, work, answers=answers)


async def _write(call: Call, work: Callable[[Journal], Awaitable[T]], *, answers: bool) -> T:
    tx = await call.world.database.begin(write=True)
    origin = SessionRef(call.caller.key_id, call.session_id) if answers else None
    journal = Journal(tx, call.now, origin, witness=call.world.witness)
    result, refusal = None, None
    try:
        try:
            result = await work(journal)
        except RpcError as error:
            if not error.keep:
                raise
            refusal = error  # what the call wrote is kept all the same, and told
        await journal.flush()
    except BaseException:
        await tx.rollback()
        raise
    durable = await tx.commit()
    if durable is not None:
        await durable.wait()
    for action in journal.actions:
        action()
    call.world.publish(journal)
    if refusal is not None:
        raise refusal
    return result  # type: ignore[return-value]  # there is one when nothing was refused
