"""`channels.*`."""

from chappe.features.channels.rpc import making, members, reading, recent, ruling

__all__ = ["making", "members", "reading", "recent", "ruling"]
