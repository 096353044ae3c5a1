"""`messages.*`."""

from chappe.features.messages.rpc import deleting, editing, history, reading, sending

__all__ = ["deleting", "editing", "history", "reading", "sending"]
