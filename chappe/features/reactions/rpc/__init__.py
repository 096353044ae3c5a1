"""`messages.*`: reactions."""

from chappe.features.reactions.rpc import groups, offered, reacting, tags, used, withdrawing

__all__ = ["groups", "offered", "reacting", "tags", "used", "withdrawing"]
