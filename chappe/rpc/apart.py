"""Transactions of a call that has none of its own because it waits in between (`method(rows=False)`)."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from chappe.db.database import Tx, lost_race
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.updates.log import Journal

T = TypeVar("T")
RACES_MAX = 2
"""How often it is begun again when it has lost a race."""


async def look_apart(call: Call, work: Callable[[Tx], Awaitable[T]]) -> T:
    """What `work` reads."""
    async with call.world.database.transaction(write=False) as tx:
        return await work(tx)


async def write_apart(call: Call, work: Callable[[Journal], Awaitable[T]]) -> T:
    """What `work` gives, once its rows are on the disk and all have been told, the session that asks as well: its
    answer tells nothing of it."""
    for _ in range(RACES_MAX):
        try:
            return await _write(call, work)
        except Exception as error:
            if not lost_race(error):
                raise
    return await _write(call, work)


async def _write(call: Call, work: Callable[[Journal], Awaitable[T]]) -> T:
    tx = await call.world.database.begin(write=True)
    journal = Journal(tx, call.now, witness=call.world.witness)
    try:
        result = await work(journal)
        await journal.flush()
    except RpcError as error:
        if error.keep:
            await tx.commit()
        else:
            await tx.rollback()
        raise
    except BaseException:
        await tx.rollback()
        raise
    durable = await tx.commit()
    if durable is not None:
        await durable.wait()
    for action in journal.actions:
        action()
    call.world.publish(journal)
    return result
