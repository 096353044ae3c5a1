"""`messages.*`."""

from chappe.features.messages.rpc import deleting, editing, history, media, reading, sending

__all__ = ["deleting", "editing", "history", "media", "reading", "sending"]
