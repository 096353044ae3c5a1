"""What clients ask about bots, and bots about themselves."""

from chappe.features.bots import hearing
from chappe.features.bots.rpc import callbacks, entering, starting, status

__all__ = ["callbacks", "entering", "hearing", "starting", "status"]
