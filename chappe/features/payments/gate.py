"""The one gate: play money is for testing."""

from chappe.config import Profile
from chappe.ids import is_bot
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError


def check_open(call: Call) -> None:
    """Refuse payments where people rely on the server: nobody there takes money for it.

    Errors: PAYMENT_UNSUPPORTED (406), BOT_PAYMENTS_DISABLED (to bots)
    """
    if call.world.settings.profile is Profile.DEV:
        return
    if is_bot(call.user_id):
        raise RpcError(400, "BOT_PAYMENTS_DISABLED")
    raise RpcError(406, "PAYMENT_UNSUPPORTED")
