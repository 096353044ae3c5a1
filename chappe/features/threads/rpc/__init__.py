"""`messages.getReplies`, `messages.*Discussion*`, `channels.*Discussion*`."""

from chappe.features.threads import counting, echoing, view
from chappe.features.threads.rpc import linking, reading

__all__ = ["counting", "echoing", "linking", "reading", "view"]
