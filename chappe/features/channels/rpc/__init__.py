"""`channels.*`."""

from chappe.features.channels import full, past, witness
from chappe.features.channels.rpc import (
    clearing,
    making,
    members,
    owning,
    public,
    reading,
    recent,
    ruling,
    settings,
    voices,
)

__all__ = [
    "clearing",
    "full",
    "making",
    "members",
    "owning",
    "past",
    "public",
    "reading",
    "recent",
    "ruling",
    "settings",
    "voices",
    "witness",
]
