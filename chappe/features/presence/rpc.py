"""`account.updateStatus`."""

from chappe.features.presence.actions import come, go
from chappe.features.users.access import access_self
from chappe.rpc.call import Call
from chappe.rpc.method import method
from chappe.tl import api


@method("account.updateStatus", writes=True)
async def update_status(call: Call, q: api.account.UpdateStatus) -> bool:
    """Say that the caller is there, or is away.

    Wire: https://core.telegram.org/method/account.updateStatus
    """
    user = await access_self(call.tx, call.viewer)
    await (go if q.offline else come)(call.journal, user)
    return True
