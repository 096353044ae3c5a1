"""What clients ask about bots, and bots about themselves."""

from chappe.features.bots.rpc import entering, status

__all__ = ["entering", "status"]
