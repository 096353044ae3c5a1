"""`messages.*`."""

from chappe.features.messages.rpc import (
    deleting,
    editing,
    forwarding,
    history,
    live,
    media,
    pinning,
    reading,
    screenshots,
    sending,
)

__all__ = [
    "deleting",
    "editing",
    "forwarding",
    "history",
    "live",
    "media",
    "pinning",
    "reading",
    "screenshots",
    "sending",
]
