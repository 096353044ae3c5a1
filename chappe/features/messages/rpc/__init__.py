"""`messages.*`."""

from chappe.features.messages.rpc import history, reading, sending

__all__ = ["history", "reading", "sending"]
