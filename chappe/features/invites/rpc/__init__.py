"""`messages.*`: links into groups and channels, and requests to be let in."""

from chappe.features.invites.rpc import coming, links, requests

__all__ = ["coming", "links", "requests"]
