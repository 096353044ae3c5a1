"""`messages.search*`, `channels.searchPosts`."""

from chappe.features.search.rpc import messages, posts

__all__ = ["messages", "posts"]
