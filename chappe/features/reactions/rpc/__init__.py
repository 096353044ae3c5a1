"""`messages.*`: reactions."""

from chappe.features.reactions.rpc import reacting, tags, used

__all__ = ["reacting", "tags", "used"]
