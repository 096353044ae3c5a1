"""`messages.*`: reactions."""

from chappe.features.reactions.rpc import offered, reacting, tags, used

__all__ = ["offered", "reacting", "tags", "used"]
