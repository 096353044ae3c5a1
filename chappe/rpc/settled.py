"""A transaction of its own for a part of a call: for what has to be on the disk before a slow step."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from chappe.db.database import Database, Tx
from chappe.rpc.errors import RpcError

T = TypeVar("T")


async def settled(database: Database, work: Callable[[Tx], Awaitable[T]]) -> T:
    """What `work` gives, once its rows are durable.

    A refusal undoes them, unless it asks to keep them. Wants no statement of the call's own transaction
    before it.
    """
    async with database.transaction(write=True) as tx:
        outcome: T | RpcError
        try:
            outcome = await work(tx)
        except RpcError as error:
            if not error.keep:
                raise
            outcome = error
    if isinstance(outcome, RpcError):
        raise outcome
    return outcome
