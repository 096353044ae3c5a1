"""`messages.*`."""

from chappe.features.messages.rpc import (
    deleting,
    editing,
    forwarding,
    history,
    media,
    pinning,
    reading,
    sending,
)

__all__ = [
    "deleting",
    "editing",
    "forwarding",
    "history",
    "media",
    "pinning",
    "reading",
    "sending",
]
