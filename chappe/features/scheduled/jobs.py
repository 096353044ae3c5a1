"""Sending what is due."""

from itertools import groupby

from chappe.features.scheduled import store
from chappe.features.scheduled.actions import SendScheduled, forget, send
from chappe.features.scheduled.model import WHEN_ONLINE
from chappe.jobs.kinds import Work, runs
from chappe.logs import log
from chappe.rpc.errors import RpcError


@runs(SendScheduled)
async def send_due(work: Work, what: SendScheduled) -> None:
    """Send what a queue has for this moment; what may not be sent any more is forgotten.

    What was due before and is still there goes first: after a standstill several jobs begin at once.
    """
    find = store.find_due if what.at == WHEN_ONLINE else store.find_overdue
    waiting = await find(work.tx, what.owner_id, what.peer, what.at)
    for _, group in groupby(waiting, key=lambda each: each.at):
        due = list(group)
        try:
            await send(work.journal, due)
        except RpcError as error:
            log.info("a scheduled message was not sent", error=error.text)
            await forget(work.journal, due)
