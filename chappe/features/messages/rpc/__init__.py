"""`messages.*`."""

from chappe.features.messages.meeting import is_met
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
    "is_met",
    "live",
    "media",
    "pinning",
    "reading",
    "screenshots",
    "sending",
]
