"""`channels.*`."""

from chappe.features.channels import past, witness
from chappe.features.channels.rpc import (
    clearing,
    making,
    members,
    public,
    reading,
    recent,
    ruling,
    settings,
    voices,
)

__all__ = [
    "clearing",
    "making",
    "members",
    "past",
    "public",
    "reading",
    "recent",
    "ruling",
    "settings",
    "voices",
    "witness",
]
