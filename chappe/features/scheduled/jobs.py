"""Sending what is due."""

from chappe.features.scheduled import store
from chappe.features.scheduled.actions import SendScheduled, forget, send
from chappe.jobs.kinds import Work, runs
from chappe.logs import log
from chappe.rpc.errors import RpcError


@runs(SendScheduled)
async def send_due(work: Work, what: SendScheduled) -> None:
    """Send what a queue has for this moment; what may not be sent any more is forgotten."""
    due = await store.find_due(work.tx, what.owner_id, what.peer, what.at)
    if not due:
        return
    try:
        await send(work.journal, due)
    except RpcError as error:
        log.info("a scheduled message was not sent", error=error.text)
        await forget(work.journal, due)
