"""`channels.*` and `messages.*`: forums and their topics."""

from chappe.features.forums.rpc import changing, listing, toggling

__all__ = ["changing", "listing", "toggling"]
