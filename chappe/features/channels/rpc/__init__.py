"""`channels.*`."""

from chappe.features.channels import full, past, witness
from chappe.features.channels.rpc import (
    clearing,
    making,
    members,
    migrating,
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
    "migrating",
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
