"""The methods, by what they are about."""

from chappe.features.stickers.rpc import (
    emoji,
    groups,
    lists,
    locations,
    media,
    searching,
    sets,
    shelves,
)

__all__ = ["emoji", "groups", "lists", "locations", "media", "searching", "sets", "shelves"]
